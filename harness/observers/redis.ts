import { silently } from "../context.js";
import { proxyRedis } from "../proxy/redis.js";
import { isLoopback, matchesHost } from "../loopback.js";
import { isObject } from "../recorders/patch.js";
import { recordIoredisClient } from "../recorders/ioredis.js";
import { classifyRedis, pattern } from "../recorders/redis-commands.js";
import { recordNodeRedis } from "../recorders/node-redis.js";
import type { ObservedStore, Observer, Row, TableState } from "./observer.js";
import { HarnessError } from "./sql-access.js";

/** More keys than this are not copied. */
const MOST_KEYS = 10_000;

/** What counts in a Redis database. */
export interface RedisChoice {
  /** Only keys that match: `shop:*`. */
  readonly match?: string;
  /** Keys that are no effect: `cache:*`. */
  readonly exclude?: readonly string[];
  /** Puts a proxy before the server, at the `REDIS_URL` that `start` is given: for programs in other languages. */
  readonly proxy?: boolean;
  /** Keys that hold idempotency records under names that do not tell: `orders#*`. */
  readonly records?: readonly string[];
}

/** Watches a Redis database through an ioredis or node-redis client. Keys that are there at first are put back after each run. */
export function redis(client: unknown, choice: RedisChoice = {}): Observer {
  return {
    name: "redis",
    async open({ allow }) {
      const host = hostOf(client);
      if (!host.startsWith("/") && !isLoopback(host) && !matchesHost(host, allow)) {
        throw new HarnessError(`the Redis host ${host} is not loopback: name it in \`allow\` if that is what you want`);
      }
      const call = caller(client);
      const address = choice.proxy === true ? addressOf(client, host) : undefined;
      const baseline = await readKeys(call, choice.match ?? "*");
      const store = observe(call, choice, baseline);
      return address ? behindProxy(store, address) : store;
    },
  };
}

/** Where a client's server listens. */
interface Address {
  readonly host: string;
  readonly port: number;
  readonly database: number;
}

async function behindProxy(store: ObservedStore, { host, port, database }: Address): Promise<ObservedStore> {
  const proxy = await proxyRedis(host, port);
  return {
    ...store,
    wire: true,
    environment: { REDIS_URL: `redis://127.0.0.1:${proxy.port}/${database}` },
    concurrent: "at the wire two attempts cannot be told apart",
    close: async () => {
      await proxy.close();
      await store.close();
    },
  };
}

function addressOf(client: unknown, host: string): Address {
  const options = isObject(client) && isObject(client["options"]) ? client["options"] : {};
  const socket = isObject(options["socket"]) ? options["socket"] : options;
  const text = options["url"];
  const url = typeof text === "string" && URL.canParse(text) ? new URL(text) : undefined;
  if (host.startsWith("/")) throw new HarnessError("the proxy needs a Redis server that listens on TCP");
  if (url?.protocol === "rediss:" || socket["tls"] !== undefined)
    throw new HarnessError(
      "the proxy reads the wire, so the connection to Redis cannot be encrypted: give it a redis:// address",
    );
  const named = Number(options["db"] ?? options["database"] ?? url?.pathname.slice(1));
  return { host, port: Number(socket["port"] ?? url?.port) || 6_379, database: Number.isNaN(named) ? 0 : named };
}

type Call = (...args: readonly string[]) => Promise<unknown>;

/** One key: its type and content as text. */
interface Entry {
  readonly type: string;
  readonly content: readonly string[];
}

function observe(call: Call, choice: RedisChoice, baseline: ReadonlyMap<string, Entry>): ObservedStore {
  const match = choice.match ?? "*";
  const records = choice.records ?? [];
  const isRecord = (key: string): boolean =>
    classifyRedis("set", [key]).role === "store" || records.some((glob) => matchesGlob(key, glob));
  const why = (key: string): string | undefined => {
    if ((choice.exclude ?? []).some((glob) => matchesGlob(key, glob))) return "named in the scenario";
    return isRecord(key) ? "idempotency records and locks" : undefined;
  };
  return {
    name: "Redis",
    environment: {},
    concurrent: true,
    excluded: [
      "keys of idempotency records and locks",
      ...(choice.exclude ?? []).map((glob) => `keys ${glob}: named in the scenario`),
    ],
    async restore() {
      const now = await readKeys(call, match);
      for (const key of now.keys()) await call("DEL", key);
      for (const [key, entry] of baseline) await writeKey(call, key, entry);
    },
    perturb: () => Promise.resolve(),
    async read() {
      return { tables: tablesOf(await readKeys(call, match), why), calls: [] };
    },
    async forgetRecords() {
      const records = [...(await readKeys(call, match)).keys()].filter(isRecord);
      for (const key of records) await call("DEL", key);
      return [...new Set(records.map((key) => `redis ${pattern(key)}`))];
    },
    waiting: () => Promise.resolve(false),
    close: () => Promise.resolve(),
  };
}

