import { cursorOf, sees, take, takeGroup, takeUntil } from "./cursor.js";
import { operatorAt, splitBy, type SqlCondition } from "./condition.js";
import { readStatement, type SqlStatement } from "./statement.js";
import type { SqlToken } from "./tokens.js";
import { readValue, unwrap } from "./value.js";
import type { SqlContext, SqlValue } from "./value.js";

/** What a routine's way depends on. */
export type SqlDecision =
  /** `FOUND`: the last statement met a row. */
  | { readonly kind: "found" }
  /** `EXISTS (SELECT …)`, or a query that is compared with something. */
  | {
      readonly kind: "asked";
      readonly query: SqlStatement;
      readonly operator: SqlCondition["operator"] | "exists";
      readonly with?: SqlValue;
    }
  | {
      readonly kind: "compared";
      readonly value: SqlValue;
      readonly operator: SqlCondition["operator"];
      readonly with?: SqlValue;
    }
  | { readonly kind: "not"; readonly of: SqlDecision }
  | { readonly kind: "and" | "or"; readonly of: readonly SqlDecision[] };

/** Reads the condition of an `IF`. */
export function readDecision(tokens: readonly SqlToken[], context: SqlContext): SqlDecision {
  const inner = unwrap(tokens);
  for (const word of ["OR", "AND"] as const) {
    const parts = splitBy(inner, word);
    if (parts.length > 1)
      return { kind: word === "OR" ? "or" : "and", of: parts.map((part) => readDecision(part, context)) };
  }
  const cursor = cursorOf(inner);
  if (take(cursor, "NOT") || take(cursor, "!"))
    return { kind: "not", of: readDecision(inner.slice(cursor.at), context) };
  if (take(cursor, "EXISTS")) {
    const query = queryIn(takeGroup(cursor) ?? [], context);
    if (query) return { kind: "asked", query, operator: "exists" };
  }
  if (inner.length === 1 && sees(cursor, "FOUND")) return { kind: "found" };
  return readComparison(inner, context);
}

function readComparison(tokens: readonly SqlToken[], context: SqlContext): SqlDecision {
  const cursor = cursorOf(tokens);
  const left = takeUntil(cursor, (here) => operatorAt(here) !== undefined);
  const found = operatorAt(cursor);
  if (!found) return { kind: "compared", value: readValue(tokens, context), operator: "=", with: TRUE };
  const right = tokens.slice(cursor.at + found.length);
  const turned = readValue(right, context).kind === "named" && readValue(left, context).kind !== "named";
  const [own, other] = turned ? [right, left] : [left, right];
  const operator = turned ? (TURNED[found.name] ?? found.name) : found.name;
  const compared = other.length > 0 ? { operator, with: readValue(other, context) } : { operator };
  const query = queryIn(unwrap(own), context);
  if (query) return { kind: "asked", query, ...compared };
  if (isRowCount(own)) return countsRows(operator, compared.with) ?? { kind: "found" };
  return { kind: "compared", value: readValue(own, context), ...compared };
}

const TRUE: SqlValue = { kind: "literal", text: "true" };

const TURNED: Readonly<Partial<Record<SqlCondition["operator"], SqlCondition["operator"]>>> = {
  "<": ">",
  ">": "<",
  "<=": ">=",
  ">=": "<=",
};

/** MySQL's `ROW_COUNT() = 0`. */
function isRowCount([name, opened]: readonly SqlToken[]): boolean {
  return name?.upper === "ROW_COUNT" && opened?.value === "(";
}

function countsRows(operator: SqlCondition["operator"], value: SqlValue | undefined): SqlDecision | undefined {
  const some = meansSome(operator, value);
  return some === undefined ? undefined : some ? { kind: "found" } : { kind: "not", of: { kind: "found" } };
}

/** Whether a comparison of a number says that there are some (`> 0`, `>= 1`, `<> 0`) or none; nothing where it is a limit. */
export function meansSome(operator: SqlCondition["operator"], value: SqlValue | undefined): boolean | undefined {
  const number = value?.kind === "literal" && /^\d+$/.test(value.text) ? Number(value.text) : undefined;
  if (number === undefined) return undefined;
  if (number === 0)
    return operator === ">" || operator === "<>" ? true : operator === "=" || operator === "<=" ? false : undefined;
  if (number !== 1) return undefined;
  return operator === ">=" || operator === "=" ? true : operator === "<" || operator === "<>" ? false : undefined;
}

function queryIn(tokens: readonly SqlToken[], context: SqlContext): SqlStatement | undefined {
  if (tokens[0]?.upper !== "SELECT" && tokens[0]?.upper !== "WITH") return undefined;
  return readStatement(tokens, context).at(-1);
}
