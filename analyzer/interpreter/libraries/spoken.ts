import { compilePattern, lastName, matches, memberPath } from "../../models/patterns.js";
import type { Frame, Machine } from "../walk/machine.js";
import { textOf, type LibraryValue, type Link, type Value } from "../values/value.js";
import { callLibrary } from "./library.js";

/** A call that is given its command in words is the call of the method of that name: `redis.call("INCRBY", key, amount)`. */
export function speak(
  callee: LibraryValue,
  base: LibraryValue,
  link: Link,
  frame: Frame,
  machine: Machine,
): Value | undefined {
  const model = callee.library.model.spoken?.find(({ match }) =>
    [match].flat().some((pattern) => matches(compilePattern(pattern), callee.path)),
  );
  if (!model) return undefined;
  const [first] = link.args;
  const say = (on: LibraryValue, words: readonly Value[]): Value | undefined => {
    const word = textOf(words[0]);
    if (word === undefined) return undefined;
    const name = model.spelled === "lower" ? word.toLowerCase() : word.toUpperCase();
    const method = { ...on, path: memberPath(on.library, on.path, name) };
    return callLibrary(method, { ...link, name, args: words.slice(1) }, frame, machine);
  };
  const owner = { ...callee, path: callee.path.slice(0, -lastName(callee.path).length).replace(/\.$/, "") };
  if (model.words === "arguments") return say(owner, link.args);
  if (first?.kind !== "array") return undefined;
  if (model.words === "list") return say(owner, first.items);
  return first.items.reduce<Value>((on, words) => {
    const said = on.kind === "library" && words.kind === "array" ? say(on, words.items) : undefined;
    return said ?? on;
  }, base);
}
