import { cursorOf, peek, splitList, take, takeGroup, takeName } from "./cursor.js";
import type { SqlAssignment } from "./statement.js";
import type { SqlToken } from "./tokens.js";
import { ARITHMETIC, readList, readValue, relativeTo, unwrap } from "./value.js";
import type { SqlContext, SqlValue } from "./value.js";

/** Reads `a = 1, (b, c) = ($1, $2), n = n + 1`, or one placeholder that stands for them all. */
export function readAssignments(
  tokens: readonly SqlToken[],
  tables: ReadonlySet<string>,
  context: SqlContext,
): { readonly columns: readonly SqlAssignment[]; readonly valuesFrom?: SqlValue } {
  const columns: SqlAssignment[] = [];
  let valuesFrom: SqlValue | undefined;
  for (const part of splitList(tokens)) {
    const cursor = cursorOf(part);
    const [only] = part;
    if (only?.kind === "parameter" && part.length === 1) {
      valuesFrom = readValue(part, context);
      continue;
    }
    const group = takeGroup(cursor);
    if (group && take(cursor, "=")) {
      const values = readList(unwrapRow(part.slice(cursor.at)), context);
      splitList(group).forEach((name, at) => {
        const value = values[at] ?? values[0];
        if (name[0] && value) columns.push({ column: name[0].value, position: columns.length, value, more: [] });
      });
      continue;
    }
    const column = takeName(cursor)?.name;
    if (column === undefined) continue;
    if (peek(cursor)?.value === "[") {
      const close = part.findIndex((token, at) => at > cursor.at && token.value === "]");
      cursor.at = close < 0 ? part.length : close + 1;
    }
    // `n += 1` in Transact-SQL and CQL
    const computes = part[cursor.at + 1]?.value === "=" && ARITHMETIC.has(peek(cursor)?.value ?? "");
    if (computes) cursor.at += 1;
    if (!take(cursor, "=") && !take(cursor, ":=")) continue;
    const side = part.slice(cursor.at);
    const relative = computes ? "arithmetic" : relativeTo(column, side, tables, context);
    columns.push({
      column,
      position: columns.length,
      value: readValue(side, context),
      more: [],
      ...(relative ? { relative } : {}),
    });
  }
  return { columns, ...(valuesFrom ? { valuesFrom } : {}) };
}

function unwrapRow(tokens: readonly SqlToken[]): readonly SqlToken[] {
  return unwrap(tokens[0]?.upper === "ROW" ? tokens.slice(1) : tokens);
}
