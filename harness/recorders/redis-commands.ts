import type { EffectKind } from "../../analyzer/trace.js";
import type { OperationRole } from "../gate.js";
import { isIdempotencyStore } from "./roles.js";

/** A Redis command as an effect. */
export interface RedisAction {
  readonly kind: EffectKind;
  readonly role: OperationRole;
  /** `redis order:*`. */
  readonly target: string;
  readonly text: string;
}

const WRITES: Readonly<Record<string, EffectKind>> = {
  set: "update",
  setex: "update",
  psetex: "update",
  mset: "update",
  getset: "update",
  hset: "update",
  hmset: "update",
  json: "update",
  setnx: "reserve",
  hsetnx: "reserve",
  msetnx: "reserve",
  del: "delete",
  unlink: "delete",
  getdel: "delete",
  hdel: "delete",
  srem: "delete",
  zrem: "delete",
  lrem: "delete",
  ltrim: "delete",
  lpop: "delete",
  rpop: "delete",
  incr: "increment",
  incrby: "increment",
  incrbyfloat: "increment",
  decr: "increment",
  decrby: "increment",
  hincrby: "increment",
  hincrbyfloat: "increment",
  zincrby: "increment",
  append: "append",
  lpush: "append",
  rpush: "append",
  xadd: "append",
  sadd: "upsert",
  zadd: "upsert",
  expire: "update",
  pexpire: "update",
  publish: "publish",
  eval: "update",
  evalsha: "update",
  fcall: "update",
};

/** Classifies a command by its name and arguments; commands that only read are reads. */
export function classifyRedis(name: string, args: readonly unknown[]): RedisAction {
  const command = name.toLowerCase();
  const script = command === "eval" || command === "evalsha" || command === "fcall";
  const key = text(script ? args[2] : args[0]);
  const kind = WRITES[command];
  const target = `redis ${pattern(key)}`;
  const shown = `${command.toUpperCase()} ${key}`.trim();
  if (kind === undefined) return { kind: "read", role: "read", target, text: shown };
  const claims = command === "set" && args.some((argument) => /^nx$/i.test(text(argument)));
  const lock = isIdempotencyStore(key) || /(^|[:_.-])(lock|mutex|sem)/i.test(key);
  const role = command === "publish" ? "publish" : lock || claims || kind === "reserve" ? "store" : "write";
  return { kind: claims ? "reserve" : lock && kind === "delete" ? "release" : kind, role, target, text: shown };
}

/** The key with the parts that differ between runs replaced: `idem:5f0c…` → `idem:*`. */
export function pattern(key: string): string {
  return key
    .split(/([:/.|])/)
    .map((part) => (/\d/.test(part) && part.length > 0 ? "*" : part))
    .join("");
}

function text(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  return typeof value === "number" || typeof value === "bigint" ? String(value) : "";
}
