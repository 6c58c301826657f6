import type { MiddlewareModel } from "../../models/wrapper-model.js";
import { compilePattern, matches } from "../../models/patterns.js";
import { siteOf } from "../../sites.js";
import type { Guard, Shortfall } from "../../trace.js";
import type { Sign } from "../walk/machine.js";
import { at, holds, type Called } from "./places.js";
import { shortfallOf, withLeak } from "./shortfalls.js";
import { textOf, type LibraryValue, type Value } from "../values/value.js";

/** What a library's middleware puts around what comes after it (`idempotency({ store })`): a guard, or one that does not hold. */
export interface MiddlewareGuard {
  readonly guard?: Guard;
  readonly shortfall?: Shortfall;
}

/** The guard that a middleware is for requests of an HTTP method. */
export function middlewareGuard(value: Value, method: string): MiddlewareGuard | undefined {
  const found = guardingMiddleware(value);
  if (!found) return undefined;
  const { model, called } = found;
  if (!looksAt(method, model, called)) return {};
  const guard = { kind: model.guard, site: siteOf(called.link.node), what: model.what };
  const shortfall = shortfallOf(guard, model.inert, called);
  return shortfall ? { shortfall } : { guard: withLeak(guard, model.inert, called) };
}

/** What a middleware of a library tells of who sends: it checks a signature before the handler runs. */
export function middlewareSign(value: Value): Sign | undefined {
  if (value.kind !== "library") return undefined;
  const node = value.links.at(-1)?.node;
  const path = value.path.replace(/\(\)$/, "");
  const model = value.library.model.signatures?.find(
    (item) => item.middleware && patternsOf(item.match).some((pattern) => matches(pattern, path)),
  );
  const what = model?.sender ?? value.library.model.library;
  return model && node && { kind: "webhook", what, node, event: false };
}

/** Whether a value is a middleware of a library that guards, or checks a signature. */
export function isMiddleware(value: Value): value is LibraryValue {
  return guardingMiddleware(value) !== undefined || middlewareSign(value) !== undefined;
}

function guardingMiddleware(value: Value): { readonly model: MiddlewareModel; readonly called: Called } | undefined {
  if (value.kind !== "library") return undefined;
  const link = value.links.at(-1);
  const path = value.path.replace(/\(\)$/, "");
  if (!link) return undefined;
  const called: Called = { receiver: value, link, links: value.links, path, args: link.args };
  const model = value.library.model.middleware?.find(
    (item) =>
      patternsOf(item.match).some((pattern) => matches(pattern, path)) &&
      (item.when ?? []).every((condition) => holds(condition, called)),
  );
  return model && { model, called };
}

/** Whether a middleware looks at requests of a method; a list that cannot be read may hold any. */
function looksAt(method: string, { methods }: MiddlewareModel, called: Called): boolean {
  if (!methods || !HTTP_METHODS.test(method)) return true;
  const own = at(methods.option, called);
  if (!own) return methods.otherwise.includes(method);
  const listed = own.kind === "array" ? own.items.map(textOf) : [undefined];
  return listed.some((item) => item === undefined || item.toUpperCase() === method);
}

const HTTP_METHODS = /^(GET|HEAD|OPTIONS|POST|PUT|PATCH|DELETE)$/;

function patternsOf(match: string | readonly string[]): readonly ReturnType<typeof compilePattern>[] {
  return (typeof match === "string" ? [match] : match).map(compilePattern);
}
