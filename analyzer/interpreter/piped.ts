import { ts } from "ts-morph";
import { wrappersAt, type WrapperItem } from "../models/patterns.js";
import { siteOf } from "../sites.js";
import type { Effect, Site } from "../trace.js";
import type { Frame, Machine } from "./machine.js";
import type { Value } from "./value.js";

/**
 * `source.pipe(…, retry(3))`: what stands before the operator runs again. Yields the source, or nothing when no operator
 * of the pipe repeats it.
 */
export function pipeCall(receiver: Value, node: ts.CallExpression, frame: Frame, machine: Machine): Value | undefined {
  const index = node.arguments.findIndex((argument) => operatorOf(argument, frame, machine) !== undefined);
  const operator = node.arguments[index];
  const model = operator && operatorOf(operator, frame, machine);
  if (!operator || !model) return undefined;
  for (const argument of node.arguments.slice(0, index)) machine.evaluate(argument, frame);
  const whole = siteOf(node);
  const body: Site = { ...whole, end: siteOf(operator).start };
  const retry = { site: siteOf(operator), body: whole, what: model.what };
  const emitted = receiver.kind === "library" ? (receiver.emitted ?? []) : [];
  const { effects } = frame.output;
  effects.forEach((effect, at) => {
    if (emitted.includes(effect) || isWithin(body, effect)) effects[at] = { ...effect, retry };
  });
  for (const argument of node.arguments.slice(index + 1)) machine.evaluate(argument, frame);
  return receiver;
}

/** The model of an operator that subscribes again, when this argument is one. */
function operatorOf(argument: ts.Expression, frame: Frame, machine: Machine): WrapperItem | undefined {
  if (!ts.isCallExpression(argument)) return undefined;
  const callee = machine.evaluate(argument.expression, frame);
  return callee.kind === "library"
    ? wrappersAt(callee.library, callee.path).find((model) => model.piped === true)
    : undefined;
}

function isWithin(body: Site, effect: Effect): boolean {
  const { file, start, end } = effect.path[0]?.site ?? effect.site;
  return file === body.file && start >= body.start && end <= body.end;
}
