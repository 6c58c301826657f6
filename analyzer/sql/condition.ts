import { cursorOf, peek, sees, splitList, take, takeGroup, takeName, takeUntil, textOf } from "./cursor.js";
import type { Cursor } from "./cursor.js";
import type { SqlToken } from "./tokens.js";
import { columnsIn, readColumnName, readList, readValue, unwrap } from "./value.js";
import type { SqlContext, SqlValue } from "./value.js";

/** One comparison that every selected row meets. */
export interface SqlCondition {
  readonly column: string;
  /** The column's qualifier as written. */
  readonly table?: string;
  readonly operator:
    "=" | "<>" | "<" | ">" | "<=" | ">=" | "in" | "not in" | "is null" | "is not null" | "like" | "between" | "other";
  /** The other side; several for `in` and `between`, none for `is null`. */
  readonly values: readonly SqlValue[];
  /** The column stands inside a function: `lower(email) = $1`. */
  readonly wrapped: boolean;
}

/** What a `WHERE` says. */
export interface SqlWhere {
  readonly text: string;
  /** Comparisons joined by `AND`. */
  readonly conditions: readonly SqlCondition[];
  /** The whole is an `OR`: its branches are not listed. */
  readonly disjunctive: boolean;
  /** Tables of `NOT EXISTS (SELECT … FROM table …)`. */
  readonly absent: readonly string[];
}

/** Reads the tokens after `WHERE` or `ON`. */
export function readWhere(tokens: readonly SqlToken[], context: SqlContext): SqlWhere {
  const found: { conditions: SqlCondition[]; absent: string[] } = { conditions: [], absent: [] };
  const disjunctive = readConjunction(tokens, context, found);
  return { text: textOf(tokens, context.text), ...found, disjunctive };
}

interface Found {
  readonly conditions: SqlCondition[];
  readonly absent: string[];
}

/** True when the tokens are an `OR`. */
function readConjunction(tokens: readonly SqlToken[], context: SqlContext, found: Found): boolean {
  const inner = unwrap(tokens);
  if (splitBy(inner, "OR").length > 1) return true;
  const conjuncts = splitBy(inner, "AND");
  for (const conjunct of conjuncts)
    if (conjuncts.length > 1) readConjunction(conjunct, context, found);
    else readComparison(conjunct, context, found);
  return false;
}

/** Cuts at a top-level word, but not at the `AND` of a `BETWEEN` nor inside `CASE`. */
export function splitBy(tokens: readonly SqlToken[], word: "AND" | "OR"): readonly (readonly SqlToken[])[] {
  const parts: (readonly SqlToken[])[] = [];
  const cursor = cursorOf(tokens);
  let between = false;
  let cases = 0;
  do {
    parts.push(
      takeUntil(cursor, (here) => {
        const upper = peek(here)?.upper;
        if (upper === "CASE") cases += 1;
        if (upper === "END") cases -= 1;
        if (upper === "BETWEEN") between = true;
        if (upper !== word || cases > 0) return false;
        if (word === "AND" && between) {
          between = false;
          return false;
        }
        return true;
      }),
    );
  } while (take(cursor, word));
  return parts;
}

function readComparison(tokens: readonly SqlToken[], context: SqlContext, found: Found): void {
  const cursor = cursorOf(tokens);
  if (take(cursor, "NOT", "EXISTS")) {
    const table = takeGroup(cursor);
    const name = table && firstTable(table);
    if (name !== undefined) found.absent.push(name);
    return;
  }
  if (sees(cursor, "EXISTS")) return;
  const left = takeUntil(cursor, (here) => operatorAt(here) !== undefined);
  const operator = operatorAt(cursor);
  if (operator === undefined) {
    const negated = left[0]?.upper === "NOT";
    const column = readColumnName(unwrap(negated ? left.slice(1) : left), context);
    if (column) add(found, column, "=", [{ kind: "literal", text: negated ? "false" : "true" }], false);
    return;
  }
  cursor.at += operator.length;
  const right = tokens.slice(cursor.at);
  const [leftRow, rightRow] = [splitList(unwrap(left)), splitList(unwrap(right))];
  if (operator.name === "=" && leftRow.length > 1 && leftRow.length === rightRow.length) {
    leftRow.forEach((side, at) => compare(side, "=", rightRow[at] ?? [], context, found));
    return;
  }
  compare(left, operator.name, right, context, found);
}

