import { gateIsOpen } from "../gate.js";
import { callerFrame } from "../place.js";
import { sendThroughGate } from "./http.js";
import { httpPolicy } from "./http-policy.js";
import { isObject, patchMethod } from "./patch.js";

type Handler = Record<string, ((...args: unknown[]) => unknown) | undefined>;

/** Records requests of the undici package, whatever its dispatcher: `request`, `stream`, `fetch`, agents, pools and clients. */
export function recordUndici(module: unknown): void {
  const client = isObject(module) ? module["Client"] : undefined;
  // All dispatchers inherit the one method.
  if (typeof client === "function") patchMethod(client.prototype, "dispatch", recordDispatch);
  // Where Node's own fetch came first, the package goes through Node's dispatcher.
  const shared = (globalThis as unknown as Record<symbol, unknown>)[Symbol.for("undici.globalDispatcher.1")];
  if (shared !== undefined) patchMethod(shared, "dispatch", recordDispatch);
}

function recordDispatch(original: (this: unknown, ...args: unknown[]) => unknown) {
  return function dispatch(this: unknown, ...args: unknown[]): unknown {
    const [options, handler] = args;
    const policy = httpPolicy();
    const target = isObject(options) && isObject(handler) ? urlOf(this, options) : undefined;
    if (!policy || gateIsOpen() || !isObject(options) || target === undefined || options["method"] === "CONNECT")
      return original.apply(this, args);
    const frame = callerFrame(dispatch);
    const answered = handler as Handler;
    requestOf(target, options)
      .then((request) => sendThroughGate(request, policy, frame, broken))
      .then((response) => answer(answered, response))
      .catch((error: unknown) => fail(answered, error));
    return true;
  };
}

/** A client or pool knows its own origin; what asks for an upgrade passes. */
function urlOf(dispatcher: unknown, options: Record<string, unknown>): URL | undefined {
  if (options["upgrade"] !== undefined && options["upgrade"] !== null) return undefined;
  const origin = options["origin"] ?? ownOrigin(dispatcher);
  const path = options["path"];
  const base = origin instanceof URL ? origin.origin : typeof origin === "string" ? origin : undefined;
  if (base === undefined || typeof path !== "string" || !URL.canParse(path, base)) return undefined;
  const url = new URL(path, base);
  const query = options["query"];
  if (isObject(query)) for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  return url;
}

function ownOrigin(dispatcher: unknown): unknown {
  if (!isObject(dispatcher)) return undefined;
  const symbol = Object.getOwnPropertySymbols(dispatcher).find(({ description }) => description === "url");
  return symbol && (dispatcher as Record<symbol, unknown>)[symbol];
}

async function requestOf(url: URL, options: Record<string, unknown>): Promise<Request> {
  const method = typeof options["method"] === "string" ? options["method"] : "GET";
  const body = method === "GET" || method === "HEAD" ? "" : await textOf(options["body"]);
  return new Request(url, { method, headers: headersOf(options["headers"]), ...(body === "" ? {} : { body }) });
}

async function textOf(body: unknown): Promise<string> {
  if (body === undefined || body === null) return "";
  if (typeof body === "string") return body;
  if (body instanceof Uint8Array) return Buffer.from(body).toString();
  if (isObject(body) && (Symbol.asyncIterator in body || Symbol.iterator in body)) {
    const chunks: Buffer[] = [];
    for await (const chunk of body as unknown as AsyncIterable<string | Uint8Array>) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks).toString();
  }
  return new Response(body as ConstructorParameters<typeof Response>[0]).text();
}

/** Undici takes pairs in a row, a record, or whatever yields pairs. */
function headersOf(given: unknown): Headers {
  const headers = new Headers();
  if (Array.isArray(given)) {
    for (let at = 0; at + 1 < given.length; at += 2) headers.append(String(given[at]), String(given[at + 1]));
  } else if (isObject(given)) {
    const pairs = Symbol.iterator in given ? (given as unknown as Iterable<[string, unknown]>) : Object.entries(given);
    for (const [name, value] of pairs)
      for (const one of Array.isArray(value) ? value : [value])
        if (one !== undefined) headers.append(name, String(one));
  }
  return headers;
}

const CONTROLLER = {
  aborted: false,
  paused: false,
  reason: null,
  rawHeaders: [],
  rawTrailers: [],
  abort: () => undefined,
  pause: () => undefined,
  resume: () => undefined,
} as const;

/** Undici 7 tells handlers by `onRequestStart` and what follows; earlier ones by `onConnect`. */
async function answer(handler: Handler, response: Response): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer());
  const { status, statusText } = response;
  if (handler["onRequestStart"]) {
    handler["onRequestStart"](CONTROLLER, {});
    handler["onResponseStart"]?.(CONTROLLER, status, Object.fromEntries(response.headers), statusText);
    if (body.length > 0) handler["onResponseData"]?.(CONTROLLER, body);
    handler["onResponseEnd"]?.(CONTROLLER, {});
    return;
  }
  const raw = [...response.headers].flatMap(([name, value]) => [Buffer.from(name), Buffer.from(value)]);
  handler["onConnect"]?.(() => undefined, {});
  handler["onHeaders"]?.(status, raw, () => undefined, statusText);
  if (body.length > 0) handler["onData"]?.(body);
  handler["onComplete"]?.([]);
}

function fail(handler: Handler, error: unknown): void {
  if (handler["onResponseError"]) handler["onResponseError"](CONTROLLER, error);
  else handler["onError"]?.(error);
}

function broken(): Error {
  return Object.assign(new Error("other side closed"), { name: "SocketError", code: "UND_ERR_SOCKET" });
}