function tablesOf(keys: ReadonlyMap<string, Entry>, why: (key: string) => string | undefined): readonly TableState[] {
  const groups = new Map<string, { rows: Row[]; excluded: string | undefined }>();
  for (const [key, { content }] of keys) {
    const name = `redis ${pattern(key)}`;
    const group = groups.get(name) ?? { rows: [], excluded: why(key) };
    groups.set(name, group);
    group.rows.push({ key, value: content.join(" ") });
  }
  const columns = [
    { name: "key", generated: false },
    { name: "value", generated: false },
  ];
  return [...groups].map(([name, { rows, excluded }]) => ({
    name,
    columns,
    key: [],
    references: [],
    rows,
    ...(excluded === undefined ? {} : { excluded }),
  }));
}

async function readKeys(call: Call, match: string): Promise<ReadonlyMap<string, Entry>> {
  const found = new Map<string, Entry>();
  let cursor = "0";
  do {
    const answer = await call("SCAN", cursor, "MATCH", match, "COUNT", "1000");
    const [next, keys] = Array.isArray(answer) ? (answer as readonly unknown[]) : ["0", []];
    cursor = text(next);
    for (const key of list(keys)) {
      const entry = await readKey(call, key);
      if (entry) found.set(key, entry);
    }
    if (found.size > MOST_KEYS)
      throw new HarnessError(
        `the Redis database has more than ${MOST_KEYS} keys: choose some with redis(client, { match: "shop:*" })`,
      );
  } while (cursor !== "0");
  return found;
}

const READERS: Readonly<Record<string, (key: string) => readonly string[]>> = {
  string: (key) => ["GET", key],
  hash: (key) => ["HGETALL", key],
  list: (key) => ["LRANGE", key, "0", "-1"],
  set: (key) => ["SMEMBERS", key],
  zset: (key) => ["ZRANGE", key, "0", "-1", "WITHSCORES"],
  stream: (key) => ["XRANGE", key, "-", "+"],
};

async function readKey(call: Call, key: string): Promise<Entry | undefined> {
  const type = text(await call("TYPE", key));
  const reader = READERS[type];
  if (!reader) return undefined;
  const answer = await call(...reader(key));
  const content = list(
    Array.isArray(answer)
      ? answer.flat(Infinity)
      : isObject(answer) && !(answer instanceof Uint8Array)
        ? Object.entries(answer).flat()
        : [answer],
  );
  return { type, content: type === "set" ? [...content].sort() : content };
}

async function writeKey(call: Call, key: string, { type, content }: Entry): Promise<void> {
  if (content.length === 0) return;
  if (type === "string") await call("SET", key, content[0] ?? "");
  if (type === "hash") await call("HSET", key, ...content);
  if (type === "list") await call("RPUSH", key, ...content);
  if (type === "set") await call("SADD", key, ...content);
  if (type === "zset")
    for (let at = 0; at < content.length; at += 2) await call("ZADD", key, content[at + 1] ?? "0", content[at] ?? "");
}

function caller(client: unknown): Call {
  if (isObject(client) && typeof client["call"] === "function") {
    recordIoredisClient(client);
    const call = client["call"];
    return (...args) => silently(() => Promise.resolve(call.apply(client, [...args])));
  }
  if (isObject(client) && typeof client["sendCommand"] === "function") {
    recordNodeRedis({ default: client.constructor });
    const send = client["sendCommand"];
    return (...args) => silently(() => Promise.resolve(send.call(client, [...args])));
  }
  throw new HarnessError("redis(…) takes an ioredis or node-redis client");
}

function hostOf(client: unknown): string {
  const options = isObject(client) && isObject(client["options"]) ? client["options"] : {};
  const socket = isObject(options["socket"]) ? options["socket"] : options;
  if (typeof socket["path"] === "string") return socket["path"];
  if (typeof socket["host"] === "string") return socket["host"];
  return typeof options["url"] === "string" && URL.canParse(options["url"])
    ? new URL(options["url"]).hostname
    : "localhost";
}

function matchesGlob(key: string, glob: string): boolean {
  return new RegExp(
    `^${glob
      .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
  ).test(key);
}

function list(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(text) : [];
}

function text(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
