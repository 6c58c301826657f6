import net from "node:net";
import { invocations } from "../context.js";
import { isLoopback } from "../loopback.js";
import { callerFrame, placeOf } from "../place.js";
import { blockedError, httpPolicy } from "./http-policy.js";
import { isObject, patchMethod } from "./patch.js";

/** Refuses TCP connections that would leave this machine while a verification runs, whatever library opens them. */
export function guardSockets(): void {
  patchMethod(net.Socket.prototype, "connect", (original) => {
    return function connect(this: unknown, ...args: unknown[]) {
      const host = hostOf(args);
      const policy = httpPolicy();
      const ours = invocations.getStore();
      if (!policy || !ours || host === undefined || isLoopback(host) || policy.allows(host))
        return original.apply(this, args);
      const place = placeOf(callerFrame(connect));
      policy.blocked({ host, text: `connect ${host}`, ...(place ? { place } : {}) });
      const socket = this as net.Socket;
      process.nextTick(() => socket.destroy(blockedError(host, place)));
      return socket;
    };
  });
}

/** `connect(options)`, `connect(port, host)`, or Node's own call with the normalised array. */
function hostOf(args: readonly unknown[]): string | undefined {
  const [first, second] = Array.isArray(args[0]) ? (args[0] as unknown[]) : args;
  if (isObject(first)) {
    if (typeof first["path"] === "string") return undefined;
    return typeof first["host"] === "string" ? first["host"] : "localhost";
  }
  return typeof first === "number" && typeof second === "string" ? second : undefined;
}
