import http from "node:http";
import https from "node:https";
import { invocations, type Invocation } from "../context.js";
import { patchMethod } from "./patch.js";

/** Tells the program under test which attempt a request belongs to. */
export const INVOCATION_HEADER = "x-idemlint-invocation";

/** The attempt whose HTTP response is cut: the handler runs to its end, and the client never hears of it. */
const CUT = "cut";
const cutInvocations = new Set<string>();

/** The invocation as a header value. */
export function packInvocation(invocation: Invocation): string {
  const parts = [
    invocation.attempt,
    invocation.seed,
    invocation.clock,
    cutInvocations.has(invocation.id) ? CUT : "-",
    invocation.id,
  ];
  return encodeURIComponent(parts.join(" "));
}

/** Has the response of one attempt cut when the handler ends it. */
export function cutResponseOf(id: string): () => void {
  cutInvocations.add(id);
  return () => cutInvocations.delete(id);
}

/** Runs every incoming request in the invocation that its header names. */
export function recordEntries(): void {
  for (const server of [http.Server.prototype, https.Server.prototype]) {
    patchMethod(server, "emit", (original) => {
      return function emit(this: unknown, ...args: unknown[]) {
        const [event, request, response] = args;
        if (event !== "request" || !(request instanceof http.IncomingMessage)) return original.apply(this, args);
        const packed = takeHeader(request);
        if (packed === undefined) return original.apply(this, args);
        const [attempt = "0", seed = "0", clock = "0", cut, ...id] = decodeURIComponent(packed).split(" ");
        if (cut === CUT && response instanceof http.ServerResponse) cutResponse(response as http.ServerResponse);
        return invocations.run(
          { id: id.join(" "), attempt: Number(attempt), seed: Number(seed), clock: Number(clock) },
          () => original.apply(this, args),
        );
      };
    });
  }
}

function takeHeader(request: http.IncomingMessage): string | undefined {
  const value = request.headers[INVOCATION_HEADER];
  if (typeof value !== "string") return undefined;
  Reflect.deleteProperty(request.headers, INVOCATION_HEADER);
  const at = request.rawHeaders.findIndex((name) => name.toLowerCase() === INVOCATION_HEADER);
  if (at >= 0) request.rawHeaders.splice(at, 2);
  return value;
}

function cutResponse(response: http.ServerResponse): void {
  const cut = (): http.ServerResponse => {
    response.socket?.destroy();
    return response;
  };
  Object.assign(response, { end: cut, write: () => true, writeHead: () => response, flushHeaders: () => undefined });
}
