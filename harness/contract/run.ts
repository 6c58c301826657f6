import { silently, type Invocation } from "../context.js";
import { INVOCATION_HEADER, packInvocation } from "../recorders/carried.js";
import { watch } from "../gate.js";
import type { Observer } from "../observers/observer.js";
import { HarnessError } from "../observers/sql-access.js";
import { nativeFetch } from "../recorders/http.js";
import type { Scenario } from "../scenario.js";
import { openSession, type Session } from "../session.js";
import { CHECKS } from "./checks.js";
import { contractGate, type ContractGate } from "./gate.js";
import { PROFILES, type Profile } from "./profiles.js";
import type { CheckResult } from "./results.js";
import type { Reply, Sent, Service } from "./service.js";

/** An HTTP endpoint whose contract is checked. */
export interface ContractSubject {
  readonly name: string;
  readonly start: Exclude<Scenario["start"], undefined>;
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** A body that the endpoint refuses; default: an empty object. */
  readonly invalid?: unknown;
  readonly otherTenant?: Readonly<Record<string, string>>;
  /** Another endpoint that takes keys. */
  readonly otherPath?: string;
  /** How long the service says that it knows a key, in milliseconds; default: what the profile publishes. */
  readonly keptMs?: number;
  /** Told when the clock moves, for records that live in a store with a clock of its own. */
  readonly advance?: (ms: number) => Promise<void> | void;
  readonly observe?: readonly Observer[];
  readonly allow?: readonly string[];
}

/** What was found for one check. */
export interface ContractEntry extends CheckResult {
  readonly id: string;
  readonly title: string;
}

/** The contract set's answer for one endpoint. */
export interface ContractReport {
  readonly name: string;
  readonly profile: Profile;
  readonly entries: readonly ContractEntry[];
}

/** Runs the contract set against an endpoint, each check on fresh state. */
export async function checkContract(subject: ContractSubject, profileName = "ietf"): Promise<ContractReport> {
  const profile = PROFILES[profileName];
  if (!profile) throw new HarnessError(`there is no profile ${profileName}: ${Object.keys(PROFILES).join(", ")}`);
  const { name, start, observe = [], allow = [] } = subject;
  const session = await openSession({ name, start, observe, allow, attempt: () => undefined });
  const gate = contractGate();
  const unwatch = watch(gate.watcher);
  try {
    const entries: ContractEntry[] = [];
    const service = serviceOf(subject, profile, session, gate);
    for (const check of CHECKS) {
      await session.restore();
      entries.push({ id: check.id, title: check.title, ...(await check.run(service)) });
    }
    return { name, profile, entries };
  } finally {
    unwatch();
    await session.close();
  }
}

function serviceOf(subject: ContractSubject, profile: Profile, session: Session, gate: ContractGate): Service {
  const run = Date.now().toString(36);
  let keys = 0;
  let requests = 0;
  let seen = 0;
  const keptMs = subject.keptMs ?? profile.keptMs;
  const send = async (sent: Sent): Promise<Reply> => {
    const number = (requests += 1);
    const invocation: Invocation = {
      id: `contract/${run}:${number}`,
      // One seed, so that all requests share one clock.
      attempt: number,
      seed: 1,
      clock: sent.laterMs ?? 0,
    };
    if (sent.failAfter !== undefined) gate.failAfter(invocation, sent.failAfter);
    if (sent.laterMs !== undefined) await subject.advance?.(sent.laterMs);
    const reply = await sendRequest(subject, profile, session.url, {
      ...sent,
      headers: { ...sent.headers, [INVOCATION_HEADER]: packInvocation(invocation) },
    });
    seen = gate.effectsOf(invocation);
    return reply;
  };
  return {
    profile,
    body: JSON.stringify(subject.body),
    invalid: JSON.stringify(subject.invalid ?? {}),
    ...(subject.otherTenant ? { otherTenant: subject.otherTenant } : {}),
    ...(subject.otherPath === undefined ? {} : { otherPath: subject.otherPath }),
    ...(keptMs === undefined ? {} : { keptMs }),
    key: () => `contract-${run}-${(keys += 1)}`,
    send,
    seen: () => seen,
    restore: () => session.restore(),
    ...(session.stores.length > 0 ? { effects: () => countEffects(session) } : {}),
  };
}

async function sendRequest(subject: ContractSubject, profile: Profile, base: string, sent: Sent): Promise<Reply> {
  const headers: Record<string, string> = { "content-type": "application/json", ...subject.headers, ...sent.headers };
  let body = sent.body ?? JSON.stringify(subject.body);
  if (sent.key !== undefined && profile.key.in === "header") headers[profile.key.name] = sent.key;
  if (sent.key !== undefined && profile.key.in === "body")
    body = JSON.stringify({ ...(JSON.parse(body) as object), [profile.key.name]: sent.key });
  const method = subject.method ?? "POST";
  try {
    const response = await silently(() =>
      nativeFetch(new URL(sent.path ?? subject.path, base), { method, headers, ...(method === "GET" ? {} : { body }) }),
    );
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
  } catch (error) {
    const why = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new HarnessError(`${new URL(subject.path, base).href} does not answer: ${why}`);
  }
}

async function countEffects(session: Session): Promise<number> {
  const { tables, calls } = await session.read();
  return tables
    .filter((table) => table.excluded === undefined)
    .reduce((sum, table) => sum + table.rows.length, calls.length);
}
