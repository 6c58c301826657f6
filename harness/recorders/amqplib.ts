import { gateIsOpen, throughGateNow, type Operation } from "../gate.js";
import { callerFrame, type Frame } from "../place.js";
import { isObject, patchMethod } from "./patch.js";

/** Records messages that amqplib publishes, given the module that holds its channel classes. */
export function recordAmqplib(module: unknown): void {
  if (!isObject(module)) return;
  for (const name of ["Channel", "ConfirmChannel"]) {
    const channel = module[name];
    // `sendToQueue` publishes, so one method sees all.
    if (typeof channel === "function" && Object.hasOwn(channel.prototype as object, "publish"))
      patchMethod(channel.prototype, "publish", recordPublish);
  }
}

const publishing = new WeakSet<object>();

function recordPublish(original: (this: unknown, ...args: unknown[]) => unknown) {
  return function publish(this: unknown, ...args: unknown[]): unknown {
    // A confirm channel's `publish` calls the plain one.
    if (gateIsOpen() || !isObject(this) || publishing.has(this)) return original.apply(this, args);
    const send = (): unknown => {
      publishing.add(this);
      try {
        return original.apply(this, args);
      } finally {
        publishing.delete(this);
      }
    };
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
