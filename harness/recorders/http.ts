import { invocations, silently } from "../context.js";
import { throughGate, type Operation } from "../gate.js";
import { isLoopback } from "../loopback.js";
import { placeOf, type Frame } from "../place.js";
import { INVOCATION_HEADER } from "./carried.js";
import { requestHeader } from "./entry.js";
import { blockedError, type HttpPolicy, type ProviderReply, type ProviderRequest } from "./http-policy.js";

/** `fetch` as Node ships it, taken before anything replaced it. */
export const nativeFetch: typeof fetch = globalThis.fetch;

/** Headers in which providers take an idempotency key. */
const KEY_HEADERS = [
  "idempotency-key",
  "x-idempotency-key",
  "paypal-request-id",
  "x-request-id-idempotency",
  "request-id",
];
const SAFE = new Set(["GET", "HEAD", "OPTIONS", "TRACE"]);
/** Hop-by-hop, or wrong once the body was read and decoded. */
const DROPPED = ["content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive"];
const HOP_BY_HOP = ["connection", "content-length", "host", "transfer-encoding", "keep-alive", "expect"];
const BODILESS = new Set([101, 204, 205, 304]);

/** Sends one request of the program under test through the effect gate. */
export async function sendThroughGate(
  request: Request,
  policy: HttpPolicy,
  frame: Frame | undefined,
  broken: () => Error,
): Promise<Response> {
  const url = new URL(request.url);
  if (policy.isEntry(url)) return enter(request);
  const body = await request.text();
  const { method, headers } = request;
  const host = policy.provider(url)?.name ?? url.host;
  const { pathname } = url;
  const operation = callOperation({ method, host, pathname, headers, body, ...(frame ? { frame } : {}), broken });
  return throughGate(operation, () => perform(request, url, body, policy, operation));
}

function enter(request: Request): Promise<Response> {
  const invocation = invocations.getStore();
  if (invocation && !invocation.silent) request.headers.set(INVOCATION_HEADER, requestHeader(invocation));
  return silently(() => nativeFetch(request));
}

async function perform(
  request: Request,
  url: URL,
  body: string,
  policy: HttpPolicy,
  operation: Operation,
): Promise<Response> {
  const provider = policy.provider(url);
  if (provider) {
    const headers = Object.fromEntries(request.headers);
    const reply = await provider.answer({ method: request.method, url, headers, body });
    return new Response(BODILESS.has(reply.status) ? null : reply.body, {
      status: reply.status,
      headers: reply.headers,
    });
  }
  if (!isLoopback(url.hostname) && !policy.allows(url.host)) {
    const place = placeOf(operation.frame);
    policy.blocked({ host: url.host, text: operation.text, ...(place ? { place } : {}) });
    throw blockedError(url.host, place);
  }
  return whole(await silently(() => nativeFetch(resend(request, body))));
}

/** Hands a request on to a provider that listens elsewhere. */
export async function forwardTo(base: string, { method, url, headers, body }: ProviderRequest): Promise<ProviderReply> {
  const kept = Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name));
  const response = await silently(() =>
    nativeFetch(`${base}${url.pathname}${url.search}`, {
      method,
      headers: kept,
      ...(body === "" || SAFE.has(method) ? {} : { body }),
    }),
  );
  return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
}

function resend(request: Request, body: string): Request {
  const headers = new Headers(request.headers);
  for (const name of HOP_BY_HOP) headers.delete(name);
  return new Request(request.url, {
    method: request.method,
    headers,
    redirect: request.redirect,
    signal: request.signal,
    ...(body === "" || SAFE.has(request.method) ? {} : { body }),
  });
}

/** The response with its body read to the end, so that "the reply arrived" is one moment. */
async function whole(response: Response): Promise<Response> {
  const bytes = await response.arrayBuffer();
  const headers = new Headers(response.headers);
  for (const name of DROPPED) headers.delete(name);
  return new Response(BODILESS.has(response.status) ? null : bytes, {
    status: response.status,
    statusText: response.statusText,
    headers,
  });
}

/** One outbound call, as far as an operation needs it. */
interface OutboundCall {
  readonly method: string;
  readonly host: string;
  readonly pathname: string;
  readonly headers: Headers;
  readonly body: string;
  readonly frame?: Frame;
  readonly broken: () => Error;
}

/** An outbound call as an operation. */
export function callOperation({ method, host, pathname, headers, body, frame, broken }: OutboundCall): Operation {
  const safe = SAFE.has(method);
  const key = keyOf(headers, body);
  return {
    driver: "http",
    kind: safe ? "read" : "call",
    role: safe ? "read" : "call",
    target: `${method} ${host}${routeOf(pathname)}`,
    text: `${method} ${host}${pathname}`,
    ...(key === undefined ? {} : { key }),
    ...(body === "" ? {} : { body }),
    ...(frame ? { frame } : {}),
    broken,
  };
}

/** The idempotency key of a request: a header, or the body field that Square, Adyen's older APIs and FIFO queues use. */
export function keyOf(headers: Headers, body: string): string | undefined {
  for (const name of KEY_HEADERS) {
    const value = headers.get(name);
    if (value !== null) return value;
  }
  // An execution of Step Functions is known by its name.
  if (headers.get("x-amz-target")?.endsWith(".StartExecution")) return /"name"\s*:\s*"([^"]+)"/.exec(body)?.[1];
  return /"(?:idempotency_?key|MessageDeduplicationId)"\s*:\s*"([^"]+)"/i.exec(body)?.[1];
}

/** A path with what looks like an id replaced: `/v1/charges/:id`. */
export function routeOf(path: string): string {
  return path
    .split("/")
    .map((segment) => (isId(segment) ? ":id" : segment))
    .join("/");
}

function isId(segment: string): boolean {
  return (
    /^\d+$/.test(segment) ||
    /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(segment) ||
    /^[a-z]{2,6}_(?=\w*\d)\w{6,}$/i.test(segment)
  );
}
