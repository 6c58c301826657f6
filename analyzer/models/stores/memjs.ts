import type { LibraryModel } from "../model.js";

const key = { argument: 0 } as const;
const value = { argument: 1 } as const;

/** memjs, a client of memcached: `add` stores under a key that nobody holds. What is there may be evicted at any time. */
export default {
  library: "memcached",
  packages: ["memjs"],
  versions: ">=1",
  docs: "https://github.com/memcachier/memjs#usage",
  names: { "Client.create()": "Client#", "default.Client.create()": "Client#" },
  calls: [
    {
      match: "Client#add",
      effect: "reserve",
      target: key,
      values: value,
      claim: { won: "truthy", by: "insert", key },
      returns: "boolean",
    },
    { match: ["Client#set", "Client#replace"], effect: "update", risk: "low", target: key, values: value },
    { match: ["Client#increment", "Client#decrement"], effect: "increment", target: key, returns: "reply" },
    { match: ["Client#append", "Client#prepend"], effect: "append", risk: "low", target: key, values: value },
    { match: "Client#delete", effect: "delete", risk: "low", target: key, returns: "boolean" },
    { match: "Client#get", effect: "read", target: key, returns: "row", found: "value" },
  ],
} satisfies LibraryModel;
