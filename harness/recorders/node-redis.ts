import type { Operation } from "../gate.js";
import type { Frame } from "../place.js";
import { gateMethod } from "./gated-method.js";
import { isObject } from "./patch.js";
import { classifyRedis } from "./redis-commands.js";

/** Records node-redis, given the module of `@redis/client` that holds its client class: commands, and MULTI as one effect. */
export function recordNodeRedis(module: unknown): void {
  const client = isObject(module) ? module["default"] : undefined;
  if (typeof client !== "function") return;
  if ("commandsExecutor" in (client.prototype as object)) {
    recordVersion4(client.prototype as Record<string, unknown>);
    return;
  }
  gateMethod(client.prototype, "sendCommand", (_self, [args], frame) =>
    Array.isArray(args) ? operationOf([args], frame) : undefined,
  );
  for (const name of ["_executeMulti", "_executePipeline"]) {
    gateMethod(client.prototype, name, (_self, [commands], frame) =>
      Array.isArray(commands) ? operationOf(commands.map(argsOf), frame) : undefined,
    );
  }
}

/** Version 4 gives every command a method of its own, under two names: `SETNX` and `setNX`. */
function recordVersion4(prototype: Record<string, unknown>): void {
  const commands = Object.keys(prototype).filter((name) => /^[a-z]+$/i.test(name) && name.toUpperCase() in prototype);
  for (const name of commands)
    gateMethod(prototype, name, (_self, args, frame) => operationOf([[name, ...args.flatMap(written)]], frame));
  gateMethod(prototype, "multiExecutor", (_self, [batch], frame) =>
    Array.isArray(batch) ? operationOf(batch.map(argsOf), frame) : undefined,
  );
}

/** `{ NX: true, EX: 60 }` stands for the words `NX` and `EX 60`. */
function written(argument: unknown): readonly unknown[] {
  if (!isObject(argument) || argument instanceof Uint8Array || Array.isArray(argument)) return [argument];
  return Object.entries(argument)
    .filter(([, value]) => value !== undefined && value !== false)
    .flat();
}

function argsOf(command: unknown): readonly unknown[] {
  return isObject(command) && Array.isArray(command["args"]) ? (command["args"] as unknown[]) : [];
}

function operationOf(commands: readonly (readonly unknown[])[], frame: Frame | undefined): Operation | undefined {
  const actions = commands.map(([name, ...rest]) => classifyRedis(String(name), rest));
  const writes = actions.filter((action) => action.role !== "read");
  const [first] = writes.length > 0 ? writes : actions;
  if (!first) return undefined;
  return {
    driver: "redis",
    ...first,
    target: [...new Set((writes.length > 0 ? writes : actions).map((action) => action.target))].join(" + "),
    ...(frame ? { frame } : {}),
    broken: () => new Error("Socket closed unexpectedly"),
  };
}
