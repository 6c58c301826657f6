import type { BatchModel } from "../../models/call-model.js";
import type { CallItem } from "../../models/patterns.js";
import { at, holds, type Called } from "../libraries/places.js";
import type { Value } from "../values/value.js";

/** One write of a call that carries several, with the model that judges it. */
export interface Part {
  readonly model: CallItem;
  readonly called: Called;
}

/** The writes that a call carries; none when the list is not known. */
export function partsOf(model: CallItem, called: Called): readonly Part[] {
  const { batch } = model;
  const list = batch ? at(batch.place, called) : undefined;
  if (!batch || list === undefined) return [];
  if (batch.byTarget && list.kind === "object")
    return [...list.properties].flatMap(([text, items]) =>
      partsIn(items, batch, { ...model, target: { text } }, called),
    );
  return partsIn(list, batch, model, called);
}

function partsIn(list: Value, batch: BatchModel, model: CallItem, called: Called): readonly Part[] {
  if (list.kind !== "array") return [];
  return list.items.flatMap((item) => {
    if (item.kind === "object") return partOf(item, batch, model, called);
    if (item.kind === "library" && batch.calls) {
      const args = item.links.at(-1)?.args ?? [];
      return [{ model: { match: model.match, ...batch.calls }, called: { ...called, links: item.links, args } }];
    }
    if (!batch.texts || item.kind === "library") return [];
    return [{ model: { match: model.match, ...batch.texts }, called: { ...called, args: [item] } }];
  });
}

function partOf(
  item: Value & { kind: "object" },
  { items }: BatchModel,
  model: CallItem,
  called: Called,
): readonly Part[] {
  return [...item.properties].flatMap(([name, value]) => {
    const site: Called = { ...called, args: [value, item] };
    const found = items[name]?.find((each) => (each.when ?? []).every((condition) => holds(condition, site)));
    const target = model.batch?.byTarget && model.target ? { target: model.target } : {};
    return found ? [{ model: { match: model.match, ...target, ...found }, called: site }] : [];
  });
}
