import { ts } from "ts-morph";
import { from, join, withNull } from "../../provenance.js";
import { siteOf } from "../../sites.js";
import { withContext } from "../walk/frames.js";
import type { Frame, Machine } from "../walk/machine.js";
import { withValues } from "../libraries/makers.js";
import { askedOf, inList, joined, likeList, pickedFrom, pickedToo, withItems } from "./picked.js";
import { madeWith, putInto, takenFrom } from "./collections.js";
import { eachNamed, entriesOf, fromEntries, keysOf } from "./named-items.js";
import { askMemory, collection } from "./memory.js";
import {
  array,
  joinValues,
  literal,
  object,
  piecesOf,
  provenanceOf,
  settled,
  textFrom,
  unknown,
  type Value,
} from "../values/value.js";
import { requestOf } from "../values/requests.js";
import { isWhole } from "../values/whole.js";

/** What JavaScript's own functions and methods yield; `undefined` when the name is none that matters here. */
export function builtinCall(
  node: ts.CallExpression | ts.NewExpression,
  name: string,
  receiver: Value | undefined,
  args: readonly Value[],
  frame: Frame,
  machine: Machine,
): Value | undefined {
  const owner =
    ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)
      ? node.expression.expression.getText()
      : "";
  const [first, second] = args;
  const isGlobal = receiver?.kind === "unknown" || receiver?.kind === "library";
  if (owner === "Promise" && isGlobal) return promise(name, first, node, frame, machine);
  if (owner === "Object" && isGlobal) return objectFunction(name, args, node, frame, machine);
  if (owner === "Array" && name === "from" && first) {
    if (second && callable(second))
      return array([machine.apply(second, [machine.member(first, "[]", node, frame)], node, frame)]);
    return first;
  }
  if (owner === "JSON" && first) return json(name, first);
  if (!receiver) return globalFunction(node, name, args, frame, machine);
  if (name === "set" && second) putInto(owner, second, frame);
  const taken = name === "get" ? takenFrom(owner, receiver, frame) : undefined;
  if (taken) return taken;
  if (receiver.kind === "unknown" && receiver.memory) return askMemory(node, name, receiver, args);
  if (name === "toString" || name === "valueOf" || name === "trim" || name === "toLowerCase" || name === "toUpperCase")
    return unchanged(receiver);
  if (name === "concat" && receiver.kind === "literal")
    return textFrom([...piecesOf(receiver), ...args.flatMap(piecesOf)]);
  if (name === "concat" && receiver.kind === "array")
    return joined([receiver, ...args.map((arg) => (arg.kind === "array" ? arg : array([arg])))]);
  if (name === "join" && receiver.kind === "array") return joinText(receiver.items, first);
  if (name === "at" && first?.kind === "literal")
    return machine.member(receiver, String(first.value) === "-1" ? "[]" : String(first.value), node, frame);
  if ((name === "set" || name === "append") && second) return setMember(receiver, first, second, node, frame, machine);
  if (LIST_METHODS.has(name)) return listMethod(name, receiver, args, node, frame, machine);
  return undefined;
}

function json(name: string, value: Value): Value {
  const whole = isWhole(value) ? { whole: true } : {};
  if (name === "parse")
    return value.kind === "unknown" && value.json ? value.json : unknown(withNull(provenanceOf(value), false), whole);
  return unknown(withNull(provenanceOf(value), false), { json: value, ...whole });
}

function promise(
  name: string,
  first: Value | undefined,
  node: ts.Node,
  frame: Frame,
  machine: Machine,
): Value | undefined {
  if (name === "resolve") return first ?? literal(undefined);
  if (name === "all" || name === "race" || name === "any") return first ? settled(first) : unknown();
  if (name !== "allSettled" || !first) return undefined;
  const items = first.kind === "array" ? first.items.map(settled) : [machine.member(first, "[]", node, frame)];
  return array(
    items.map((value) =>
      object(
        new Map([
          ["status", unknown()],
          ["value", value],
        ]),
      ),
    ),
  );
}

