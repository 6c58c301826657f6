import type { CallModel } from "../call-model.js";
import type { Place } from "../place.js";

/** `redis.call("SET", KEYS[1], ARGV[1], "NX", …)`, `redis.call("SETNX", …)` */
const claims = "['\"](?:h?setnx|set['\"][^)]*['\"]nx)['\"]";

/** `redis.call("DEL", KEYS[1])` */
const releases = "['\"](?:del|unlink)['\"]";

/** `redis.call("INCRBY", KEYS[1], ARGV[1])` in a script that asks nothing before. */
const adds = "^(?![^]*\\bif\\b)[^]*['\"](?:[hz]?incr(?:by(?:float)?)?|decr(?:by)?|[lr]push|append)['\"]";

/** A script that takes its key where nobody has it, and answers who did, or gives it back, or only adds; the server runs it as one. */
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
    { match, when: [{ place: { argument: 0 }, pattern: adds }], effect: "increment", target: key, returns: "count" },
    { match, when: [{ place: { argument: 0 }, pattern: releases }], effect: "release", target: key, returns: "count" },
  ];
}
