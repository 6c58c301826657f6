import type { CallModel } from "../call-model.js";
import type { LibraryModel } from "../model.js";
import type { WrapperModel } from "../wrapper-model.js";
import type { Condition, Place } from "../place.js";

const key = { argument: 0 } as const;
const value = { argument: 1 } as const;

/** Commands that are queued and sent at `exec`. */
export const pipelines: NonNullable<LibraryModel["names"]> = {
  "Redis#multi()": "Pipeline#",
  "Redis#pipeline()": "Pipeline#",
  "Pipeline#exec()": "Pipeline.replies",
  "Pipeline#execAsPipeline()": "Pipeline.replies",
  "Pipeline#execTyped()": "Pipeline.replies",
  "Pipeline#*()": "Pipeline#",
  "Redis#duplicate()": "Redis#",
};

/** How a client spells a command that is `hSet` in camel case: `hset`, or `hSet` and `HSET`. */
export type Spelling = (command: string) => readonly string[];

/** `SET key value NX` under conditions that say `NX`: only the first one is told `OK`. */
export function claimingSet(spelled: Spelling, when: readonly Condition[]): CallModel {
  return {
    match: spelled("set").map((name) => `Redis#${name}`),
    when,
    effect: "reserve",
    target: key,
    values: value,
    claim: { won: { equals: "OK" }, by: "insert", key },
    returns: "reply",
  };
}

/** `SET key value GET` under conditions that say `GET`: the old value comes back, and none means that this one is the first. */
export function returningSet(spelled: Spelling, when: readonly Condition[]): CallModel {
  return { ...claimingSet(spelled, when), claim: { won: "falsy", by: "insert", key } };
}

/** What RedisJSON adds: numbers and lists inside of a document. */
export function jsonCommands(...names: readonly string[]): readonly CallModel[] {
  return ["Redis", "Pipeline"].map((on) => ({
    match: names.map((name) => `${on}#json.${name}`),
    effect: "append",
    target: key,
    values: { argument: 2 },
    queued: true,
  }));
}

/** `ZADD key NX score member` under conditions that say `NX`: how many members were added tells who was first. */
export function claimingZadd(spelled: Spelling, when: readonly Condition[], member: Place): CallModel {
  return {
    match: spelled("zAdd").map((name) => `Redis#${name}`),
    when,
    effect: "reserve",
    risk: "low",
    target: key,
    claim: { won: "positive", by: "insert", key: member },
    returns: "count",
  };
}

/** `WATCH`: what is read from here on is still so when `MULTI` is executed, or nothing of it is done. */
export function watching(spelled: Spelling): WrapperModel {
  return {
    match: spelled("watch").map((name) => `Redis#${name}`),
    kind: "lock",
    callback: { argument: 1 },
    key,
    what: "Redis executes the queued commands only while nobody changed the watched keys",
  };
}

/** What the commands do. Queued ones answer nothing that could be tested, so they claim nothing. */
export function redisCommands(spelled: Spelling): readonly CallModel[] {
  const direct = (...names: readonly string[]): readonly string[] =>
    names.flatMap(spelled).map((name) => `Redis#${name}`);
  const queued = (...names: readonly string[]): readonly string[] =>
    names.flatMap(spelled).map((name) => `Pipeline#${name}`);
  const both = (...names: readonly string[]): readonly string[] => [...direct(...names), ...queued(...names)];
  const commands: readonly CallModel[] = [
    {
      match: direct("setNX", "mSetNX"),
      effect: "reserve",
      target: key,
      values: value,
      claim: { won: "truthy", by: "insert", key },
      returns: "count",
    },
    {
      match: direct("hSetNX"),
      effect: "reserve",
      target: key,
      claim: { won: "truthy", by: "insert", key: value },
      returns: "count",
    },
    {
      match: direct("renameNX"),
      effect: "reserve",
      target: value,
      claim: { won: "truthy", by: "insert", key: value },
      returns: "count",
    },
    {
      match: direct("sAdd"),
      effect: "reserve",
      risk: "low",
      target: key,
      claim: { won: "positive", by: "insert", key: value },
    },
    // The old value comes back: none means that this one is the first.
    {
      match: direct("getSet"),
      effect: "reserve",
      target: key,
      values: value,
      claim: { won: "falsy", by: "insert", key },
      returns: "reply",
    },
    {
      match: [
        ...both("set", "mSet", "setEx", "pSetEx", "hSet", "hmSet", "lSet", "lTrim", "setBit", "setRange"),
        ...queued("sAdd", "setNX", "mSetNX", "hSetNX", "getSet", "renameNX"),
        ...both("sRem", "zAdd", "zRem", "pfAdd", "geoAdd", "rename", "xDel", "xAck", "xTrim"),
        ...both("expire", "pExpire", "expireAt", "pExpireAt", "persist"),
      ],
      effect: "update",
      risk: "low",
      target: key,
      values: value,
    },
    {
      match: direct("incr"),
      effect: "increment",
      target: key,
      claim: { won: { equals: 1 }, by: "insert", key },
      returns: "count",
    },
    {
      match: [
        ...queued("incr"),
        ...both("incrBy", "incrByFloat", "decr", "decrBy", "hIncrBy", "hIncrByFloat", "zIncrBy"),
      ],
      effect: "increment",
      target: key,
      returns: "count",
    },
    {
      match: both("lPush", "rPush", "lPushX", "rPushX", "lInsert", "append", "xAdd"),
      effect: "append",
      target: key,
      values: value,
      returns: "count",
    },
    { match: both("publish", "sPublish"), effect: "publish", target: key, values: value, returns: "count" },
    {
      match: both("del", "unlink", "hDel", "getDel"),
      effect: "delete",
      risk: "low",
      target: key,
      returns: "count",
    },
    // Each run takes the next element.
    {
      match: both("lPop", "rPop", "sPop", "rPopLPush", "lMove", "zPopMin", "zPopMax"),
      effect: "delete",
      risk: "low",
      target: key,
      returns: "row",
    },
    {
      match: direct(
        ...["get", "mGet", "hGet", "hGetAll", "hExists", "exists", "sIsMember", "zScore", "lLen", "sCard", "ttl"],
      ),
      effect: "read",
      target: key,
      where: key,
      returns: "row",
    },
  ];
  return commands.map((command) => ({ ...command, queued: true }));
}
