import { basename } from "node:path";
import type { EffectKind } from "../analyzer/trace.js";
import { invocations, shared, type Invocation } from "./context.js";
import { placeOf, type Frame, type Place } from "./place.js";

/** What role an operation has for idempotency: store operations are those on the idempotency records themselves. */
export type OperationRole = "read" | "write" | "store" | "call" | "publish";

/** One operation that a driver is about to perform. */
export interface Operation {
  readonly driver: string;
  readonly kind: EffectKind;
  readonly role: OperationRole;
  /** Table, `METHOD host/route`, queue. Stable between runs. */
  readonly target: string;
  /** For people: the statement, the request line. */
  readonly text: string;
  /** The idempotency key or message id that goes with it. */
  readonly key?: string;
  /** What a call or message carries. */
  readonly body?: string;
  /** The other side drops a second one with the same key: a job id, a FIFO deduplication id. */
  readonly dedupes?: boolean;
  readonly frame?: Frame;
  /** A transaction is one operation, at COMMIT; these are the statements inside it. */
  readonly parts?: readonly Effect[];
  /** The error that the driver gives when the connection breaks. */
  readonly broken: () => Error;
}

/** An operation as it was observed. */
export interface Effect {
  readonly driver: string;
  readonly kind: EffectKind;
  readonly role: OperationRole;
  readonly target: string;
  readonly text: string;
  readonly key?: string;
  readonly body?: string;
  readonly dedupes?: boolean;
  readonly place?: Place;
  readonly parts?: readonly Effect[];
  /** `undefined` when no attempt could be told: unattributed. */
  readonly invocation?: string;
  readonly attempt: number;
  /** Counts from 1 among the effects of the same site in the invocation. */
  readonly ordinal: number;
  /** Part of an open transaction: takes effect with its COMMIT. */
  readonly inside: boolean;
}

/** How an observed effect ended. */
export type EffectEnd =
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly error: Error }
  | { readonly kind: "injected"; readonly fault: string };

/** Decides what happens at each effect of a run; the runner provides it. */
export interface Watcher {
  /** May wait (a barrier) or throw (a fault). */
  before(effect: Effect, operation: Operation): Promise<void> | void;
  /** The effect took place; throwing here loses its reply. */
  after(effect: Effect, operation: Operation): Promise<void> | void;
  ended(effect: Effect, end: EffectEnd): void;
}

interface GateState {
  watcher: Watcher | undefined;
  pending: number;
  readonly ordinals: Map<string, number>;
}

const state = shared<GateState>("idemlint.gate", () => ({ watcher: undefined, pending: 0, ordinals: new Map() }));

/** Whether operations are recorded for the current asynchronous context. */
export function gateIsOpen(): boolean {
  return state.watcher === undefined || invocations.getStore()?.silent === true;
}

/** Lets every operation pass before the watcher until the returned function is called. */
export function watch(watcher: Watcher): () => void {
  state.watcher = watcher;
  // What an earlier run left hanging is not waited for.
  state.pending = 0;
  state.ordinals.clear();
  return () => {
    if (state.watcher === watcher) state.watcher = undefined;
  };
}

/** The watcher of the run that is under way. */
export function currentWatcher(): Watcher | undefined {
  return state.watcher;
}

/** Counts operations that another process performs under this process's watcher. */
export function countPending(change: number): void {
  state.pending = Math.max(0, state.pending + change);
}

/** Operations that began and did not end yet. */
export function pendingOperations(): number {
  return state.pending;
}

/** Notes an operation that takes effect later, with its transaction: no fault, no barrier. */
export function noteInside(operation: Operation): Effect {
  return observed(operation, invocations.getStore(), true);
}

/** Tells of a statement that failed inside its transaction. */
export function noteFailure(effect: Effect, error: unknown): void {
  state.watcher?.ended(effect, endOf(error));
}

/** Performs an operation under the watcher's eyes. */
export async function throughGate<T>(operation: Operation, perform: () => Promise<T>): Promise<T> {
  const watcher = state.watcher;
  const invocation = invocations.getStore();
  if (!watcher || invocation?.silent) return perform();
  const effect = observed(operation, invocation, false);
  state.pending += 1;
  try {
    await watcher.before(effect, operation);
    const reply = await perform();
    await watcher.after(effect, operation);
    watcher.ended(effect, { kind: "done" });
    return reply;
  } catch (error) {
    watcher.ended(effect, endOf(error));
    throw error;
  } finally {
    if (state.watcher === watcher) state.pending -= 1;
  }
}

/** As `throughGate`, for a method that answers at once; where it has to wait, it answers `deferred` and acts later. */
export function throughGateNow<T>(operation: Operation, perform: () => T, deferred: T): T {
  const watcher = state.watcher;
  const invocation = invocations.getStore();
  if (!watcher || invocation?.silent) return perform();
  const effect = observed(operation, invocation, false);
  const act = (): T => {
    const reply = perform();
    const told = watcher.after(effect, operation);
    if (told) told.catch(() => undefined);
    watcher.ended(effect, { kind: "done" });
    return reply;
  };
  const fail = (error: unknown): void => watcher.ended(effect, endOf(error));
  try {
    const wait = watcher.before(effect, operation);
    if (!wait) return act();
    state.pending += 1;
    wait
      .then(act)
      .catch(fail)
      .finally(() => {
        if (state.watcher === watcher) state.pending -= 1;
      });
    return deferred;
  } catch (error) {
    fail(error);
    throw error;
  }
}

function endOf(error: unknown): EffectEnd {
  const failure = error instanceof Error ? error : new Error(String(error));
  const fault = faultOf(failure);
  return fault ? { kind: "injected", fault } : { kind: "failed", error: failure };
}

const faults = new WeakMap<Error, string>();

/** Marks a driver's error as thrown on purpose, so that the report can tell it from a real one. */
export function markFault(error: Error, fault: string): Error {
  faults.set(error, fault);
  return error;
}

/** The fault behind an error, when the harness threw it. */
export function faultOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return faults.get(error) ?? (error.cause instanceof Error ? faults.get(error.cause) : undefined);
}

function observed(operation: Operation, invocation: Invocation | undefined, inside: boolean): Effect {
  const place = placeOf(operation.frame);
  const site = place ? `${basename(place.file)}:${place.line}` : `${operation.kind}:${operation.target}`;
  const counter = `${invocation?.id ?? "-"} ${operation.role === "read" ? "read" : "effect"}${inside ? " inside" : ""} ${site}`;
  const ordinal = (state.ordinals.get(counter) ?? 0) + 1;
  state.ordinals.set(counter, ordinal);
  return {
    driver: operation.driver,
    kind: operation.kind,
    role: operation.role,
    target: operation.target,
    text: operation.text,
    ...(operation.key === undefined ? {} : { key: operation.key }),
    ...(operation.body === undefined ? {} : { body: operation.body }),
    ...(operation.dedupes === undefined ? {} : { dedupes: operation.dedupes }),
    ...(place ? { place } : {}),
    ...(operation.parts ? { parts: operation.parts } : {}),
    ...(invocation ? { invocation: invocation.id } : {}),
    attempt: invocation?.attempt ?? 0,
    ordinal,
    inside,
  };
}
