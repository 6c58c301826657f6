import type { CallItem } from "../../models/patterns.js";
import { foundAmong, join } from "../../provenance.js";
import { riskOfName } from "../../risk.js";
import type { SqlStatement } from "../../sql/statement.js";
import type { SqlValue } from "../../sql/value.js";
import type { EffectKind, Provenance } from "../../trace.js";
import { provenanceOf } from "../values/value.js";
import { madeOfWhole } from "../values/whole.js";
import { columnsOf } from "./columns.js";
import type { Draft } from "./drafts.js";
import type { Resolve } from "./sql-parameters.js";

/** What one statement does; nothing where it is about no rows and no channel. */
export function statementDraft(statement: SqlStatement, resolve: Resolve, replaces: boolean): Draft | undefined {
  const mapped = KINDS[statement.kind];
  if (!mapped) return undefined;
  const target = statement.table ?? "a table that is not known here";
  const named = riskOfName(target);
  const { conflict } = statement;
  const written = assigned(statement, target, resolve);
  const rows = statement.valuesFrom ? columnsOf(resolve(statement.valuesFrom)).values : {};
  const replacing = replaces && mapped === "insert" && conflict === undefined;
  const key = statement.columns[0]?.column;
  const ignores = replacing || conflict !== undefined || statement.unlessExists !== undefined;
  return {
    kind: replacing ? "upsert" : kindOf(mapped, statement),
    target,
    columns: {
      values: { ...rows, ...written },
      relative: statement.relative,
      constants: statement.constants,
      nested: [],
    },
    where: selected(statement, resolve),
    bounds: statement.where.filter((condition) => BOUNDS.has(condition.operator)).map((condition) => condition.column),
    differs: statement.where
      .filter(({ operator }) => operator === "<>" || operator === "not in")
      .map((condition) => condition.column),
    ignoresConflict: ignores,
    risk: named.risk,
    riskReason: named.reason,
    locks: statement.lock?.kind === "row" ? "row" : statement.lock !== undefined,
    ...(statement.selects ? { selects: statement.selects } : {}),
    ...(statement.lacks ? { lacks: statement.lacks } : {}),
    name: `${statement.kind === "select" ? "SELECT FROM" : verb(statement.kind)} ${target}`,
    ...(conflict && conflict.columns.length > 0 ? { conflictTarget: conflict.columns } : {}),
    ...(replaces && key !== undefined ? { identityColumns: [key] } : {}),
    ...(mapped === "read" && COUNTED_ON.test(statement.text) ? { found: { table: target, next: "counted" } } : {}),
    ...(statement.calls.some((name) => /^nextval$/i.test(name)) ? { quiet: "a gap in a sequence does no harm" } : {}),
  };
}

const KINDS: Readonly<Partial<Record<SqlStatement["kind"], EffectKind>>> = {
  insert: "insert",
  upsert: "insert",
  update: "update",
  delete: "delete",
  select: "read",
  notify: "publish",
};

const BOUNDS: ReadonlySet<string> = new Set(["<", ">", "<=", ">=", "between"]);

function kindOf(mapped: EffectKind, statement: SqlStatement): EffectKind {
  if (statement.relative.length > 0) return "increment";
  if (mapped === "insert" && (statement.conflict?.action === "merge" || statement.conflict?.action === "replace"))
    return "upsert";
  return mapped;
}

function verb(kind: SqlStatement["kind"]): string {
  if (kind === "insert" || kind === "upsert") return "INSERT INTO";
  return kind === "delete" ? "DELETE FROM" : kind.toUpperCase();
}

function assigned(
  { columns, from }: SqlStatement,
  target: string,
  resolve: Resolve,
): Readonly<Record<string, Provenance>> {
  const values: Record<string, Provenance> = {};
  for (const { column, value, more } of columns) {
    const made = join([value, ...more].map((each) => madeOfWhole(resolve(each))));
    values[column === "" ? "*" : column] = countsOn(value, target, from)
      ? foundAmong(made, { table: target, next: "counted" })
      : made;
  }
  return values;
}

/** `(SELECT max(number) + 1 FROM invoices …)` in an insert into invoices, or as an item of its `SELECT`. */
function countsOn(value: SqlValue, target: string, from: readonly string[]): boolean {
  if (value.kind !== "query" && value.kind !== "expression") return false;
  if (!COUNTED_ON.test(value.text)) return false;
  return value.kind === "expression" && !/\bselect\b/i.test(value.text)
    ? from.includes(target)
    : new RegExp(`\\bfrom\\s+["\`]?${target.replaceAll(/\W/g, "\\$&")}\\b`, "i").test(value.text);
}

/** `max(number) + 1`, `coalesce(max(number), 0) + 1`, `count(*) + 1`. */
const COUNTED_ON = /\b(max|count)\s*\([^()]*\)(\s*,\s*\d+\s*\))?\s*\+/i;

function selected(statement: SqlStatement, resolve: Resolve): Readonly<Record<string, Provenance>> {
  const where: Record<string, Provenance> = {};
  for (const condition of statement.where) {
    where[condition.column] = join(condition.values.map((value) => provenanceOf(resolve(value))));
  }
  return where;
}

/** `SELECT count(*) …`: what comes back is a number, whatever row and column it stands in. */
function isCount({ kind, calls }: SqlStatement): boolean {
  return kind === "select" && calls.some((name) => /^count$/i.test(name));
}

/** `INSERT … ON CONFLICT DO NOTHING` answers who was first, as a conditional update does. */
export function claiming(model: CallItem, statement: SqlStatement): CallItem {
  const base = {
    ...model,
    effect: "read" as const,
    returns: isCount(statement)
      ? ("count" as const)
      : statement.kind === "select" || statement.returning
        ? ("rows" as const)
        : (model.returns ?? "rows"),
  };
  if (statement.kind === "select") {
    const { claim: _none, ...rest } = base;
    return rest;
  }
  // `DO UPDATE` without a condition always writes: the second one changes a row, too.
  const always = statement.conflict?.action === "merge" && statement.conflict.where === undefined;
  if (always && statement.conflict.columns.length !== 0) {
    const { claim: _none, ...rest } = base;
    return rest;
  }
  if (model.refuses && statement.kind === "insert") return { ...base, conditional: true };
  if (model.replaces && statement.kind === "insert" && !statement.conflict) {
    const { claim: _none, ...rest } = base;
    return rest;
  }
  if (model.claim && (statement.kind === "insert" || statement.kind === "upsert"))
    return { ...base, claim: { ...model.claim, by: "insert" } };
  return base;
}
