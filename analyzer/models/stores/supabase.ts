import type { LibraryModel } from "../model.js";

const target = { link: "from", argument: 0 } as const;
const where = { link: "eq", argument: 0 } as const;

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
  calls: [
    { match: "SupabaseClient#from().insert", effect: "insert", target, values: { argument: 0 }, returns: "reply" },
    {
      match: "SupabaseClient#from().upsert",
      effect: "upsert",
      target,
      values: { argument: 0 },
      conflictTarget: { argument: 1, property: "onConflict" },
      returns: "reply",
    },
    {
      match: "SupabaseClient#from().update",
      effect: "update",
      target,
      values: { argument: 0 },
      where,
      returns: "reply",
    },
    { match: "SupabaseClient#from().delete", effect: "delete", target, where, returns: "reply" },
    { match: "SupabaseClient#from().select", effect: "read", target, where, returns: "reply" },
    { match: "SupabaseClient#rpc", effect: "call", target: { argument: 0 }, values: { argument: 1 }, returns: "reply" },
    {
      match: "SupabaseClient#functions.invoke",
      effect: "call",
      target: { argument: 0 },
      values: { argument: 1, property: "body" },
      returns: "reply",
    },
    {
      match: "SupabaseClient#storage.from().upload",
      effect: "update",
      risk: "low",
      target,
      where: { argument: 0 },
      returns: "reply",
    },
  ],
  conflicts: [{ property: "code", equals: "23505" }],
} satisfies LibraryModel;
