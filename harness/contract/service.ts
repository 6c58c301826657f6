import type { Profile } from "./profiles.js";

/** An answer of the service under test. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What is sent; without a key when it is absent. */
export interface Sent {
  readonly key?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Another endpoint of the service. */
  readonly path?: string;
  /** The request comes this much later, by the clock of the program under test. */
  readonly laterMs?: number;
  /** The handler fails after this effect of its own, counted from 1. */
  readonly failAfter?: number;
}

/** The service as the checks see it. */
export interface Service {
  readonly profile: Profile;
  /** The valid request's body. */
  readonly body: string;
  /** A body that the service refuses. */
  readonly invalid: string;
  /** Headers of another tenant or actor. */
  readonly otherTenant?: Readonly<Record<string, string>>;
  /** Another endpoint that takes keys. */
  readonly otherPath?: string;
  /** How long the service says that it knows a key, in milliseconds. */
  readonly keptMs?: number;
  /** A key that was not used before. */
  key(): string;
  send(request: Sent): Promise<Reply>;
  /** How many rows and calls there are; absent when nothing is observed. */
  effects?(): Promise<number>;
  /** How many durable effects the last request was seen to have; 0 where the program's effects pass no gate. */
  seen(): number;
  /** Back to the state in which the service was handed over. */
  restore(): Promise<void>;
}

/** Whether two answers are the same result; headers that mark a replay do not count. */
export function sameResult(first: Reply, second: Reply): boolean {
  return first.status === second.status && first.body === second.body;
}

/** For people: `409 {"error":…}`. */
export function shown(reply: Reply): string {
  const body = reply.body.replaceAll(/\s+/g, " ").trim();
  return `${reply.status}${body === "" ? "" : ` ${body.length > 60 ? `${body.slice(0, 59)}…` : body}`}`;
}

/** Whether a status says that the request was carried out. */
export function succeeded(reply: Reply): boolean {
  return reply.status < 400;
}
