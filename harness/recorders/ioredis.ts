import { gateIsOpen, throughGate, type Operation } from "../gate.js";
import { callerFrame, type Frame } from "../place.js";
import { isObject, patchMethod } from "./patch.js";
import { gateMethod } from "./gated-method.js";
import { classifyRedis } from "./redis-commands.js";

/** Records ioredis, given its module: single commands, and a pipeline or MULTI as one effect. */
export function recordIoredis(module: unknown): void {
  if (!isObject(module)) return;
  const client = module["Redis"] ?? module["default"] ?? module;
  if (typeof client === "function") patchMethod(client.prototype, "sendCommand", recordCommand);
  const pipeline = module["Pipeline"];
  if (typeof pipeline === "function") gateMethod(pipeline.prototype, "exec", batchOf);
}

/** Records ioredis through one of its clients: all clients of the same copy. */
export function recordIoredisClient(client: Record<string, unknown>): void {
  patchMethod(client, "sendCommand", recordCommand);
  const make = client["pipeline"];
  if (typeof make === "function") gateMethod(Object.getPrototypeOf(make.call(client)), "exec", batchOf);
}

function recordCommand(original: (this: unknown, ...args: unknown[]) => unknown) {
  return function sendCommand(this: unknown, ...args: unknown[]): unknown {
    const [command, stream] = args;
    // A second argument is a pipeline's stream: its commands are part of the pipeline's effect.
    if (gateIsOpen() || !isObject(command) || stream !== undefined || command["isGated"] === true)
      return original.apply(this, args);
    const name = String(command["name"]);
    if (PROTOCOL.has(name.toLowerCase())) return original.apply(this, args);
    const values = Array.isArray(command["args"]) ? (command["args"] as unknown[]) : [];
    // ioredis sends the same object again when it had to wait for its connection.
    command["isGated"] = true;
    return throughGate(operationOf(name, values, callerFrame(sendCommand)), () =>
      Promise.resolve(original.apply(this, args)),
    );
  };
}

const PROTOCOL = new Set([
  "info",
  "select",
  "auth",
  "hello",
  "client",
  "ping",
  "quit",
  "subscribe",
  "psubscribe",
  "multi",
  "exec",
  "watch",
  "script",
]);

function operationOf(name: string, args: readonly unknown[], frame: Frame | undefined): Operation {
  const action = classifyRedis(name, args);
  return {
    driver: "ioredis",
    ...action,
    ...(frame ? { frame } : {}),
    broken: () => new Error("Connection is closed."),
  };
}

function batchOf(self: unknown, _args: readonly unknown[], frame: Frame | undefined): Operation | undefined {
  const queue = isObject(self) && Array.isArray(self["_queue"]) ? (self["_queue"] as unknown[]) : [];
  const names = new Set(queue.filter(isObject).map((command) => String(command["name"]).toLowerCase()));
  // MULTI is sent ahead of its EXEC; nothing takes effect before that.
  if (names.has("multi") && !names.has("exec")) return undefined;
  const commands = queue.filter(isObject).filter((command) => !PROTOCOL.has(String(command["name"]).toLowerCase()));
  const actions = commands.map((command) =>
    classifyRedis(String(command["name"]), Array.isArray(command["args"]) ? (command["args"] as unknown[]) : []),
  );
  const writes = actions.filter((action) => action.role !== "read");
  const [first] = writes;
  if (!first) return undefined;
  return {
    driver: "ioredis",
    ...first,
    role: writes.every((action) => action.role === "store") ? "store" : "write",
    target: [...new Set(writes.map((action) => action.target))].join(" + "),
    text: writes.map((action) => action.text).join("; "),
    ...(frame ? { frame } : {}),
    broken: () => new Error("Connection is closed."),
  };
}
