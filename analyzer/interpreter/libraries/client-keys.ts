import { ts } from "ts-morph";
import type { KeyModel } from "../../models/key-model.js";
import { siteOf } from "../../sites.js";
import type { Key } from "../../trace.js";
import { inner } from "../walk/env.js";
import type { Frame, Machine } from "../walk/machine.js";
import { at, inside, type Called } from "./places.js";
import { optionsOf, unknown, type FunctionValue, type Value } from "../values/value.js";
import { madeOfWhole } from "../values/whole.js";
import { topFrame } from "../world/world.js";

/**
 * The key header that a client itself puts on every request: among the headers that it was made with, or set by a
 * function that sees each request first (an interceptor of axios, a `beforeRequest` hook of got or ky).
 */
export function keyOfClient(model: KeyModel, called: Called, key: Key, frame: Frame, machine: Machine): Key {
  if (key.value) return key;
  const headers = [model.property, ...(model.also ?? [])].flatMap((property) =>
    property?.startsWith("headers.") ? [property.slice("headers.".length)] : [],
  );
  if (headers.length === 0) return key;
  for (const { name, args } of called.links) {
    const [options] = args;
    if (!options || !MAKES.has(name)) continue;
    const value = headers.flatMap((header) => inside(options, `headers.${header}`) ?? [])[0];
    if (value) return { ...key, value: madeOfWhole(value), site: siteOf(called.link.node) };
  }
  for (const hook of hooksOf(called, machine)) {
    const set = setBy(hook, headers, machine);
    if (!set) continue;
    frame.output.files.add(hook.env.file);
    return { ...key, value: madeOfWhole(set.value), site: siteOf(set.node) };
  }
  return key;
}

const MAKES = new Set(["create", "extend", "new", "defaults"]);

function hooksOf(called: Called, machine: Machine): readonly FunctionValue[] {
  const { library } = called.receiver;
  const listed = (library.model.requestHooks ?? []).flatMap(({ match, place }) => {
    const found = match === undefined ? at(place, called) : undefined;
    return found?.kind === "array" ? found.items : (found ?? []);
  });
  return [
    ...listed.flatMap(optionsOf).filter((value) => value.kind === "function"),
    ...machine.clients.hooksOf(called.receiver),
  ];
}

/** Runs a hook with a request of which nothing is known, up to where it sets one of these headers. */
function setBy(
  hook: FunctionValue,
  headers: readonly string[],
  machine: Machine,
): { readonly value: Value; readonly node: ts.Expression } | undefined {
  const written = writtenTo(hook.node, new Set(headers.map((header) => header.toLowerCase())));
  if (!written) return undefined;
  const frame = topFrame(inner(hook.env), hook.node);
  for (const { name } of hook.node.parameters) machine.bind(name, unknown(), frame);
  const body = "body" in hook.node ? hook.node.body : undefined;
  if (body && ts.isBlock(body)) {
    for (const statement of body.statements) {
      if (statement.pos > written.pos) break;
      machine.execute(statement, frame);
    }
  }
  return { value: machine.evaluate(written, frame), node: written };
}

/** `config.headers["Idempotency-Key"] = key`, `request.headers.set("Idempotency-Key", key)`, `{ "Idempotency-Key": key }`. */
function writtenTo(node: ts.Node, headers: ReadonlySet<string>): ts.Expression | undefined {
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    const { left } = node;
    const name = ts.isElementAccessExpression(left)
      ? textOfName(left.argumentExpression)
      : ts.isPropertyAccessExpression(left)
        ? left.name.text
        : undefined;
    if (isHeader(name, headers)) return node.right;
  }
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const [name, value] = node.arguments;
    if (SETS.has(node.expression.name.text) && value && isHeader(textOfName(name), headers)) return value;
  }
  if (ts.isPropertyAssignment(node) && isHeader(textOfName(node.name), headers)) return node.initializer;
  return node.forEachChild((child) => writtenTo(child, headers));
}

const SETS = new Set(["set", "append", "setHeader"]);

function textOfName(node: ts.Node | undefined): string | undefined {
  return node && (ts.isStringLiteralLike(node) || ts.isIdentifier(node)) ? node.text : undefined;
}

function isHeader(name: string | undefined, headers: ReadonlySet<string>): boolean {
  return name !== undefined && headers.has(name.toLowerCase());
}