function compare(
  left: readonly SqlToken[],
  operator: SqlCondition["operator"],
  right: readonly SqlToken[],
  context: SqlContext,
  found: Found,
): void {
  const plain = readColumnName(unwrap(left), context);
  const other = plain ? undefined : readColumnName(unwrap(right), context);
  if (plain) add(found, plain, anyOf(operator, right), valuesOf(operator, right, context), false);
  else if (other) add(found, other, FLIPPED[operator] ?? operator, [readValue(left, context)], false);
  else {
    const inside = columnsIn(unwrap(left), context);
    const [only] = inside;
    if (only && inside.length === 1) add(found, only, operator, valuesOf(operator, right, context), true);
  }
}

function add(
  found: Found,
  column: Extract<SqlValue, { readonly kind: "column" }>,
  operator: SqlCondition["operator"],
  values: readonly SqlValue[],
  wrapped: boolean,
): void {
  const table = column.table === undefined ? {} : { table: column.table };
  found.conditions.push({ column: column.name, ...table, operator, values, wrapped });
}

const FLIPPED: Partial<Record<SqlCondition["operator"], SqlCondition["operator"]>> = {
  "<": ">",
  ">": "<",
  "<=": ">=",
  ">=": "<=",
};

/** `= ANY ($1)` is `IN`. */
function anyOf(operator: SqlCondition["operator"], right: readonly SqlToken[]): SqlCondition["operator"] {
  return operator === "=" && (right[0]?.upper === "ANY" || right[0]?.upper === "SOME") ? "in" : operator;
}

function valuesOf(
  operator: SqlCondition["operator"],
  right: readonly SqlToken[],
  context: SqlContext,
): readonly SqlValue[] {
  if (operator === "is null" || operator === "is not null") return [];
  if (operator === "between") return splitBy(right, "AND").map((part) => readValue(part, context));
  const any = right[0]?.upper === "ANY" || right[0]?.upper === "SOME" ? right.slice(1) : right;
  if (operator === "in" || operator === "not in") {
    const inner = unwrap(any);
    return inner[0]?.upper === "SELECT" ? [readValue(inner, context)] : readList(inner, context);
  }
  return [readValue(any, context)];
}

export function operatorAt(
  cursor: Cursor,
): { readonly name: SqlCondition["operator"]; readonly length: number } | undefined {
  for (const [words, name] of OPERATORS) if (sees(cursor, ...words)) return { name, length: words.length };
  return undefined;
}

const OPERATORS: readonly (readonly [readonly string[], SqlCondition["operator"]])[] = [
  [["IS", "NOT", "DISTINCT", "FROM"], "="],
  [["IS", "DISTINCT", "FROM"], "<>"],
  [["IS", "NOT", "NULL"], "is not null"],
  [["IS", "NULL"], "is null"],
  [["NOTNULL"], "is not null"],
  [["ISNULL"], "is null"],
  [["IS"], "other"],
  [["NOT", "IN"], "not in"],
  [["IN"], "in"],
  [["NOT", "LIKE"], "other"],
  [["NOT", "ILIKE"], "other"],
  [["NOT", "BETWEEN"], "other"],
  [["LIKE"], "like"],
  [["ILIKE"], "like"],
  [["BETWEEN"], "between"],
  [["<=>"], "="],
  [["<="], "<="],
  [[">="], ">="],
  [["<>"], "<>"],
  [["!="], "<>"],
  [["="], "="],
  [["<"], "<"],
  [[">"], ">"],
  [["@>"], "other"],
  [["<@"], "other"],
  [["&&"], "other"],
  [["~"], "other"],
];

function firstTable(tokens: readonly SqlToken[]): string | undefined {
  const cursor = cursorOf(tokens);
  takeUntil(cursor, (here) => sees(here, "FROM"));
  return take(cursor, "FROM") ? takeName(cursor)?.name : undefined;
}
