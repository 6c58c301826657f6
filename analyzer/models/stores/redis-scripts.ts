import type { CallModel } from "../model.js";
import type { Place } from "../place.js";

/** `redis.call("SET", KEYS[1], ARGV[1], "NX", …)`, `redis.call("SETNX", …)` */
const claims = "['\"](?:h?setnx|set['\"][^)]*['\"]nx)['\"]";

/** A script that takes its key where nobody has it, and answers who did; the server runs it as one. */
export function claimingScript(name: string, key: Place): CallModel {
  return {
    match: `Redis#${name}`,
    when: [{ place: { argument: 0 }, pattern: claims }],
    effect: "reserve",
    target: key,
    claim: { won: "truthy", by: "insert", key },
    returns: "count",
  };
}
