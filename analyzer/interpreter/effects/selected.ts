import type { CallItem } from "../../models/patterns.js";
import { at, type Called } from "../libraries/places.js";
import { textOf, type Value } from "../values/value.js";

/** The columns that a read asks for, where it names them all: `select: { id: true }`, `attributes: ["id"]`, `.select("id total")`. */
export function selectedBy({ selects }: CallItem, called: Called): readonly string[] | undefined {
  for (const place of selects ?? []) {
    const given = at(place, called);
    if (given && !(given.kind === "literal" && given.value === undefined)) return namesIn(given);
  }
  return undefined;
}

function namesIn(value: Value): readonly string[] | undefined {
  if (value.kind === "array") {
    const names = value.items.map((item) => (item.kind === "array" ? textOf(item.items[1]) : textOf(item)));
    return allOf(names);
  }
  if (value.kind === "object") {
    const isOpen = value.rest !== undefined || [...value.properties.values()].some(leavesOut);
    return isOpen ? undefined : allOf([...value.properties.keys()]);
  }
  return allOf(
    textOf(value)
      ?.trim()
      .split(/[\s,]+/) ?? [],
  );
}

/** `{ password: false }` and `"-password"` say what is left out, and `"+secret"` what comes on top. */
function leavesOut(value: Value): boolean {
  return value.kind !== "literal" ? value.kind !== "object" : !value.value;
}

function allOf(names: readonly (string | undefined)[]): readonly string[] | undefined {
  return names.length > 0 && names.every((name) => name !== undefined && /^[\w.]+$/.test(name))
    ? names.flatMap((name) => (name === undefined ? [] : [name.slice(name.lastIndexOf(".") + 1)]))
    : undefined;
}
