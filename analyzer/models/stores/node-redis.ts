import type { LibraryModel } from "../model.js";
import {
  claimingSet,
  claimingZadd,
  jsonCommands,
  pipelines,
  redisCommands,
  returningSet,
  watching,
} from "./redis-commands.js";
import { reservingScripts } from "./redis-scripts.js";

const member = { argument: 1, property: "value" } as const;

/** node-redis: flags are properties, `set(key, value, { NX: true, EX: 60 })`; names in camel or upper case. */
export default {
  library: "node-redis",
  packages: ["redis", "@redis/client"],
  versions: ">=4",
  docs: "https://redis.io/docs/latest/commands/set/",
  names: {
    "default.createClient": "createClient",
    "createClient()": "Redis#",
    "createClientPool()": "Redis#",
    "createCluster()": "Redis#",
    "createSentinel()": "Redis#",
    "RedisClientType#": "Redis#",
    "RedisClientPoolType#": "Redis#",
    "RedisClusterType#": "Redis#",
    "RedisSentinelType#": "Redis#",
    "RedisClient#": "Redis#",
    "Redis#connect()": "Redis#",
    "Redis#on()": "Redis#",
    ...pipelines,
  },
  spoken: [{ match: ["Redis#sendCommand", "Pipeline#addCommand"], words: "list", spelled: "upper" }],
  calls: [
    // In words: `sendCommand(["SET", key, value, "NX"])`.
    claimingSet(camelAndUpper, [{ place: { argument: 2 }, equals: "NX", orLater: true }]),
    claimingSet(camelAndUpper, [{ place: { argument: 2, property: "NX" }, equals: true }]),
    claimingSet(camelAndUpper, [{ place: { argument: 2, property: "condition" }, equals: "NX" }]),
    returningSet(camelAndUpper, [{ place: { argument: 2, property: "GET" }, equals: true }]),
    claimingZadd(camelAndUpper, [{ place: { argument: 2, property: "NX" }, equals: true }], member),
    claimingZadd(camelAndUpper, [{ place: { argument: 2, property: "condition" }, equals: "NX" }], member),
    ...["eval", "EVAL"].flatMap((name) => reservingScripts(name, { argument: 1, property: "keys.0" })),
    ...redisCommands(camelAndUpper),
    ...jsonCommands("numIncrBy", "arrAppend"),
  ],
  wrappers: [
    watching(camelAndUpper),
    {
      match: "Redis#execute",
      kind: "invoke",
      callback: { argument: 0 },
      handle: "Redis#",
      what: "node-redis runs the callback on a connection of its own",
    },
  ],
} satisfies LibraryModel;

function camelAndUpper(command: string): readonly string[] {
  return command === "hmSet" ? [] : [command, command.toUpperCase()];
}
