import http from "node:http";
import https from "node:https";
import { syncBuiltinESMExports } from "node:module";
import type { HttpRequestEventMap } from "@mswjs/interceptors";
import { ClientRequestInterceptor } from "@mswjs/interceptors/ClientRequest";
import { invocations, type Invocation } from "../context.js";
import { gateIsOpen } from "../gate.js";
import { callerFrame, type Frame } from "../place.js";
import { sendThroughGate } from "./http.js";
import { httpPolicy } from "./http-policy.js";

interface Caller {
  readonly frame?: Frame;
  readonly invocation?: Invocation;
}

const CALL_HEADER = "x-idemlint-call";
type Module = typeof http | typeof https;
type Method = "request" | "get";

/** Records every client that is built on `node:http` and `node:https` (axios, got, the AWS and Stripe SDKs …) until the returned function is called. */
export function recordClientRequests(): () => void {
  const interceptor = new ClientRequestInterceptor();
  const callers = new Map<string, Caller>();
  let calls = 0;
  const answer = async ({ request, controller }: HttpRequestEventMap["request"][0]): Promise<void> => {
    const policy = httpPolicy();
    const id = request.headers.get(CALL_HEADER);
    const caller = id === null ? undefined : callers.get(id);
    if (!policy || id === null || !caller) return;
    callers.delete(id);
    request.headers.delete(CALL_HEADER);
    const send = (): Promise<Response> => sendThroughGate(request.clone(), policy, caller.frame, broken);
    try {
      controller.respondWith(await (caller.invocation ? invocations.run(caller.invocation, send) : send()));
    } catch (error) {
      controller.errorWith(error instanceof Error ? error : new Error(String(error)));
    }
  };
  // The interceptor waits for the promise, which its types do not say.
  interceptor.on("request", (event) => answer(event) as unknown as undefined);
  interceptor.apply();

  const note = (request: http.ClientRequest, below: (...args: never[]) => unknown): void => {
    if (gateIsOpen() || request.headersSent) return;
    const id = String((calls += 1));
    const frame = callerFrame(below);
    const invocation = invocations.getStore();
    callers.set(id, { ...(frame ? { frame } : {}), ...(invocation ? { invocation } : {}) });
    request.setHeader(CALL_HEADER, id);
  };
  const undo = ([http, https] as const).flatMap((module) =>
    (["request", "get"] as const).map((name) => wrap(module, name, note)),
  );
  syncBuiltinESMExports();
  return () => {
    for (const restore of undo) restore();
    interceptor.dispose();
    syncBuiltinESMExports();
  };
}

/** Notes the caller of each request: the interceptor sees it only in a later tick, when the stack is gone. */
function wrap(
  module: Module,
  name: Method,
  note: (request: http.ClientRequest, below: (...args: never[]) => unknown) => void,
): () => void {
  const owner = module as unknown as Record<Method, (...args: unknown[]) => http.ClientRequest>;
  const original = owner[name];
  owner[name] = function noted(...args: unknown[]): http.ClientRequest {
    const request = original.apply(module, args);
    note(request, noted);
    return request;
  };
  return () => {
    owner[name] = original;
  };
}

function broken(): Error {
  return Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
}
