import { cursorOf, peek, splitList, takeGroup, takeName } from "./cursor.js";
import type { SqlArgument, SqlInvocation } from "./statement.js";
import { fullName } from "./target.js";
import type { SqlToken } from "./tokens.js";
import { readValue } from "./value.js";
import type { SqlContext } from "./value.js";

/** Every call of a function that may do more than compute, in the order of the text. */
export function invocationsIn(tokens: readonly SqlToken[], context: SqlContext): readonly SqlInvocation[] {
  const found: SqlInvocation[] = [];
  const cursor = cursorOf(tokens);
  for (let token = peek(cursor); token; token = peek(cursor)) {
    const name = token.kind === "word" || token.kind === "quoted" ? takeName(cursor) : undefined;
    if (!name) cursor.at += 1;
    else if (peek(cursor)?.value === "(" && !PURE.test(name.name)) {
      // What it is given may call others, which are looked at next.
      const given = takeGroup({ ...cursor }) ?? [];
      found.push({ name: fullName(name), given: readArguments(given, context) });
    }
  }
  return found;
}

/** The arguments of a call, by position or by name. */
export function readArguments(group: readonly SqlToken[], context: SqlContext): readonly SqlArgument[] {
  return splitList(group).map((tokens) => {
    const [name, sign, arrow] = tokens;
    const skipped = sign?.value === ":=" ? 2 : sign?.value !== "=" ? 0 : arrow?.value === ">" ? 3 : 2;
    if (!name || skipped === 0 || !/^(word|quoted|parameter)$/.test(name.kind))
      return { value: readValue(tokens, context) };
    return { name: name.value.replace(/^@/, ""), value: readValue(tokens.slice(skipped), context) };
  });
}

/** Functions that only compute; any other routine may write. */
export const PURE =
  /^(?:now|version|current_\w+|coalesce|nullif|count|sum|min|max|avg|lower|upper|length|trim|concat|concat_ws|exists|to_\w+|json_\w+|jsonb_\w+|array_\w+|unnest|generate_series|generate_subscripts|date_\w+|extract|age|round|floor|ceil|abs|greatest|least|cast|convert|substring|replace|split_part|string_agg|string_to_array|regexp_\w+|md5|sha\d*|digest|encode|decode|gen_random_uuid|uuid\w*|random|pg_sleep|pg_backend_pid|txid_current|pg_current_xact_id|pg_\w*size|pg_size_pretty|set_config|current_setting|last_insert_id|lastval|currval|nextval|last_insert_rowid|changes|row_number|rank|dense_rank|lag|lead|inet_\w+|has_\w+|obj_description|format_type|sqlite_version|database|schema|user|found_rows|row_count|if|ifnull|isnull|iif|hashtext|hashtextextended|mod|release_lock|pg_advisory_unlock\w*|sleep|values|in|any|all|case)$/i;
