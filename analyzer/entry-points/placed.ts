import { fingerprint } from "../interpreter/values/fingerprint.js";
import type { Machine } from "../interpreter/walk/machine.js";
import type { Value } from "../interpreter/values/value.js";
import type { Candidate } from "./candidate.js";
import { withPrefix } from "./route-name.js";

/** Where a handler stands in the whole application, which is known once every file has said what it hangs where. */
export interface Placed {
  readonly name: string;
  readonly before: readonly Value[];
  /** Equal for places that a walk cannot tell apart. */
  readonly key: string;
}

/** The name with the prefixes or names of the routers above, and what those run before the handler. */
export function placed(candidate: Candidate, machine: Machine): Placed {
  const { owner, library, node, before: own = [] } = candidate;
  const named = candidate.model.name.includes("{property}") ? machine.mounts.named(node) : undefined;
  const { prefix, before } = machine.mounts.of(owner, library, node);
  return {
    name: named
      ? candidate.model.name.replace("{property}", named)
      : prefix === ""
        ? candidate.name
        : withPrefix(candidate.name, prefix),
    before: [...before, ...own],
    key: `${named ?? prefix} ${before.map((handler) => fingerprint(handler)).join(" ")}`,
  };
}
