import type { CallItem } from "../../models/patterns.js";
import type { EffectKind, Provenance, ProvenanceKind } from "../../trace.js";
import type { Columns } from "../effects/columns.js";
import { at, type Called } from "../libraries/places.js";
import { optionsOf, type LibraryValue, type Value } from "./value.js";

/** What the methods of a record belong to (`order.save()`), when the value is a record that has some. */
export function recordOf(value: Value): LibraryValue | undefined {
  if (value.kind === "object" && value.record) return { ...value.record, subject: value };
  const { result } = value;
  if (value.kind === "library" || !result?.record) return undefined;
  const whole = result.path.length === 0 ? result.shape === "row" : result.path.join(".") === "0";
  return whole ? { ...result.record, subject: value } : undefined;
}

/** The record that a call of this chain answers with. */
export function recordAfter(base: LibraryValue, path: string): LibraryValue {
  const { emitted: _emitted, answer: _answer, result: _result, ...rest } = base;
  return { ...rest, path };
}

/** What selects the row of a record: what it was read by. */
export function rowOf(record: Value | undefined): Readonly<Record<string, Provenance>> {
  return record?.result?.effect.where ?? {};
}

/**
 * Saving a whole record: an update when the store gave it, else an insert, or an upsert by its key. A record of which
 * only the type is known, or that came out of something unseen, is taken for one that the store gave.
 */
export function saveKind(model: CallItem, called: Called, columns: Columns): EffectKind {
  const record = at(model.values, called) ?? called.args.find((arg) => arg.kind !== "class");
  // A function that is only asked for more (`pick(names)`) is no record.
  const options = record ? optionsOf(record).filter(({ kind }) => kind !== "function") : [];
  const stored = options.some((option) => option.result && option.result.effect.kind !== "call");
  if (stored || (record === undefined && called.receiver.subject === undefined && called.args.length === 0))
    return "update";
  if (options.length > 0 && !options.some(mayBeNew)) return "update";
  return columns.values["id"] || columns.values["_id"] ? "upsert" : "insert";
}

/** Whether a record was made here, or is what the caller sent. */
function mayBeNew(record: Value): boolean {
  if (record.kind === "instance") return record.made;
  if (record.kind === "array") return record.items.some(mayBeNew);
  // Copied member by member: what it was copied from says whether it is new.
  if (record.kind === "object" && record.properties.size === 0 && record.rest)
    return optionsOf(record.rest).every(mayBeNew);
  if (record.kind !== "unknown") return true;
  const [source, ...others] = record.provenance.sources;
  return source !== undefined && others.length === 0 && SENT.has(source.kind);
}

const SENT: ReadonlySet<ProvenanceKind> = new Set(["caller", "message", "payload"]);

/** Whether a call writes a whole record. */
export function isRecord(model: CallItem): boolean {
  return model.effect === "save" || model.values?.record === true;
}

/** Of a record that the store gave, only what was set on it since is written. */
export function changedOnly(columns: Columns): Columns {
  const { "*": _unchanged, ...values } = columns.values;
  return { ...columns, values };
}
