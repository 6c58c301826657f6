import { joinPaths } from "../interpreter/libraries/paths.js";

/** A route's name with what its path begins with: `POST /orders` below `/api` is `POST /api/orders`. */
export function withPrefix(name: string, prefix: string): string {
  const [, verb, path = ""] = /^([A-Z]+)(?: (\S*))?$/.exec(name) ?? [];
  return verb === undefined ? name : `${verb} ${joinPaths(prefix, path) || "/"}`;
}
