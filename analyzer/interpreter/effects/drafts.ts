import { nothing } from "../../provenance.js";
import type { CallItem } from "../../models/patterns.js";
import type { Place } from "../../models/place.js";
import { graver, riskOfName } from "../../risk.js";
import type { EffectKind, Key, Provenance, Risk, Source } from "../../trace.js";
import { withAssociated } from "./associated.js";
import { columnsOf, type Columns } from "./columns.js";
import { httpCall } from "./http.js";
import { claimedKey, keyOf } from "./keys.js";
import { at, holds, linked, targetName, type Called } from "../libraries/places.js";
import { changedOnly, isRecord, rowOf, saveKind } from "../values/records.js";
import { selectedBy } from "./selected.js";
import { selectors } from "./selectors.js";
import { textOf, type LibraryValue, type Value } from "../values/value.js";

/** An effect before its guards are judged. */
export interface Draft {
  readonly kind: EffectKind;
  readonly target: string;
  readonly columns: Columns;
  readonly where: Readonly<Record<string, Provenance>>;
  /** Selecting columns that are only bounded (`stock >= n`), not named. */
  readonly bounds: readonly string[];
  /** Selecting columns that may hold anything but a value (`status <> "paid"`). */
  readonly differs: readonly string[];
  readonly ignoresConflict: boolean;
  readonly conflictTarget?: readonly string[];
  /** What the primary key is usually called in this store, for when no schema tells. */
  readonly identityColumns?: readonly string[];
  readonly key?: Key;
  readonly risk: Risk;
  readonly riskReason: string;
  /** `row`: a lock that ends with its statement unless a transaction holds it. */
  readonly locks: boolean | "row";
  /** For a read: the columns that it asks for, where it does not ask for all. */
  readonly selects?: readonly string[];
  /** For a read: the tables, or the relations to them, that hold no row for what it finds. */
  readonly lacks?: readonly string[];
  readonly name?: string;
  readonly quiet?: string;
  /** For a read: the rows are found, not named by a key. */
  readonly found?: Source["found"];
  /** For a read: the row is named by an id that this attempt has made. */
  readonly ofAttempt?: true;
}

/** The object (or objects) of columns at a place, as `Columns`. */
function columnsAt(model: CallItem, called: Called): Columns {
  const values = at(model.values, called);
  return withAssociated(columnsOf(values, model.relative, model.nested), model.along, values, called);
}

/** What a call writes, where and under which key. */
export function draftOf(model: CallItem, called: Called, base: LibraryValue): Draft {
  if (model.effect === "http") return httpCall(model, called, keyOf(model.key, called));
  const written = withColumn(columnsAt(model, called), at(model.column, called));
  const target = firstTarget(model, called);
  const clause = model.conflictClauses?.find((item) =>
    item.link !== undefined ? linked(item.link, called.links).length > 0 : present(at(item.option, called)),
  );
  const conflictTarget = clause
    ? columnNames(at(targetPlace(clause.target ?? model.conflictTarget, clause.link), called))
    : columnNames(at(model.conflictTarget, called));
  const set = clause?.set
    ? columnsOf(
        at(
          clause.set.link === undefined && clause.link !== undefined
            ? { ...clause.set, link: clause.link }
            : clause.set,
          called,
        ),
        model.relative,
        model.nested,
      )
    : undefined;
  const record = model.where?.record ? at(model.where, called) : undefined;
  const selected = selectors(model.where?.record ? undefined : model.where, called);
  const kind = kindOf(model, written, set, clause?.mode, called);
  const columns = kind === "update" && isRecord(model) ? changedOnly(written) : written;
  const named = riskOfName(target);
  const key = keyOf(model.key, called) ?? claimedKey(model, called);
  const selects = selectedBy(model, called);
  return {
    kind,
    target,
    columns: set ? withSet(columns, set) : columns,
    where: record ? rowOf(record) : selected.columns,
    bounds: selected.bounds,
    differs: selected.differs,
    ignoresConflict: clause !== undefined || kind === "upsert",
    // A name without a word of weight says nothing against what the model says.
    risk: model.risk ? graver(model.risk, /^(high|critical)$/.test(named.risk) ? named.risk : "low") : named.risk,
    riskReason: model.risk ? `${base.library.model.library} ${called.link.name}`.trim() : named.reason,
    locks: typeof model.locks === "object" ? holds(model.locks, called) && "row" : model.locks === true,
    ...(conflictTarget.length > 0 ? { conflictTarget } : {}),
    ...(model.identityColumns ? { identityColumns: model.identityColumns } : {}),
    ...(key ? { key } : {}),
    ...(selects ? { selects } : {}),
    ...(selected.lacks.length > 0 ? { lacks: selected.lacks } : {}),
  };
}

/** What is set where the row is there already: only what it moves, and what it makes or moves elsewhere, says something of the row that is new. */
function withSet(columns: Columns, set: Columns): Columns {
  const again = set.nested.map((nested) => ({ ...nested, onUpdate: true }));
  return { ...columns, relative: set.relative, nested: [...columns.nested, ...again] };
}

/** The target at its place, or at the first of the further places that hold one. */
function firstTarget(model: CallItem, called: Called): string {
  for (const place of [model.target, ...(model.orTarget ?? [])]) {
    const name = targetName(at(place, called));
    if (name !== undefined && name !== "") return name;
  }
  return displayTarget(called);
}

/** `increment({ id }, "balance", 5)`, `increment({ balance: 5 })`: the columns that change are named apart. */
function withColumn(columns: Columns, column: Value | undefined): Columns {
  const names =
    column?.kind === "object"
      ? [...column.properties.keys()]
      : column?.kind === "array"
        ? column.items.flatMap((item) => textOf(item) ?? [])
        : [textOf(column) ?? []].flat();
  const values = Object.fromEntries(names.map((name) => [name, nothing]));
  return { ...columns, values: { ...columns.values, ...values }, relative: [...columns.relative, ...names] };
}

function kindOf(
  model: CallItem,
  columns: Columns,
  set: Columns | undefined,
  mode: "ignore" | "merge" | undefined,
  called: Called,
): EffectKind {
  if (model.effect === "sql" || model.effect === "http") return "call";
  if (model.effect === "save") return saveKind(model, called, columns);
  if (model.effect === "insert" && mode === "merge") return set && set.relative.length > 0 ? "increment" : "upsert";
  if (model.effect === "upsert" && set && set.relative.length > 0) return "increment";
  if (model.effect === "update" && columns.relative.length > 0) return "increment";
  return model.effect;
}

function columnNames(value: Value | undefined): readonly string[] {
  if (value === undefined) return [];
  if (value.kind === "array") return value.items.flatMap(columnNames);
  if (value.kind === "object") {
    return [...value.properties].flatMap(([name, member]) =>
      member.kind === "object" && name.includes("_") && member.properties.size > 1 ? columnNames(member) : [name],
    );
  }
  if (value.kind === "library") return [value.path.slice(value.path.lastIndexOf(".") + 1)];
  const text = textOf(value);
  return text === undefined ? [] : text.split(/\s*,\s*/);
}

function targetPlace(place: Place | undefined, link: string | undefined): Place | undefined {
  return place && place.link === undefined && link !== undefined ? { ...place, link } : place;
}

function present(value: Value | undefined): boolean {
  return value !== undefined && !(value.kind === "literal" && (value.value === false || value.value === undefined));
}

function displayTarget(called: Called): string {
  return called.path.replace(/\(\)/g, "").replace("#", ".");
}
