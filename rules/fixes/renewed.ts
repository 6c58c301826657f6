import type { ts } from "ts-morph";
import type { Trace } from "../../analyzer/trace.js";
import type { Binding } from "./scope.js";
import { textOf } from "./syntax.js";

/** True for an expression that the entry point gives another value on each attempt: `request.id`, `context.awsRequestId`. */
export function isRenewed(expression: string, { entry }: Trace): boolean {
  const path = plainPath(expression);
  return entry.renewed.some((renewed) => path === renewed || path.startsWith(`${renewed}.`));
}

/** True for a name that stands for such a value: taken out of it, or made of nothing but a path to it. */
export function holdsRenewed(source: ts.SourceFile, binding: Binding, trace: Trace): boolean {
  if (isRenewed(binding.name, trace)) return true;
  const { initializer, part } = binding;
  if (!initializer) return false;
  const path = plainPath(textOf(source, initializer));
  return part ? isRenewed(`${path}.${part.path}`, trace) : isRenewed(unwrapped(path), trace);
}

/** `request.headers.x-request-id` of the ways in which a header is read. */
function plainPath(text: string): string {
  return text
    .replace(/^await /, "")
    .replace(/\?\./g, ".")
    .replace(/!(?=[.[]|$)/g, "")
    .replace(/\.?\[\s*["'`]([\w-]+)["'`]\s*\]/g, ".$1")
    .replace(/\.(?:get|header)\(\s*["'`]([\w-]+)["'`]\s*\)/g, (_, name: string) => `.${name.toLowerCase()}`);
}

/** `request.id` of `String(request.id)` and `request.id as string`. */
function unwrapped(path: string): string {
  return path.replace(/^String\((.*)\)$/, "$1").replace(/\s+as\s+.*$|\.toString\(\)$/, "");
}
