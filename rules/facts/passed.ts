import type { Check } from "../../analyzer/trace.js";

/** What each of two attempts does that both pass a check. */
export function passed(check: Check): string {
  switch (check.kind) {
    case "absence":
      return `find nothing in ${[check.target, ...check.tests].join(".")}`;
    case "presence":
      return `find ${check.target} still there`;
    case "state":
      return `find ${check.target}.${check.tests.join(", ") || "state"} unchanged`;
    case "limit":
      return `find ${check.target} below its limit`;
  }
}

/** Where it was read, in short. */
export function placeOf({ read }: Check): string {
  return `${read.file.replace(/^.*\//, "")}:${read.line}`;
}
