import type { SqlCondition } from "./condition.js";
import { cursorOf, takeGroup } from "./cursor.js";
import { readSelect } from "./select.js";
import type { SqlPart } from "./statement.js";
import type { SqlToken } from "./tokens.js";
import type { SqlContext } from "./value.js";

/**
 * What holds of the rows that a write takes because it picks them under a row lock, in one statement: `WHERE id = (SELECT id FROM
 * jobs WHERE status = 'queued' FOR UPDATE SKIP LOCKED LIMIT 1)`. Without the lock two at once pick the same row.
 */
export function pickedBy(tokens: readonly SqlToken[], table: string, context: SqlContext): readonly SqlCondition[] {
  const where = tokens.findIndex(({ upper }) => upper === "WHERE");
  if (where < 0) return [];
  return tokens.flatMap((token, at) => {
    if (at <= where || token.value !== "(" || tokens[at + 1]?.upper !== "SELECT") return [];
    const before = tokens[at - 1];
    if (!before || !PICKS.has(before.kind === "word" ? before.upper : before.value)) return [];
    const inner = takeGroup({ tokens, at });
    return inner ? heldBy(readSelect(cursorOf(inner), context), table) : [];
  });
}

/** What a locking query says of the rows of this table. */
export function heldBy(
  select: Pick<SqlPart, "table" | "lock" | "where" | "disjunctive">,
  table: string,
): readonly SqlCondition[] {
  const isOwn = select.table?.toLowerCase() === table.toLowerCase();
  return isOwn && select.lock?.kind === "row" && !select.disjunctive ? (select.where ?? []) : [];
}

const PICKS: ReadonlySet<string> = new Set(["=", "IN", "ANY", "SOME"]);
