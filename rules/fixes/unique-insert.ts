import type { Column, Table, UniqueSet } from "../../analyzer/schema/unique.js";
import { siteKey } from "../../analyzer/sites.js";
import type { Effect, Fix, Provenance, Source, TextEdit, Trace } from "../../analyzer/trace.js";
import { addsUp, plain } from "../facts/repeats.js";
import type { RuleContext } from "../rule.js";
import { claimByInsert } from "./claim.js";
import { tolerant } from "./conflict-clause.js";
import { functionsAround } from "./syntax.js";
import { addUnique } from "./unique-schema.js";

/**
 * For a row that a unique set already protects: write it so that the conflict is no error. `decided`: the code ignores the conflict
 * already, in a way that comes too late, so nothing is left to decide.
 */
export function tolerateConflict(effect: Effect, trace: Trace, context: RuleContext, decided = false): Fix[] {
  const table = context.schema.table(effect.target);
  const set = table?.uniques.find((one) => holds(one, table, effect));
  if (!table || !set) return [];
  const columns = columnsOf(table, set.columns);
  const others = protectedBy(effect, trace, context);
  if (others.length > 0) {
    // What the row keeps from happening again elsewhere goes on when this function alone ends.
    if (!others.every((other) => isReachedThrough(other, effect, context))) return [];
    const claim = claimByInsert(effect, columns, context);
    return claim ? [review(`End the attempt when ${naming(columns)} is already in ${table.name}`, claim)] : [];
  }
  const edits = tolerant(effect, columns, table, context);
  if (!edits) return [];
  const title = `Keep the row that is already there for this ${naming(columns)}`;
  return [{ title, safety: decided ? "safe" : "review", edits }];
}

/** For a row that nothing protects: make the identity that it carries unique, and the conflict harmless. */
export function makeInsertUnique(effect: Effect, trace: Trace, context: RuleContext): Fix[] {
  const table = context.schema.table(effect.target);
  const column = table && identityColumn(table, effect);
  return table && column && !hasChildren(effect, trace, context) && !isShared(effect)
    ? makeUnique(effect, table, [column], context)
    : [];
}

/** One statement writes the tables of all who call it: a clause that fits one of them fits no other. */
function isShared({ site, sink }: Effect): boolean {
  return siteKey(site) !== siteKey(sink);
}

/** Adds the constraint where the table is declared, and the conflict clause at the write. */
export function makeUnique(effect: Effect, table: Table, columns: readonly Column[], context: RuleContext): Fix[] {
  const write = tolerant(effect, columns, table, context);
  return write ? withConstraint(table, columns, write, "keep the first row", context) : [];
}

/** Adds the constraint, and ends the attempt that finds the row there. */
export function makeClaim(effect: Effect, table: Table, columns: readonly Column[], context: RuleContext): Fix[] {
  const write = claimByInsert(effect, columns, context);
  return write ? withConstraint(table, columns, write, "end the attempt that comes second", context) : [];
}

function withConstraint(
  table: Table,
  columns: readonly Column[],
  write: readonly TextEdit[],
  outcome: string,
  context: RuleContext,
): Fix[] {
  const declared = table.uniques.some((set) => sameColumns(set, columns));
  const schema = declared ? [] : addUnique(table, columns, context);
  if (!schema) return [];
  const title = declared
    ? `Rely on unique ${naming(columns)} in ${table.name}, and ${outcome}`
    : `Make ${naming(columns)} unique in ${table.name}, and ${outcome}`;
  return [review(title, [...schema, ...write])];
}

/** The table's columns by any of their names. */
export function columnsOf(table: Table, names: readonly string[]): Column[] {
  return names.flatMap(
    (name) =>
      table.columns.find((column) => column.name === name || column.property === name) ??
      table.columns.find((column) => plain(column.name) === plain(name) || plain(column.property) === plain(name)) ??
      [],
  );
}

/** An edit list that a person decides on. */
export function review(title: string, edits: readonly TextEdit[]): Fix {
  return { title, safety: "review", edits };
}

