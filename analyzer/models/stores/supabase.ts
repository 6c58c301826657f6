import type { CallModel } from "../call-model.js";
import type { LibraryModel } from "../model.js";

const target = { link: "from", argument: 0 } as const;
const filters = ["eq", "neq", "gt", "gte", "lt", "lte", "is", "in", "match", "filter", "contains"] as const;
const where = { link: filters, argument: 0 } as const;
const values = { argument: 0 } as const;
const ignoreDuplicates = { place: { argument: 1, property: "ignoreDuplicates" }, equals: true } as const;
const routine = { name: { argument: 0 }, given: { argument: 1 } } as const;
const claim = { property: "data", won: "non-empty", by: "update" } as const;

/** A function of the database whose name says that it only reads: `get_balance`, and neither `get_or_create_cart` nor `get_next_number`. */
const READING =
  "^(get|list|find|search|match|count|select|read|fetch|lookup|is|has|can|exists)_(?!.*(_(or|and|next)_|next_|create|insert|upsert|update|delete|remove|claim|reserve|take|increment|lock|pop|consume|enqueue|send))";

/** Supabase: errors are returned, not thrown; an upsert without `onConflict` goes by the primary key. */
export default {
  library: "Supabase",
  packages: ["@supabase/supabase-js", "@supabase/postgrest-js", "@supabase/ssr"],
  versions: ">=2",
  docs: "https://supabase.com/docs/reference/javascript/upsert",
  names: {
    "createClient()": "SupabaseClient#",
    "createServerClient()": "SupabaseClient#",
    "createBrowserClient()": "SupabaseClient#",
    "SupabaseClient#schema()": "SupabaseClient#",
    "PostgrestClient#": "SupabaseClient#",
  },
  changes: filters.map((name) => `SupabaseClient#from()**.${name}`),
  calls: [
    { match: "SupabaseClient#from().insert", effect: "insert", target, values, returns: "reply" },
    {
      match: "SupabaseClient#from().upsert",
      when: [ignoreDuplicates],
      effect: "insert",
      target,
      values,
      conflictClauses: [
        {
          option: { argument: 1, property: "ignoreDuplicates" },
          mode: "ignore",
          target: { argument: 1, property: "onConflict" },
        },
      ],
      claim: { ...claim, by: "insert" },
      returns: "reply",
    },
    {
      match: "SupabaseClient#from().upsert",
      effect: "upsert",
      target,
      values,
      conflictTarget: { argument: 1, property: "onConflict" },
      returns: "reply",
    },
    { match: "SupabaseClient#from().update", effect: "update", target, values, where, claim, returns: "reply" },
    { match: "SupabaseClient#from().delete", effect: "delete", target, where, claim, returns: "reply" },
    ...reads(),
    ...[
      { place: { argument: 2, property: "get" }, equals: true },
      { place: values, pattern: READING },
    ].map((condition): CallModel => ({
      match: "SupabaseClient#rpc",
      when: [condition],
      effect: "read",
      routine,
      claim,
      target: values,
      returns: "reply",
    })),
    {
      match: "SupabaseClient#rpc",
      effect: "call",
      routine,
      claim,
      target: values,
      values: { argument: 1 },
      returns: "reply",
    },
    {
      match: "SupabaseClient#functions.invoke",
      effect: "call",
      target: values,
      values: { argument: 1, property: "body" },
      returns: "reply",
    },
    {
      match: "SupabaseClient#channel().send",
      effect: "publish",
      risk: "low",
      target: { link: "channel", argument: 0 },
      values,
      returns: "reply",
    },
    {
      match: "SupabaseClient#storage.from().upload",
      effect: "update",
      risk: "low",
      target,
      where: values,
      returns: "reply",
    },
    {
      match: ["SupabaseClient#auth.admin.createUser", "SupabaseClient#auth.signUp"],
      effect: "insert",
      target: { text: "auth.users" },
      values,
      returns: "reply",
    },
  ],
  conflicts: [{ property: "code", equals: "23505" }],
} satisfies LibraryModel;

/** Rows stand in `data`, errors in `error`. */
function reads(): readonly CallModel[] {
  const read = { match: "SupabaseClient#from().select", effect: "read", target, where, found: "data" } as const;
  return [
    { ...read, onlyWith: ["single", "maybeSingle"], returns: "row" },
    { ...read, returns: "row" },
  ];
}
