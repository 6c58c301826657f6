import type { LibraryModel } from "../model.js";
import { claimingSet, claimingZadd, jsonCommands, pipelines, redisCommands, returningSet } from "./redis-commands.js";
import { reservingScripts } from "./redis-scripts.js";

/** Upstash and Vercel KV: flags are lower-case properties, `set(key, value, { nx: true, ex: 60 })`. */
export default {
  library: "Upstash Redis",
  packages: ["@upstash/redis", "@upstash/redis/*", "@vercel/kv"],
  versions: ">=1",
  docs: "https://upstash.com/docs/redis/sdks/ts/commands/string/set",
  names: {
    "Redis.fromEnv()": "Redis#",
    kv: "Redis#",
    "createClient()": "Redis#",
    "VercelKV#": "Redis#",
    ...pipelines,
  },
  spoken: [{ match: "Redis#exec", words: "list", spelled: "lower" }],
  calls: [
    // In words: `exec(["SET", key, value, "NX"])`.
    claimingSet(lower, [{ place: { argument: 2 }, equals: "NX", orLater: true }]),
    claimingSet(lower, [{ place: { argument: 2, property: "nx" }, equals: true }]),
    returningSet(lower, [{ place: { argument: 2, property: "get" }, equals: true }]),
    claimingZadd(lower, [{ place: { argument: 1, property: "nx" }, equals: true }], {
      argument: 2,
      property: "member",
    }),
    ...reservingScripts("eval", { argument: 1, property: "0" }),
    ...redisCommands(lower),
    ...jsonCommands("numincrby", "arrappend"),
  ],
} satisfies LibraryModel;

/** Not every command of the server is there. */
function lower(command: string): readonly string[] {
  return ["sPublish", "rPopLPush"].includes(command) ? [] : [command.toLowerCase()];
}
