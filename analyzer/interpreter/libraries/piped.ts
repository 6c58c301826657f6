import { ts } from "ts-morph";
import { wrappersAt, type WrapperItem } from "../../models/patterns.js";
import { siteOf } from "../../sites.js";
import type { Effect, Retry, Site } from "../../trace.js";
import type { Frame, Machine } from "../walk/machine.js";
import type { Link, Value } from "../values/value.js";

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
  const begun = begunBefore(model, node, frame, machine);
  repeat(
    frame,
    retry,
    (effect) => emitted.includes(effect) || (isWithin(body, effect) && !(begun && isWithin(begun, effect))),
  );
  for (const argument of node.arguments.slice(index + 1)) machine.evaluate(argument, frame);
  return receiver;
}

/** The promise of `from(promise).pipe(…)`: it is made once, and every further subscription gets its answer. */
function begunBefore(
  { begun }: WrapperItem,
  node: ts.CallExpression,
  frame: Frame,
  machine: Machine,
): Site | undefined {
  const source = ts.isPropertyAccessExpression(node.expression) ? node.expression.expression : undefined;
  const given = source && ts.isCallExpression(source) ? source.arguments[0] : undefined;
  if (begun === undefined || !source || !given || !ts.isCallExpression(source)) return undefined;
  const callee = machine.evaluate(source.expression, frame);
  return callee.kind === "library" && callee.path === begun ? siteOf(given) : undefined;
}

/** `retry(source, options)`: an operator that is given its source runs it again as well. */
export function sourceCall(model: WrapperItem, link: Link, frame: Frame): Value | undefined {
  const source = link.args[0];
  const given = ts.isCallExpression(link.node) ? link.node.arguments[0] : undefined;
  if (!source || !given || link.args.length < 2) return undefined;
  const emitted = source.kind === "library" ? (source.emitted ?? []) : [];
  const site = siteOf(link.node);
  const body = siteOf(given);
  repeat(frame, { site, body, what: model.what }, (effect) => emitted.includes(effect) || isWithin(body, effect));
  return source;
}

function repeat(frame: Frame, retry: Retry, repeated: (effect: Effect) => boolean): void {
  const { effects } = frame.output;
  effects.forEach((effect, at) => {
    if (repeated(effect)) effects[at] = { ...effect, retry };
  });
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
