import { withoutCarried } from "../recorders/carried.js";
import type { ProviderReply, ProviderRequest } from "../recorders/http-policy.js";
import { keyOf, routeOf } from "../recorders/http.js";
import { parseBody, stableJson } from "./form.js";

/** How a fake provider treats idempotency keys. */
export interface FakeProviderOptions {
  /** `api.stripe.com`: the address that it stands in for. */
  readonly name?: string;
  /** Whether a repeated key gives the first answer again. Stripe does; many APIs do not. Default: yes. */
  readonly enforcesKeys?: boolean;
  /** Keys older than this many operations are forgotten; Stripe forgets after 24 hours or more. */
  readonly remembers?: number;
  /** Answers a request itself; `undefined` leaves it to the provider's own behaviour. */
  readonly respond?: (request: ProviderRequest, body: unknown) => { status: number; body: unknown } | undefined;
}

/** Something that the provider did: one charge, one refund. */
export interface Operation {
  readonly method: string;
  readonly route: string;
  readonly body: unknown;
  readonly key?: string;
  readonly id: string;
}

/** A payment provider with Stripe's idempotency semantics, in memory. */
export interface FakeProvider {
  readonly name: string;
  readonly enforcesKeys: boolean;
  /** What was really done, replays not counted. */
  readonly operations: readonly Operation[];
  answer(request: ProviderRequest): Promise<ProviderReply>;
  /** Forgets the keys, not the operations: what happens when keys expire. Tells how many there were. */
  forgetKeys(): number;
  /** Back to the beginning; ids count from `firstId`. */
  reset(firstId?: number): void;
  /** Keeps requests that arrive from now on in progress until the returned function is called. */
  hold(): () => void;
}

interface KeyRecord {
  readonly fingerprint: string;
  reply?: ProviderReply;
}

/** Makes a fake provider: replay of a key, 409 while it is in progress, 400 for another payload, and it can forget. */
export function fakeProvider(options: FakeProviderOptions = {}): FakeProvider {
  const name = options.name ?? "api.stripe.com";
  const enforcesKeys = options.enforcesKeys ?? true;
  const operations: Operation[] = [];
  const keys = new Map<string, KeyRecord>();
  const objects = new Map<string, Record<string, unknown>>();
  let first = 1;
  let held: Promise<void> | undefined;

  const perform = (request: ProviderRequest, key: string | undefined): ProviderReply => {
    const body = parseBody(request.body, request.headers["content-type"] ?? "");
    const own = options.respond?.(request, body);
    if (request.method === "GET") return own ? json(own.status, own.body) : read(request, objects);
    const noun = nounOf(request.url.pathname);
    const id = `${PREFIXES[noun] ?? noun.slice(0, 3)}_fake${String(first + operations.length).padStart(12, "0")}`;
    const object = { id, object: singular(noun), ...(isRecord(body) ? numbers(body) : {}), ...STATES[noun] };
    const failed = own !== undefined && own.status >= 400;
    if (!failed) {
      objects.set(id, object);
      const route = routeOf(request.url.pathname);
      operations.push({ method: request.method, route, body, id, ...(key === undefined ? {} : { key }) });
    }
    return own ? json(own.status, own.body) : json(200, object);
  };

  const withKey = async (request: ProviderRequest, key: string): Promise<ProviderReply> => {
    const fingerprint = fingerprintOf(request);
    const known = keys.get(key);
    if (known && known.fingerprint !== fingerprint) return stripeError(400, "idempotency_error", REUSED);
    if (known && !known.reply) return stripeError(409, "idempotency_error", IN_PROGRESS, "idempotency_key_in_use");
    if (known?.reply) return { ...known.reply, headers: { ...known.reply.headers, "idempotent-replayed": "true" } };
    const record: KeyRecord = { fingerprint };
    keys.set(key, record);
    await held;
    record.reply = perform(request, key);
    const oldest = keys.keys().next();
    if (options.remembers !== undefined && keys.size > options.remembers && !oldest.done) keys.delete(oldest.value);
    return record.reply;
  };

  return {
    name,
    enforcesKeys,
    operations,
    async answer(sent) {
      const request = { ...sent, body: withoutCarried(sent.body) };
      const key = keyOf(new Headers(request.headers), request.body);
      if (key !== undefined && enforcesKeys && request.method !== "GET") return withKey(request, key);
      await held;
      return perform(request, key);
    },
    forgetKeys() {
      const known = keys.size;
      keys.clear();
      return known;
    },
    reset(firstId = 1) {
      first = firstId;
      keys.clear();
      objects.clear();
      operations.length = 0;
    },
    hold() {
      let release = (): void => undefined;
      held = new Promise((resolve) => (release = resolve));
      return () => {
        held = undefined;
        release();
      };
    },
  };
}

const REUSED = "Keys for idempotent requests can only be used with the same parameters they were first used with.";
const IN_PROGRESS = "There is currently another in-progress request using this idempotency key.";
const PREFIXES: Readonly<Record<string, string>> = {
  charges: "ch",
  payment_intents: "pi",
  refunds: "re",
  customers: "cus",
  transfers: "tr",
  subscriptions: "sub",
  invoices: "in",
  payouts: "po",
};
const STATES: Readonly<Record<string, Record<string, unknown>>> = {
  charges: { status: "succeeded", paid: true },
  payment_intents: { status: "requires_confirmation", client_secret: "pi_fake_secret" },
  refunds: { status: "succeeded" },
  subscriptions: { status: "active" },
};

function read(request: ProviderRequest, objects: ReadonlyMap<string, unknown>): ProviderReply {
  const id = request.url.pathname.split("/").at(-1) ?? "";
  const object = objects.get(id);
  if (object) return json(200, object);
  if (/^[a-z]+_fake\d+$/.test(id))
    return stripeError(404, "invalid_request_error", `No such object: '${id}'`, "resource_missing");
  const data = [...objects.values()].filter((value) => isRecord(value) && value["object"] === singular(id));
  return json(200, { object: "list", data, has_more: false, url: request.url.pathname });
}

/** `/v1/payment_intents/pi_1/confirm` → `payment_intents`. */
function nounOf(path: string): string {
  const segments = path.split("/").filter((segment) => segment !== "" && !/^v\d+$/.test(segment));
  return segments[0] ?? "objects";
}

function singular(noun: string): string {
  return noun.endsWith("s") ? noun.slice(0, -1) : noun;
}

function fingerprintOf(request: ProviderRequest): string {
  const body = parseBody(request.body, request.headers["content-type"] ?? "");
  return `${request.method} ${request.url.pathname} ${stableJson(body)}`;
}

/** Form fields are text; amounts come back as numbers, as from the real API. */
function numbers(body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      name,
      typeof value === "string" && /^-?\d{1,15}$/.test(value) ? Number(value) : value,
    ]),
  );
}

function stripeError(status: number, type: string, message: string, code?: string): ProviderReply {
  return json(status, { error: { type, message, ...(code === undefined ? {} : { code }) } });
}

function json(status: number, body: unknown): ProviderReply {
  return {
    status,
    headers: { "content-type": "application/json", "request-id": "req_fake" },
    body: JSON.stringify(body),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
