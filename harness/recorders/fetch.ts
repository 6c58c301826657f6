import { gateIsOpen } from "../gate.js";
import { callerFrame } from "../place.js";
import { nativeFetch, sendThroughGate } from "./http.js";
import { httpPolicy } from "./http-policy.js";
import { patchMethod } from "./patch.js";

/** Records calls of the global `fetch`. */
export function recordFetch(): void {
  patchMethod(globalThis, "fetch", () => {
    return function fetch(...args: unknown[]): Promise<Response> {
      const [input, init] = args as Parameters<typeof nativeFetch>;
      const policy = httpPolicy();
      if (!policy || gateIsOpen()) return nativeFetch(input, init);
      return sendThroughGate(new Request(input, init), policy, callerFrame(fetch), broken);
    };
  });
}

function broken(): Error {
  const cause = Object.assign(new Error("other side closed"), { code: "UND_ERR_SOCKET" });
  return new TypeError("fetch failed", { cause });
}
