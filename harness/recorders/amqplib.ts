import { gateIsOpen, throughGateNow, type Operation } from "../gate.js";
import { callerFrame, type Frame } from "../place.js";
import { carriedInvocation, inCarried, INVOCATION_HEADER } from "./carried.js";
import { isObject, patchMethod } from "./patch.js";

/** Records messages that amqplib publishes, and runs consumers in the attempt of their message, given the module of its channel classes. */
export function recordAmqplib(module: unknown): void {
  if (!isObject(module)) return;
  for (const name of ["Channel", "ConfirmChannel"]) {
    const channel = module[name];
    // `sendToQueue` publishes, so one method sees all.
    if (typeof channel === "function" && Object.hasOwn(channel.prototype as object, "publish"))
      patchMethod(channel.prototype, "publish", recordPublish);
    if (typeof channel === "function") patchMethod(channel.prototype, "dispatchMessage", runInAttempt);
  }
}

function runInAttempt(original: (this: unknown, ...args: unknown[]) => unknown) {
  return function dispatchMessage(this: unknown, ...args: unknown[]): unknown {
    const headers = headersOf(args[1]);
    const packed = headers?.[INVOCATION_HEADER];
    if (headers) Reflect.deleteProperty(headers, INVOCATION_HEADER);
    return inCarried(packed, () => original.apply(this, args));
  };
}

function headersOf(message: unknown): Record<string, unknown> | undefined {
  const properties = isObject(message) ? message["properties"] : undefined;
  const headers = isObject(properties) ? properties["headers"] : undefined;
  return isObject(headers) ? headers : undefined;
}

/** The arguments of `publish` with the attempt among the headers. */
function carrying(args: unknown[]): unknown[] {
  const carried = carriedInvocation();
  if (carried === undefined) return args;
  const [exchange, route, content, options, ...more] = args;
  const given = isObject(options) ? options : {};
  const headers = { ...(isObject(given["headers"]) ? given["headers"] : {}), [INVOCATION_HEADER]: carried };
  return [exchange, route, content, { ...given, headers }, ...more];
}

const publishing = new WeakSet<object>();

function recordPublish(original: (this: unknown, ...args: unknown[]) => unknown) {
  return function publish(this: unknown, ...args: unknown[]): unknown {
    // A confirm channel's `publish` calls the plain one.
    if (!isObject(this) || publishing.has(this)) return original.apply(this, args);
    const carried = carrying(args);
    const send = (): unknown => {
      publishing.add(this);
      try {
        return original.apply(this, carried);
      } finally {
        publishing.delete(this);
      }
    };
    if (gateIsOpen()) return send();
    return throughGateNow(operationOf(args, callerFrame(publish)), send, true);
  };
}

function operationOf([exchange, route, content, options]: readonly unknown[], frame: Frame | undefined): Operation {
  const target = exchange === "" ? `queue ${String(route)}` : `exchange ${String(exchange)} ${String(route)}`;
  const id = isObject(options) ? options["messageId"] : undefined;
  return {
    driver: "amqplib",
    kind: "publish",
    role: "publish",
    target,
    text: `publish to ${target}`,
    body: content instanceof Uint8Array ? Buffer.from(content).toString() : String(content),
    ...(typeof id === "string" ? { key: id } : {}),
    ...(frame ? { frame } : {}),
    broken: () => new Error("Channel closed"),
  };
}