/**
 * The column that already holds the identity: of the request or message, or of the business thing, where the table is not
 * one of several rows for each such thing.
 */
function identityColumn(table: Table, effect: Effect): Column | undefined {
  const candidates = Object.entries(effect.values).flatMap(([name, value]) => {
    const column = columnsOf(table, [name])[0];
    return column && !column.generated && isIdentity(value) ? [column] : [];
  });
  const business = MANY.test(table.name) ? undefined : candidates.find((column) => BUSINESS.test(column.property));
  return candidates.find((column) => INTENT.test(column.property)) ?? business;
}

function isIdentity(value: Provenance): boolean {
  return (
    value.sources.length > 0 &&
    !value.maybeNull &&
    value.sources.every(isSame) &&
    value.sources.every(({ kind }) => kind === "caller" || kind === "message" || kind === "business")
  );
}

const INTENT =
  /^([a-z]*_?)?(event|message|request|idempotency|dedupe|delivery|job|external|correlation|operation|intent|checkout_?session)_?(id|key|token|ref|reference)$/i;
const BUSINESS =
  /^(reference|([a-z]+_?)?(order|payment|invoice|booking|reservation|charge|refund|payout|transfer|shipment|fulfil?lment|transaction|purchase|checkout|ticket|submission|withdrawal|deposit|settlement|renewal|registration|cart|quote|claim)_?(id|ref|reference|number))$/i;
const MANY = /(line|item|detail|position|entry|entries|history|log|attempt|event|comment|note|movement)s?$/i;

function holds(set: UniqueSet, table: Table, effect: Effect): boolean {
  if (set.where || set.expressions.length > 0 || set.columns.length === 0) return false;
  return set.columns.every((name) => {
    const column = columnsOf(table, [name])[0];
    const written = Object.entries(effect.values).find(
      ([key]) => plain(key) === plain(name) || (column && plain(key) === plain(column.property)),
    );
    return written !== undefined && !written[1].maybeNull && written[1].sources.every(isSame);
  });
}

/** Two orders at once may count on to the same number, or pick the same name: the row that is there under it is not this one's. */
function isSame({ kind, found }: Source): boolean {
  return kind !== "attempt" && !found?.next;
}

/** Later effects count on this insert to stop a second attempt: tolerating its conflict silently would let them run. */
function protectedBy(effect: Effect, trace: Trace, context: RuleContext): readonly Effect[] {
  const own = new Set([siteKey(effect.site), siteKey(effect.sink)]);
  return trace.effects.filter(
    (other) => other !== effect && addsUp(other, context) && other.guards.some((guard) => own.has(siteKey(guard.site))),
  );
}

/** Whether the function that makes the insert makes the other effect too, itself or by a call. */
function isReachedThrough(other: Effect, effect: Effect, context: RuleContext): boolean {
  const source = context.source(effect.sink.file);
  const [around] = source ? functionsAround(source, effect.sink) : [];
  if (!around) return false;
  return [...other.path.map(({ site }) => site), other.site, other.sink].some(
    ({ file, start, end }) => file === effect.sink.file && around.pos <= start && end <= around.end,
  );
}

/** Rows that belong to this one are inserted after it: they would be inserted again for the row that was kept. */
function hasChildren(effect: Effect, trace: Trace, context: RuleContext): boolean {
  const own = new Set([siteKey(effect.site), siteKey(effect.sink)]);
  return trace.effects.some(
    (other) =>
      other !== effect &&
      addsUp(other, context) &&
      Object.values(other.values).some((value) =>
        value.sources.some(({ origin }) => origin !== undefined && own.has(siteKey(origin))),
      ),
  );
}

function sameColumns(set: UniqueSet, columns: readonly Column[]): boolean {
  return (
    !set.where &&
    set.columns.length === columns.length &&
    set.columns.every((name) => columns.some((column) => column.name === name || column.property === name))
  );
}

function naming(columns: readonly Column[]): string {
  return columns.map((column) => column.property).join(" and ");
}
