import { ts } from "ts-morph";
import type { Place } from "../../models/place.js";
import type { MakerItem } from "../../models/patterns.js";
import type { Frame, Machine } from "../walk/machine.js";
import { at, type Called } from "./places.js";
import { recordAfter } from "../values/records.js";
import { array, object, unknown, type LibraryValue, type Link, type ObjectValue, type Value } from "../values/value.js";

/** A record in memory: a new one of these values, or one that they were set on. Nothing is written yet. */
export function make(model: MakerItem, called: Called, frame: Frame, machine: Machine): Value {
  const values = at(model.values, called);
  // Something that only passes through: `addTransactionalDataSource(dataSource)`.
  if (values?.kind === "library" && model.target === undefined && model.into === undefined) return values;
  const of = at(model.target, called);
  if (model.into === undefined)
    return newRecord(
      values ?? object(new Map()),
      of,
      model.record === undefined ? undefined : recordAfter(called.receiver, model.record),
    );
  const record = at(model.into, called) ?? unknown();
  const changed = withValues(record, values);
  const written = expressionAt(model.into, called.link);
  if (written) machine.store(written, changed, frame);
  return changed;
}

/** `Object.assign(record, values)` and its kin: the record with other values, still a record of the same row. */
export function withValues(record: Value, values: Value | undefined): Value {
  const before: ObjectValue = record.kind === "object" ? record : object(new Map(), record);
  const properties = new Map(before.properties);
  let { rest } = before;
  if (values?.kind === "object") {
    for (const [name, value] of values.properties) properties.set(name, value);
    rest ??= values.rest;
  } else if (values) properties.set("*", values);
  return {
    ...before,
    properties,
    provenance: record.provenance,
    ...(rest ? { rest } : {}),
    ...(record.result ? { result: record.result } : {}),
  };
}

function newRecord(values: Value, of: Value | undefined, record: LibraryValue | undefined): Value {
  if (values.kind === "array") return array(values.items.map((item) => newRecord(item, of, record)));
  // An entity that was made and filled here: its fields are the columns.
  const isOwn = values.kind === "instance" && values.made;
  const made = values.kind === "object" ? values : isOwn ? object(values.fields) : object(new Map(), values);
  return { ...made, ...(of ? { of } : {}), ...(record ? { record } : {}) };
}

/** The expression that a place was written as, to assign to. */
function expressionAt(place: Place, { node }: Link): ts.Expression | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  if (!place.record) return node.arguments[place.argument ?? 0];
  return ts.isPropertyAccessExpression(node.expression) ? node.expression.expression : undefined;
}
