import type { Place } from "../../models/place.js";
import { at, targetName, type Called } from "../libraries/places.js";
import { optionsOf, textOf, type Value } from "../values/value.js";
import type { Columns } from "./columns.js";
import type { Nested } from "./nested.js";

/** A relation whose rows a write makes along with its own, as its options name it. */
interface Association {
  /** The member of the row that holds the rows. */
  readonly relation?: string;
  readonly target?: string;
}

/** Takes the rows that come along (`create({ lines: […] }, { include: ["lines"] })`) out of the columns. */
export function withAssociated(
  columns: Columns,
  place: Place | undefined,
  values: Value | undefined,
  called: Called,
): Columns {
  const listed = at(place, called);
  if (!values || !listed) return columns;
  const named = optionsOf(listed).flatMap(associationsOf);
  const nested = named.flatMap((one) => rowsAlong(one, values));
  if (nested.length === 0) return columns;
  const along = new Set(nested.map(({ relation }) => relation));
  const own = Object.fromEntries(Object.entries(columns.values).filter(([name]) => !along.has(name)));
  return { ...columns, values: own, nested: [...columns.nested, ...nested] };
}

/** `"lines"`, `Line`, `{ association: "lines" }`, `{ model: Line, as: "lines" }`, or a list of these. */
function associationsOf(value: Value): readonly Association[] {
  if (value.kind === "array") return value.items.flatMap((item) => optionsOf(item).flatMap(associationsOf));
  const text = textOf(value);
  if (text !== undefined) return [{ relation: text }];
  if (value.kind !== "object") return modelled(value);
  const relation = textOf(value.properties.get("as")) ?? textOf(value.properties.get("association"));
  const [model] = modelled(value.properties.get("model"));
  return relation === undefined && !model ? [] : [{ ...model, ...(relation !== undefined && { relation }) }];
}

function modelled(value: Value | undefined): readonly Association[] {
  const target = targetName(value);
  return target === undefined || target === "" ? [] : [{ target }];
}

function rowsAlong({ relation, target }: Association, values: Value): readonly Nested[] {
  return optionsOf(values).flatMap((row) => {
    if (row.kind === "array") return row.items.flatMap((item) => rowsAlong({ relation, target }, item));
    if (row.kind !== "object") return [];
    return [...row.properties].flatMap(([name, value]): Nested[] => {
      const isIt = relation === undefined ? target !== undefined && isCalledAfter(name, target) : name === relation;
      if (!isIt || (value.kind === "literal" && value.value === undefined)) return [];
      const own = target === undefined ? {} : { target };
      return [{ relation: name, write: { name }, value, relative: [], replaces: false, ...own }];
    });
  });
}

/** Without a name of its own an association is called after its model, in the plural where it holds a list. */
function isCalledAfter(name: string, model: string): boolean {
  const [member, one] = [name.toLowerCase(), model.toLowerCase()];
  return [one, `${one}s`, `${one}es`, one.replace(/y$/, "ies")].includes(member);
}
