import { compilePattern, matches } from "../../models/patterns.js";
import { siteOf } from "../../sites.js";
import type { Guard } from "../../trace.js";
import type { Sign } from "../walk/machine.js";
import { holds, type Called } from "./places.js";
import type { LibraryValue, Value } from "../values/value.js";

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
  return middlewareGuard(value) !== undefined || middlewareSign(value) !== undefined;
}

function patternsOf(match: string | readonly string[]): readonly ReturnType<typeof compilePattern>[] {
  return (typeof match === "string" ? [match] : match).map(compilePattern);
}