function objectFunction(
  name: string,
  args: readonly Value[],
  node: ts.CallExpression | ts.NewExpression,
  frame: Frame,
  machine: Machine,
): Value | undefined {
  const [first] = args;
  if (!first) return undefined;
  switch (name) {
    case "freeze":
      return first;
    case "fromEntries":
      return fromEntries(first);
    case "keys":
      return keysOf(first);
    case "values":
      return first.kind === "object"
        ? array([...first.properties.values(), ...(first.rest ? [first.rest] : [])])
        : undefined;
    case "entries":
      return entriesOf(first);
    case "assign": {
      const target = ts.isCallExpression(node) ? node.arguments[0] : undefined;
      if (first.kind !== "object" && !first.result) return undefined;
      const changed = args.slice(1).reduce(withValues, first);
      if (target && ts.isIdentifier(target)) machine.store(target, changed, frame);
      return changed;
    }
    default:
      return undefined;
  }
}

function globalFunction(
  node: ts.CallExpression | ts.NewExpression,
  name: string,
  args: readonly Value[],
  frame: Frame,
  machine: Machine,
): Value | undefined {
  const [first] = args;
  if (name === "Promise" && first && ts.isNewExpression(node)) {
    const settled: Value[] = [];
    machine.apply(first, [unknown(undefined, { wraps: [] }), unknown()], node, frame);
    return settled[0] ?? unknown();
  }
  if (TIMERS.has(name) && first && callable(first)) {
    const outcome = machine.branch(frame, frame.state, () => void machine.apply(first, args.slice(2), node, frame));
    machine.merge(frame, [{ state: frame.state, changes: outcome.changes }]);
    return unknown();
  }
  if (CONVERSIONS.has(name) && first) return unchanged(first);
  if (ts.isNewExpression(node)) {
    const memory = collection(node, name, frame);
    const wraps = memory ? madeWith(first) : [];
    if (memory || name === "Map" || name === "Set")
      return unknown(
        first ? provenanceOf(first) : undefined,
        memory ? { memory, ...(wraps.length > 0 ? { wraps } : {}) } : first?.result ? { result: first.result } : {},
      );
  }
  if (ts.isNewExpression(node) && name === "Date" && first) return unknown(withNull(provenanceOf(first), false));
  if (ts.isNewExpression(node) && (name === "Headers" || name === "Proxy") && first) return first;
  if (ts.isNewExpression(node) && name === "URL" && first) return textFrom(piecesOf(first));
  if (ts.isNewExpression(node) && name === "Request" && first) return requestOf(first, args[1]);
  return undefined;
}

const TIMERS = new Set(["setTimeout", "setImmediate", "queueMicrotask", "setInterval"]);
const CONVERSIONS = new Set([
  "String",
  "Number",
  "BigInt",
  "encodeURIComponent",
  "decodeURIComponent",
  "structuredClone",
  "parseInt",
  "parseFloat",
]);

const LIST_METHODS = new Set([
  "map",
  "forEach",
  "filter",
  "find",
  "some",
  "every",
  "reduce",
  "flatMap",
  "push",
  "unshift",
  "slice",
  "sort",
  "flat",
  "reverse",
  "includes",
  "has",
  "findIndex",
  "findLast",
  "entries",
  "values",
  "keys",
]);

