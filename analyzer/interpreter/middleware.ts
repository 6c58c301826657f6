import { compilePattern, matches } from "../models/patterns.js";
import { siteOf } from "../sites.js";
import type { Guard } from "../trace.js";
import { holds, type Called } from "./places.js";
import type { LibraryValue, Value } from "./value.js";

/** The guard that a library's middleware puts around what comes after it (`idempotency({ store })`). */
export function middlewareGuard(value: Value): Guard | undefined {
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
  return model && { kind: model.guard, site: siteOf(link.node), what: model.what };
}

/** Whether a value is a middleware that guards. */
export function isMiddleware(value: Value): value is LibraryValue {
  return middlewareGuard(value) !== undefined;
}

function patternsOf(match: string | readonly string[]): readonly ReturnType<typeof compilePattern>[] {
  return (typeof match === "string" ? [match] : match).map(compilePattern);
}
