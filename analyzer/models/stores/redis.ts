import type { CallModel, LibraryModel } from "../model.js";

const key = { argument: 0 } as const;
const value = { argument: 1 } as const;

/** Commands at a client and in a pipeline. */
function at(names: readonly string[]): readonly string[] {
  return names.flatMap((name) => [`Redis#${name}`, `Pipeline#${name}`]);
}

const pipelines = {
  "Redis#multi()": "Pipeline#",
  "Redis#pipeline()": "Pipeline#",
  "Pipeline#exec()": "Pipeline.replies",
  "Pipeline#execAsPipeline()": "Pipeline.replies",
  "Pipeline#*()": "Pipeline#",
  "Redis#duplicate()": "Redis#",
} as const;

/** Commands that ioredis and Upstash spell alike. */
const lowerCase = [
  {
    match: "Redis#setnx",
    effect: "reserve",
    target: key,
    values: value,
    claim: { won: "positive", by: "insert", key },
    returns: "count",
  },
  {
    match: "Redis#hsetnx",
    effect: "reserve",
    target: key,
    claim: { won: "positive", by: "insert", key: value },
    returns: "count",
  },
  {
    match: at(["set", "mset", "setex", "psetex", "getset"]),
    effect: "update",
    risk: "low",
    target: key,
    values: value,
  },
  { match: at(["hset", "hmset", "lset", "ltrim", "setbit", "setrange"]), effect: "update", risk: "low", target: key },
  {
    match: "Redis#sadd",
    effect: "reserve",
    risk: "low",
    target: key,
    claim: { won: "positive", by: "insert", key: value },
  },
  {
    match: ["Pipeline#sadd", ...at(["srem", "zadd", "zrem", "pfadd", "geoadd"])],
    effect: "update",
    risk: "low",
    target: key,
  },
  {
    match: at(["expire", "pexpire", "expireat", "pexpireat", "persist"]),
    effect: "update",
    risk: "low",
    target: key,
  },
  {
    match: "Redis#incr",
    effect: "increment",
    target: key,
    claim: { won: { equals: 1 }, by: "insert", key },
    returns: "count",
  },
  {
    match: ["Pipeline#incr", ...at(["incrby", "incrbyfloat", "decr", "decrby", "hincrby", "hincrbyfloat", "zincrby"])],
    effect: "increment",
    target: key,
    returns: "count",
  },
  {
    match: at(["lpush", "rpush", "lpushx", "rpushx", "linsert", "append", "xadd"]),
    effect: "append",
    target: key,
    values: value,
    returns: "count",
  },
  { match: at(["publish"]), effect: "publish", target: key, values: value, returns: "count" },
  { match: at(["del", "unlink", "hdel"]), effect: "delete", risk: "low", target: key, returns: "count" },
  {
    match: at(["get", "mget", "hget", "hgetall", "hexists", "exists", "sismember", "zscore", "llen", "scard", "ttl"]),
    effect: "read",
    target: key,
    where: key,
    returns: "row",
  },
] as const satisfies readonly CallModel[];

/** ioredis: flags are arguments, `set(key, value, "EX", 60, "NX")`. */
const ioredis = {
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
  calls: [
    {
      match: "Redis#set",
      when: [{ place: { argument: 2 }, equals: "NX", orLater: true }],
      effect: "reserve",
      target: key,
      values: value,
      claim: { won: { equals: "OK" }, by: "insert", key },
      returns: "reply",
    },
    ...lowerCase,
    { match: at(["spublish"]), effect: "publish", target: key, values: value, returns: "count" },
  ],
} as const satisfies LibraryModel;

/** node-redis: flags are properties, `set(key, value, { NX: true, EX: 60 })`; names in camel or upper case. */
const nodeRedis = {
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
  calls: [
    ...[
      { place: { argument: 2, property: "NX" }, equals: true } as const,
      { place: { argument: 2, property: "condition" }, equals: "NX" } as const,
    ].map(
      (condition) =>
        ({
          match: ["Redis#set", "Redis#SET"],
          when: [condition],
          effect: "reserve",
          target: key,
          values: value,
          claim: { won: { equals: "OK" }, by: "insert", key },
          returns: "reply",
        }) as const,
    ),
    {
      match: ["Redis#setNX", "Redis#SETNX"],
      effect: "reserve",
      target: key,
      values: value,
      claim: { won: "truthy", by: "insert", key },
      returns: "boolean",
    },
    {
      match: ["Redis#hSetNX"],
      effect: "reserve",
      target: key,
      claim: { won: "truthy", by: "insert", key: value },
      returns: "boolean",
    },
    {
      match: at(["set", "SET", "mSet", "setEx", "SETEX", "pSetEx", "getSet"]),
      effect: "update",
      risk: "low",
      target: key,
      values: value,
    },
    { match: at(["hSet", "HSET", "lSet", "lTrim", "setBit", "setRange"]), effect: "update", risk: "low", target: key },
    {
      match: ["Redis#sAdd"],
      effect: "reserve",
      risk: "low",
      target: key,
      claim: { won: "positive", by: "insert", key: value },
    },
    {
      match: ["Pipeline#sAdd", ...at(["sRem", "zAdd", "zRem", "pfAdd", "geoAdd"])],
      effect: "update",
      risk: "low",
      target: key,
    },
    { match: at(["expire", "EXPIRE", "pExpire", "expireAt", "persist"]), effect: "update", risk: "low", target: key },
    {
      match: ["Redis#incr", "Redis#INCR"],
      effect: "increment",
      target: key,
      claim: { won: { equals: 1 }, by: "insert", key },
      returns: "count",
    },
    {
      match: [
        "Pipeline#incr",
        "Pipeline#INCR",
        ...at(["incrBy", "INCRBY", "incrByFloat", "decr", "DECR", "decrBy"]),
        ...at(["hIncrBy", "HINCRBY", "hIncrByFloat", "zIncrBy"]),
      ],
      effect: "increment",
      target: key,
      returns: "count",
    },
    {
      match: at(["lPush", "LPUSH", "rPush", "RPUSH", "lPushX", "rPushX", "lInsert", "append", "xAdd", "XADD"]),
      effect: "append",
      target: key,
      values: value,
      returns: "count",
    },
    { match: at(["publish", "PUBLISH", "sPublish"]), effect: "publish", target: key, values: value, returns: "count" },
    { match: at(["del", "DEL", "unlink", "hDel"]), effect: "delete", risk: "low", target: key, returns: "count" },
    {
      match: at([
        "get",
        "GET",
        "mGet",
        "hGet",
        "hGetAll",
        "hExists",
        "exists",
        "sIsMember",
        "zScore",
        "lLen",
        "sCard",
        "ttl",
      ]),
      effect: "read",
      target: key,
      where: key,
      returns: "row",
    },
  ],
} as const satisfies LibraryModel;

/** Upstash and Vercel KV: flags are lower-case properties, `set(key, value, { nx: true, ex: 60 })`. */
const upstash = {
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
  calls: [
    {
      match: "Redis#set",
      when: [{ place: { argument: 2, property: "nx" }, equals: true }],
      effect: "reserve",
      target: key,
      values: value,
      claim: { won: { equals: "OK" }, by: "insert", key },
      returns: "reply",
    },
    ...lowerCase,
  ],
} as const satisfies LibraryModel;

export default [ioredis, nodeRedis, upstash] as const satisfies readonly LibraryModel[];
