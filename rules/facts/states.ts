import type { Effect, Provenance } from "../../analyzer/trace.js";
import { plain } from "./repeats.js";

/** A column that an update sets to say where a record stands in its life, and the value when it is a literal. */
export interface StateColumn {
  readonly column: string;
  readonly value?: string;
}

/** The lifecycle column that an update changes: a status set to a constant, a flag or time of something done once. */
export function stateColumn(effect: Effect): StateColumn | undefined {
  for (const [column, value] of Object.entries(effect.constants)) {
    if (STATUS.test(column)) return { column, value };
    if (DONE.test(column) && /^(true|false)$/.test(value)) return { column, value };
  }
  for (const [column, provenance] of Object.entries(effect.values)) {
    if (DONE_AT.test(column) && !TOUCH.test(column) && provenance.sources.some((source) => source.kind === "attempt"))
      return { column };
  }
  return undefined;
}

/**
 * The column through which an update names the state that it expects: one that it sets itself, or a version. Such an
 * update changes nothing the second time. A bound on a column that moves relative to itself (`stock >= 1`) is none.
 */
export function expectedState(effect: Effect): string | undefined {
  const relative = new Set(effect.relative.map(plain));
  // Where there is no such row, one is made: what an upsert is looked up by is what it writes, and expects nothing.
  const makes = effect.kind !== "update" && effect.ignoresConflict;
  const written = makes ? [] : [...Object.keys(effect.values), ...Object.keys(effect.constants)];
  const set = new Set(written.map(plain));
  return Object.keys(effect.where).find(
    (column) =>
      VERSION.test(column) ||
      (column !== "*" && set.has(plain(column)) && !relative.has(plain(column)) && !/^(_?id|uuid|key)$/i.test(column)),
  );
}

/**
 * A state that is written as this attempt remembers it (`status = $2`), under a condition that keeps out one state alone
 * (`status <> 'cancelled'`): the row may have reached another by then. A condition that names who holds the row, or its age,
 * keeps out those that came too late.
 */
export function halfKeptState({ shortfalls, values, constants, where }: Effect): string | undefined {
  const column = shortfalls
    .flatMap(({ kind, columns = [] }) => (kind === "conditional-write" ? columns : []))
    .find((one) => STATUS.test(one) && constants[one] === undefined);
  if (column === undefined || isConstant(values[column])) return undefined;
  const others = Object.keys(where).filter((one) => one !== column);
  return others.length > 0 && others.every((one) => NAMED.test(one) && !HELD.test(one)) ? column : undefined;
}

function isConstant(value: Provenance | undefined): boolean {
  return value !== undefined && value.sources.length > 0 && value.sources.every(({ kind }) => kind === "constant");
}

/** Whatever its name: a column that an update both asks for and sets to a constant says where the record stands. */
export function closedColumn(effect: Effect): StateColumn | undefined {
  const column = expectedState(effect);
  const value = column === undefined ? undefined : effect.constants[column];
  return column === undefined || value === undefined ? undefined : { column, value };
}

/** A column by which two facts about one thing can be put in order: a version, a sequence, the time of the change. */
export function orders(column: string): boolean {
  return VERSION.test(column) || CHANGED.test(column);
}

/** Names of columns that count attempts or versions: they are meant to move on every run. */
export function countsRuns(column: string): boolean {
  return VERSION.test(column) || RUNS.test(column.replace(/([a-z])([A-Z])/g, "$1_$2"));
}

/** A state that says “somebody is at it”. */
export function isUnderWay(value: string | undefined): boolean {
  return value !== undefined && UNDER_WAY.test(value);
}

const UNDER_WAY = /^["']?(in[_-]?progress|pending|processing|started|running|locked|working|reserved|claimed)["']?$/i;
const STATUS = /(^|_|[a-z])(status|state|stage|phase|lifecycle)$/i;
const PARTICIPLES =
  "paid|settled|captured|refunded|shipped|delivered|fulfilled|cancell?ed|completed|finished|processed|approved|rejected|activated|confirmed|published|closed|sent|notified|redeemed|used|consumed|claimed|expired|released|credited|debited|accepted|handled";
const DONE = new RegExp(`^(is_?|has_?been_?|was_?)?(${PARTICIPLES})$`, "i");
const DONE_AT = new RegExp(`(^|_|[a-z])(${PARTICIPLES})_?(at|on|time|date)$`, "i");
/** `lastUsedAt` says when it was used last, not that it is used up. */
const TOUCH = /^(last|latest|recent)/i;
const NAMED = /(^|_)(id|uuid|key|name)$|(Id|Key|Name)$/;
const HELD = /worker|owner|lock|lease|claim|runner|instance|process|token/i;
const VERSION = /^(_*v|row_?version|lock_?version|opt_?lock|version|revision|rev|etag|seq|sequence)$/i;
const CHANGED =
  /^(source_?|event_?|last_?)?(updated|changed|modified|occurred|happened|emitted|received|synced|event)_?(at|on|time|ts|timestamp)$|^(timestamp|sequence_?number|event_?version|seq_?no|position|offset)$/i;
const RUNS =
  /(^|_)(attempts?|retr(y|ies)|tries|failures?|errors?|deliver(y|ies)|runs?)(_?(count|made|number|total))?$/i;
