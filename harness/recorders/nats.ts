import { gateIsOpen, throughGateNow, type Operation } from "../gate.js";
import { callerFrame, type Frame } from "../place.js";
import { gateMethod } from "./gated-method.js";
import { isObject, patchMethod } from "./patch.js";

/** Records messages that NATS clients publish, given the classes of core NATS and of JetStream. */
export function recordNats(module: unknown): void {
  if (!isObject(module)) return;
  const core = module["NatsConnectionImpl"];
  const stream = module["JetStreamClientImpl"];
  if (typeof core === "function") {
    patchMethod(core.prototype, "publish", (original) => {
      return function publish(this: unknown, ...args: unknown[]): unknown {
        const subject = String(args[0]);
        // JetStream and replies publish below `$JS` and `_INBOX`.
        if (gateIsOpen() || subject.startsWith("$") || subject.startsWith("_INBOX")) return original.apply(this, args);
        return throughGateNow(operationOf(args, callerFrame(publish)), () => original.apply(this, args), undefined);
      };
    });
  }
  if (typeof stream === "function")
    gateMethod(stream.prototype, "publish", (_self, args, frame) => operationOf(args, frame), true);
}

function operationOf([subject, payload, options]: readonly unknown[], frame: Frame | undefined): Operation {
  const id = isObject(options) ? options["msgID"] : undefined;
  const name = String(subject);
  return {
    driver: "nats",
    kind: "publish",
    role: "publish",
    target: `subject ${name}`,
    text: `publish to ${name}`,
    body: payload instanceof Uint8Array ? Buffer.from(payload).toString() : typeof payload === "string" ? payload : "",
    ...(typeof id === "string" ? { key: id, dedupes: true } : {}),
    ...(frame ? { frame } : {}),
    broken: () => Object.assign(new Error("TIMEOUT"), { code: "TIMEOUT" }),
  };
}
