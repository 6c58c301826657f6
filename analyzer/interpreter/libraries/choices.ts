import { ts } from "ts-morph";
import type { ChoiceModel } from "../../models/model.js";
import { compared } from "../expressions/operators.js";
import { truthOf } from "../walk/conditions.js";
import type { Outcome } from "../walk/flow.js";
import type { Frame, Machine } from "../walk/machine.js";
import { lockIn, refine, type State } from "../walk/state.js";
import { whereWaysMeet } from "../walk/ways-met.js";
import { unknown, type LibraryValue, type Link, type Value } from "../values/value.js";

/**
 * A chain of calls that lists cases and ends by taking one of them (`match(kind).with("card", pay).otherwise(refuse)`): the
 * cases run apart, as those of a `switch`, and what the one that was taken answers is the value. Nothing runs before the end.
 */
export function choose(
  { cases, ends }: ChoiceModel,
  base: LibraryValue,
  link: Link,
  frame: Frame,
  machine: Machine,
): Value | undefined {
  if (cases.includes(link.name)) return base;
  if (!ends.includes(link.name)) return undefined;
  const [first, ...links] = base.links;
  const subject = first?.args[0] ?? unknown();
  const before = frame.state;
  let none: State = before;
  const ways: { readonly value: Value; readonly outcome: Outcome }[] = [];
  for (const { name, args, node } of links) {
    const handler = args.at(-1);
    if (handler?.kind !== "function" || !(cases.includes(name) || node === link.node)) continue;
    const [pattern] = args;
    const asked = args.length === 2 && pattern?.kind === "literal" ? pattern : undefined;
    const holds = asked
      ? compared(ts.SyntaxKind.EqualsEqualsEqualsToken, subject, asked, node, frame, machine)
      : unknown();
    if (holds.kind === "literal" && !holds.value) continue;
    const { whenTrue, whenFalse } = truthOf(holds, node, lockIn(before));
    let value: Value = unknown();
    const outcome = machine.branch(frame, refine(none, whenTrue, frame.output.tested), () => {
      value = machine.apply(handler, [subject], node, frame);
    });
    ways.push({ value, outcome });
    none = refine(none, whenFalse, frame.output.tested);
  }
  if (ways.length === 0) return unknown();
  machine.merge(
    frame,
    ways.map(({ outcome }) => outcome),
  );
  const met = ways.filter(({ outcome }) => outcome.state.alive);
  return whereWaysMeet(
    met.map(({ value, outcome }) => ({ value, state: outcome.state })),
    before,
  );
}
