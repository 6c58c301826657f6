import { object, type Value } from "./value.js";

/**
 * A request as `new Request(input, init)` makes it: of an address, or of another request, and of what `init`, which may be
 * a request too, says otherwise. What neither names is as it was.
 */
export function requestOf(input: Value, init: Value | undefined): Value {
  const before = input.kind === "object" ? input : undefined;
  if (before && !init) return before;
  const properties = new Map<string, Value>(before?.properties ?? [["url", input]]);
  if (init?.kind !== "object") return object(properties, init ?? before?.rest);
  for (const [name, value] of init.properties)
    if (name !== "url" || before) properties.set(name, name === "method" ? onlyMethod(value) : value);
  return object(properties, init.rest ?? before?.rest);
}

/** The method is this one and no other: a way on which somebody asks for another is never taken. */
function onlyMethod(value: Value): Value {
  return value.kind === "literal" && typeof value.value === "string"
    ? { ...value, words: [{ word: value.value, facts: [] }] }
    : value;
}
