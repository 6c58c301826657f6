import type { LibraryValue, Value } from "../values/value.js";
import { inside, linked } from "./places.js";

/** What the project itself added to a client of a library: `prisma.$extends({ model: { order: { place() { … } } } })`. */
export function addedMember(value: LibraryValue, name: string): Value | undefined {
  const { extensions } = value.library.model;
  if (!extensions) return undefined;
  const segments = value.path.slice(value.path.indexOf("#") + 1).split(".");
  const [below] = segments;
  const places =
    below === "" || below === undefined
      ? [`${extensions.client}.${name}`]
      : segments.length === 1
        ? [below, ...extensions.everyModel].map((model) => `${extensions.models}.${model}.${name}`)
        : [];
  for (const { args } of linked(extensions.call, value.links).toReversed()) {
    const [added] = args;
    const found = added && places.map((place) => inside(added, place)).find((one) => one?.kind === "function");
    if (found?.kind === "function") return { ...found, self: value };
  }
  return undefined;
}
