import { setImmediate as nextTurn, setTimeout as pause } from "node:timers/promises";
import { attemptBegins, invocations, silently, type Invocation } from "./context.js";
import { ATTEMPT_GAP_MS, resetStreams, seededRandom } from "./determinism.js";
import { pendingOperations, watch } from "./gate.js";
import type { CallState, StoreState } from "./observers/observer.js";
import { outcomeOf, type Outcome } from "./outcome.js";
import { cutResponseOf } from "./recorders/entry.js";
import { rollBackOpenTransactions } from "./recorders/transactions.js";
import { watcherFor, type Logged, type RunWatcher } from "./run-watcher.js";
import type { Scenario, Settings } from "./scenario.js";
import type { Schedule } from "./schedules.js";
import type { Session } from "./session.js";

/** One intent: the key and payload that all of its attempts share. */
export interface Intent {
  readonly key: string;
  readonly payload: unknown;
}

/** One run of one schedule, from a fresh state to the state that it left. */
export interface Run {
  readonly schedule: Schedule;
  readonly intents: readonly Intent[];
  readonly outcomes: readonly Outcome[];
  readonly log: readonly Logged[];
  readonly state: StoreState;
  /** The schedule's point came up. */
  readonly reached: boolean;
  readonly durationMs: number;
  /** The state between two attempts, where a control asked for it. */
  readonly between?: StoreState;
}

/** What a run needs to know. */
export interface RunContext<Payload> {
  readonly scenario: Scenario<Payload>;
  readonly settings: Settings;
  readonly session: Session;
  /** How long the slower of two clean runs took. */
  readonly cleanMs?: number;
}

/** A run in the making: attempts are added to it one by one. */
export interface OpenRun {
  readonly watcher: RunWatcher;
  readonly outcomes: Outcome[];
  attempt(intent: Intent, options?: { readonly redelivered?: boolean; readonly cut?: boolean }): Promise<Outcome>;
  /** Starts an attempt without waiting for it; gives its number. */
  begin(intent: Intent): { readonly number: number; readonly done: Promise<Outcome> };
  intent(): Intent;
  /** Waits until the work of all attempts has ended, starts the program again if it was killed, then moves the clock. */
  settle(): Promise<void>;
  /** Moves the clock of the attempts that follow. */
  advance(ms: number): Promise<void>;
  read(): Promise<StoreState>;
}

/** Prepares fresh state, lets `steps` drive the attempts, and reads what they left. */
export async function perform<Payload>(
  context: RunContext<Payload>,
  schedule: Schedule,
  repetition: string,
  steps: (run: OpenRun) => Promise<StoreState | void>,
  perturbed = false,
): Promise<Run> {
  const { scenario, session, settings } = context;
  const started = performance.now();
  await session.restore();
  if (perturbed) for (const store of session.stores) await silently(() => store.perturb());
  resetStreams();
  const watcher = watcherFor(schedule, session.program ? session.program.kill : undefined);
  const unwatch = watch(watcher);
  const id = `${schedule.id}/${repetition}`;
  const seed = hash(`${settings.seed} ${id}`);
  const intents: Intent[] = [];
  const outcomes: Outcome[] = [];
  let attempts = 0;
  let clock = 0;
  const advance = async (ms: number): Promise<void> => {
    clock += ms;
    await scenario.advance?.(ms);
  };

  const begin = (
    intent: Intent,
    options: { redelivered?: boolean; cut?: boolean } = {},
  ): { number: number; done: Promise<Outcome> } => {
    const number = (attempts += 1);
    const invocation: Invocation = { id: `${id}:${number}`, attempt: number, seed, clock };
    const lost = options.cut === true;
    const uncut = lost && session.url !== "" ? cutResponseOf(invocation.id) : () => undefined;
    const call = (signal: AbortSignal): unknown =>
      scenario.attempt({
        url: session.url,
        key: intent.key,
        payload: intent.payload as Payload,
        attempt: number,
        redelivered: options.redelivered ?? false,
        signal,
        deliver: (send) => invocations.run({ ...invocation, silent: true }, send),
      });
    const ends = attemptBegins(invocation);
    const done = invocations
      .run(invocation, () => outcomeOf(number, call, settings.attemptMs))
      .then((outcome) => {
        uncut();
        ends();
        const told = lost
          ? {
              ...outcome,
              ok: false,
              lost: true,
              text: session.url === "" ? `${outcome.text}, acknowledgement lost` : "the reply was lost",
            }
          : outcome;
        outcomes.push(told);
        return told;
      });
    return { number, done };
  };
  const settle = async (): Promise<void> => {
    await quiet();
    await scenario.settle?.();
    await rollBackOpenTransactions();
    await session.program?.settle();
    await advance(ATTEMPT_GAP_MS);
  };
  const run: OpenRun = {
    watcher,
    outcomes,
    begin,
    settle,
    advance,
    async attempt(intent, options) {
      const outcome = await begin(intent, options).done;
      await settle();
      return outcome;
    },
    intent() {
      const number = intents.length + 1;
      const own = hash(`${seed} ${number}`);
      const key = keyFor(own, session.nonce);
      const invocation: Invocation = { id: `${id}:payload${number}`, attempt: 0, seed: own, clock };
      const payload = invocations.run(invocation, () => scenario.payload?.({ key, number }));
      const intent = { key, payload };
      intents.push(intent);
      return intent;
    },
    read: async () => withCalls(await session.read(), watcher.log, session),
  };
  try {
    const between = await steps(run);
    const state = await run.read();
    return {
      schedule,
      intents,
      outcomes: outcomes.toSorted((a, b) => a.attempt - b.attempt),
      log: watcher.log,
      state,
      reached: watcher.reached(),
      durationMs: performance.now() - started,
      ...(between ? { between } : {}),
    };
  } finally {
    unwatch();
  }
}

const QUIET_MS = 2_000;

/** Waits until no operation is under way, also for work that the attempt did not wait for. */
async function quiet(): Promise<void> {
  const limit = performance.now() + QUIET_MS;
  let calm = 0;
  while (calm < 3 && performance.now() < limit) {
    await nextTurn();
    if (pendingOperations() > 0) {
      calm = 0;
      await pause(1);
    } else calm += 1;
  }
}

/** Calls that no observer answers are part of the effect too. */
function withCalls(state: StoreState, log: readonly Logged[], session: Session): StoreState {
  const answered = session.stores.flatMap((store) => (store.provider ? [store.provider.name] : []));
  const once = new Set<string>();
  const others = log.flatMap(({ effect, performed }): CallState[] => {
    const outside = effect.role === "call" || effect.role === "publish";
    if (!performed || !outside || answered.some((name) => effect.target.includes(` ${name}/`))) return [];
    if (effect.dedupes === true && effect.key !== undefined) {
      const same = `${effect.target} ${effect.key}`;
      if (once.has(same)) return [];
      once.add(same);
    }
    return [
      { target: effect.target, body: bodyOf(effect.body), ...(effect.key === undefined ? {} : { key: effect.key }) },
    ];
  });
  return { tables: state.tables, calls: [...state.calls, ...others] };
}

function bodyOf(body: string | undefined): unknown {
  if (body === undefined) return {};
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return body;
  }
}

/** Keys of earlier verifications may still be known somewhere: the nonce tells these from those. */
function keyFor(seed: number, nonce: string): string {
  const random = seededRandom(seed);
  const part = (): string =>
    Math.floor(random() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, "0");
  return `idem-${nonce}${part()}`;
}

/** FNV-1a: a seed from a text. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value >>> 0;
}
