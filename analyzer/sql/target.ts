import { peek, takeName } from "./cursor.js";
import type { Cursor, QualifiedName } from "./cursor.js";
import { readValue } from "./value.js";
import type { SqlContext, SqlValue } from "./value.js";

/** Takes the table's name and what is said by it. */
export function tableAt(
  cursor: Cursor,
  context: SqlContext,
): { readonly table?: string; readonly tableValue?: SqlValue } {
  const token = peek(cursor);
  if (token?.kind === "parameter") {
    takeName(cursor);
    return { tableValue: readValue([token], context) };
  }
  const name = takeName(cursor);
  if (!name) return {};
  return { table: fullName(name) };
}

/** With its schema, where that is not the default one. */
export function fullName({ schema, name }: QualifiedName): string {
  return schema === undefined || /^(?:public|dbo|main)$/i.test(schema) ? name : `${schema}.${name}`;
}
