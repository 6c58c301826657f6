import type { CallModel } from "../call-model.js";
import type { Place } from "../place.js";

/** `redis.call("SET", KEYS[1], ARGV[1], "NX", …)`, `redis.call("SETNX", …)` */
const claims = "['\"](?:h?setnx|set['\"][^)]*['\"]nx)['\"]";

/** `redis.call("DEL", KEYS[1])` */
const releases = "['\"](?:del|unlink)['\"]";

/** A script that takes its key where nobody has it, and answers who did, or gives it back; the server runs it as one. */
export function reservingScripts(name: string, key: Place): readonly CallModel[] {
  const match = `Redis#${name}`;
  return [
    {
      match,
      when: [{ place: { argument: 0 }, pattern: claims }],
      effect: "reserve",
      target: key,
      claim: { won: "truthy", by: "insert", key },
      returns: "count",
    },
    { match, when: [{ place: { argument: 0 }, pattern: releases }], effect: "release", target: key, returns: "count" },
  ];
}
