import http from "node:http";
import https from "node:https";
import { invocations, type Invocation } from "../context.js";
import { INVOCATION_HEADER, packInvocation, unpackInvocation } from "./carried.js";
import { patchOwn } from "./patch.js";

/** The attempt whose HTTP response is cut: the handler runs to its end, and the client never hears of it. */
const CUT = "cut";
const cutInvocations = new Set<string>();

/** The invocation as a request's header, with the word that has its response cut. */
export function requestHeader(invocation: Invocation): string {
  return packInvocation(invocation, cutInvocations.has(invocation.id) ? CUT : "-");
}

/** Has the response of one attempt cut when the handler ends it. */
export function cutResponseOf(id: string): () => void {
  cutInvocations.add(id);
  return () => cutInvocations.delete(id);
}

/** Runs every incoming request in the invocation that its header names. */
export function recordEntries(): void {
  for (const server of [http.Server.prototype, https.Server.prototype]) {
    patchOwn(server as unknown as Record<string, unknown>, "emit", (original) => {
      return function emit(this: unknown, ...args: unknown[]) {
        const [event, request, response] = args;
        if (event !== "request" || !(request instanceof http.IncomingMessage)) return original.apply(this, args);
        const packed = takeHeader(request);
        if (packed === undefined) return original.apply(this, args);
        const { invocation, flag } = unpackInvocation(packed);
        if (flag === CUT && response instanceof http.ServerResponse) cutResponse(response as http.ServerResponse);
        return invocations.run(invocation, () => original.apply(this, args));
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