function listMethod(
  name: string,
  receiver: Value,
  args: readonly Value[],
  node: ts.CallExpression | ts.NewExpression,
  frame: Frame,
  machine: Machine,
): Value | undefined {
  const [callback] = args;
  if (name === "push" || name === "unshift") return pushed(receiver, args, node, frame, machine);
  if (name === "flat" || name === "slice" || name === "sort" || name === "reverse" || name === "values") {
    if (receiver.kind === "literal" || (receiver.kind === "unknown" && receiver.text)) return undefined;
    return receiver;
  }
  if (name === "includes" || name === "has") {
    if (receiver.result) return askedOf(receiver.result);
    return name === "includes" && receiver.kind === "array" ? unknown(provenanceOf(receiver)) : undefined;
  }
  if (name === "entries" || name === "keys") return undefined;
  const asked = node.arguments?.[0];
  const item = machine.member(receiver, "[]", node, frame);
  // `rows.filter(Boolean)`
  if (name === "filter" && asked && ts.isIdentifier(asked) && asked.text === "Boolean")
    return pickedFrom(receiver, item, node, frame);
  if (!callback || !callable(callback)) return undefined;
  const named = eachNamed(receiver);
  const values: Value[] = [];
  const scope = withContext(frame, { ...frame.context, inLoop: true });
  const outcome = machine.branch(frame, inList(receiver, frame, node), () => {
    for (const each of named ?? [item]) {
      const list =
        name === "reduce"
          ? [values.at(-1) ?? args[1] ?? item, each]
          : [each, unknown(from("business", "the position in the list", siteOf(node)))];
      values.push(machine.apply(callback, list, node, scope));
    }
  });
  const value = values.at(-1) ?? unknown();
  // The list may be empty: what the callback established holds for its own effects alone.
  machine.merge(frame, [{ state: frame.state, changes: outcome.changes }]);
  switch (name) {
    // There are as many as there were.
    case "map":
      return likeList(receiver, array(values));
    case "flatMap":
      return pickedToo(receiver, value.kind === "array" ? value : array([value]));
    case "filter":
      return pickedFrom(receiver, value, node, frame);
    case "find":
    case "findLast":
      return item.result ? item : joinValues([item, literal(undefined)]);
    case "some":
    case "every":
    case "findIndex":
      return receiver.result ? askedOf(receiver.result) : unknown(provenanceOf(receiver));
    case "reduce":
      return value;
    default:
      return unknown();
  }
}

function pushed(
  receiver: Value,
  args: readonly Value[],
  node: ts.CallExpression | ts.NewExpression,
  frame: Frame,
  machine: Machine,
): Value | undefined {
  const callee = node.expression;
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  if (receiver.kind !== "array") {
    if (receiver.result?.effect.kind !== "read" || receiver.result.path.length === 0) return undefined;
    // A list that a row holds: saving the row writes it.
    machine.store(callee.expression, unknown(join([receiver, ...args].map((value) => provenanceOf(value)))), frame);
    return unknown();
  }
  machine.store(callee.expression, withItems(receiver, args, frame.state), frame);
  return unknown();
}

/** `headers.set(name, value)`. */
function setMember(
  receiver: Value,
  name: Value | undefined,
  value: Value,
  node: ts.CallExpression | ts.NewExpression,
  frame: Frame,
  machine: Machine,
): Value | undefined {
  const callee = node.expression;
  if (receiver.kind !== "object" || name?.kind !== "literal" || !ts.isPropertyAccessExpression(callee))
    return undefined;
  machine.store(
    callee.expression,
    { ...receiver, properties: new Map(receiver.properties).set(String(name.value), value) },
    frame,
  );
  return receiver;
}

function joinText(items: readonly Value[], separator: Value | undefined): Value {
  const glue = separator?.kind === "literal" ? String(separator.value) : ",";
  return textFrom(items.flatMap((item, index) => (index === 0 ? piecesOf(item) : [glue, ...piecesOf(item)])));
}

function unchanged(value: Value): Value {
  return value.kind === "literal" || value.kind === "unknown"
    ? value
    : unknown(withNull(join([provenanceOf(value)]), false));
}

function callable(value: Value): boolean {
  return (
    value.kind === "function" ||
    value.kind === "union" ||
    value.kind === "library" ||
    (value.kind === "unknown" && value.wraps !== undefined)
  );
}
