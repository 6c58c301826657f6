import type { LibraryModel } from "../model.js";
import { claimingSet, claimingZadd, pipelines, redisCommands, returningSet, watching } from "./redis-commands.js";
import { reservingScripts } from "./redis-scripts.js";

/** ioredis: flags are arguments, `set(key, value, "EX", 60, "NX")`. */
export default {
  library: "ioredis",
  packages: ["ioredis", "@ioredis/commands"],
  versions: ">=4",
  docs: "https://redis.io/docs/latest/commands/set/",
  names: {
    default: "Redis",
    "default.Redis": "Redis",
    "default.Redis#": "Redis#",
    "#": "Redis#",
    "Cluster#": "Redis#",
    "default.Cluster": "Cluster",
    "Redis.Cluster": "Cluster",
    "RedisCommander#": "Redis#",
    "ChainableCommander#": "Pipeline#",
    ...pipelines,
  },
  spoken: [
    { match: ["Redis#call", "Redis#callBuffer", "Pipeline#call"], words: "arguments", spelled: "lower" },
    { match: ["Redis#multi", "Redis#pipeline"], words: "lists", spelled: "lower" },
  ],
  calls: [
    claimingSet(lower, [{ place: { argument: 2 }, equals: "NX", orLater: true }]),
    returningSet(lower, [{ place: { argument: 2 }, equals: "GET", orLater: true }]),
    claimingZadd(lower, [{ place: { argument: 1 }, equals: "NX", orLater: true }], { argument: -1 }),
    ...reservingScripts("eval", { argument: 2 }),
    ...redisCommands(lower),
  ],
  wrappers: [watching(lower)],
} satisfies LibraryModel;

function lower(command: string): readonly string[] {
  return [command.toLowerCase()];
}
