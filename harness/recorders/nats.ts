import { gateIsOpen, throughGateNow, type Operation } from "../gate.js";
import { callerFrame, type Frame } from "../place.js";
import { carriedInvocation, enterByReading, INVOCATION_HEADER } from "./carried.js";
import { gateMethod } from "./gated-method.js";
import { isObject, patchMethod } from "./patch.js";

/**
 * Records messages that NATS clients publish, given the classes of core NATS and of JetStream; what reads a JetStream message runs in the
 * attempt that it carries.
 */
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
  carryAttempts(module["MsgHdrsImpl"], module["JsMsgImpl"]);
  if (typeof stream === "function")
    gateMethod(stream.prototype, "publish", (_self, args, frame) => operationOf(args, frame), true);
}

/** JetStream gives every message headers, which are written out when it is sent. */
function carryAttempts(headers: unknown, message: unknown): void {
  if (typeof headers === "function")
    patchMethod(headers.prototype, "encode", (original) => {
      return function encode(this: unknown, ...args: unknown[]): unknown {
        const carried = carriedInvocation();
        if (carried !== undefined) callOn(this, "set", INVOCATION_HEADER, carried);
        return original.apply(this, args);
      };
    });
  if (typeof message !== "function") return;
  const packedOf = (one: object): unknown => {
    const carried = isObject(one) && isObject(one["headers"]) ? callOn(one["headers"], "get", INVOCATION_HEADER) : "";
    return carried === "" ? undefined : carried;
  };
  enterByReading(message.prototype as object, ["data"], packedOf);
  for (const name of ["json", "string"])
    patchMethod(message.prototype, name, (original) => {
      return function read(this: unknown, ...args: unknown[]): unknown {
        // Reading the content is what enters the attempt.
        Reflect.get(this as object, "data");
        return original.apply(this, args);
      };
    });
}

function callOn(owner: unknown, name: string, ...args: readonly unknown[]): unknown {
  const method = isObject(owner) ? owner[name] : undefined;
  return typeof method === "function" ? method.apply(owner, [...args]) : undefined;
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
