import type { Observer } from "./observers/observer.js";
import { HarnessError } from "./observers/sql-access.js";

/** What one attempt is given. */
export interface Attempt<Payload> {
  /** Where the program under test listens; empty when `start` returned no URL. */
  readonly url: string;
  /** The identity of the intent: the idempotency key, message id or job id. The same on every attempt. */
  readonly key: string;
  readonly payload: Payload;
  /** Counts from 1. */
  readonly attempt: number;
  /** The message comes again, as brokers mark it. */
  readonly redelivered: boolean;
  /** Aborted when the attempt takes longer than it may. */
  readonly signal: AbortSignal;
  /**
   * Sends the message or job on its way to the consumer under test: delivering is no effect. The attempt travels with what is sent, so
   * the consumer's effects are told apart.
   */
  deliver<T>(send: () => T): T;
}

/** What `start` is given. */
export interface StartContext {
  /** `DATABASE_URL`, the addresses of fake providers: what observers offer. */
  readonly env: Readonly<Record<string, string>>;
}

/** A program under test that runs. */
export interface Started {
  readonly url?: string;
  close?(): Promise<void> | void;
}

/** A program under test in a process of its own. */
export interface Command {
  readonly command: string;
  readonly args?: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Where it listens. `PORT` is set to a free port when absent. */
  readonly url?: string;
  /** Whether the recorders are preloaded, as they are in a Node program. Default: yes, unless a store is watched at the wire. */
  readonly preload?: boolean;
  /** Ready when this path answers; default: when the port accepts connections. */
  readonly ready?: string;
}

type StartFunction = (context: StartContext) => Promise<Started | string | void> | Started | string | void;

/** The same handler with its guard taken away: the control that must fail. */
export type Mutant<Payload> = Partial<Pick<Scenario<Payload>, "start" | "attempt">>;

/** One entry point, how to call it, and where its effects show. */
export interface Scenario<Payload = unknown> {
  /** The entry point's name, as the analyzer gives it: `POST /orders`, `queue orders`. */
  readonly name: string;
  /** The entry point's name, as the analyzer gives it, where the scenario's own says more. */
  readonly entry?: string;
  readonly start?: StartFunction | Command;
  /** Calls the entry point once. A rejection, or a response of 400 and above, is a failed attempt. */
  readonly attempt: (attempt: Attempt<Payload>) => unknown;
  /** Made once for each intent; every attempt of it gets the same. */
  readonly payload?: (intent: { readonly key: string; readonly number: number }) => Payload;
  readonly observe: readonly Observer[];
  /** Brings other state back before each run. */
  readonly reset?: () => Promise<void> | void;
  /** Waits for work that goes on after the attempt ended. */
  readonly settle?: () => Promise<void> | void;
  /** Told when the clock moves between attempts, for leases that live in a store. */
  readonly advance?: (ms: number) => Promise<void> | void;
  /** Within this time a retry ends in success or a replay. Default: 5 minutes. */
  readonly leaseMs?: number;
  /** Two attempts never run at once: one worker, a FIFO queue. */
  readonly concurrent?: boolean;
  /** A consumer whose broker may deliver a message again after newer ones: S7 is run too. */
  readonly consumer?: boolean;
  readonly mutant?: Mutant<Payload>;
  /**
   * Modules that stand in for what the program talks to (a mail sender that is no SMTP server), by `import.meta.url` or path: what
   * they do is placed at the line that calls them.
   */
  readonly doubles?: readonly string[];
  /** Hosts other than loopback that may be reached. */
  readonly allow?: readonly string[];
}

/** Gives a scenario its types: what `payload` makes is what `attempt` is given. */
export function defineScenario<Payload>(scenario: Scenario<Payload>): Scenario<Payload> {
  return scenario;
}

/** How a verification is carried out. */
export interface VerifyOptions {
  /** Runs this schedule only: `S4@charge.ts:41#1`. */
  readonly schedule?: string;
  /** Runs these families or sites only: `S4`, `charge.ts`. */
  readonly only?: readonly string[];
  readonly seed?: number;
  /** No schedule starts after this time. Default: 30,000. */
  readonly budgetMs?: number;
  /** An attempt that takes longer has failed. Default: 5,000. */
  readonly attemptMs?: number;
  /** Attempts after a fault before a handler counts as wedged. Default: 4. */
  readonly attempts?: number;
  /** `2/4`: the second of four equal parts. */
  readonly shard?: string;
  /** With 2, the retry after a fault is broken too, wherever one fault alone did no harm. Default: 1. */
  readonly depth?: 1 | 2;
  /** Where verdicts are kept, or `false`. Default: `.idemlint/verdicts.json`. */
  readonly verdicts?: string | false;
}

/** Options with every default filled in. */
export interface Settings {
  readonly schedule?: string;
  readonly only: readonly string[];
  readonly seed: number;
  readonly budgetMs: number;
  readonly attemptMs: number;
  readonly attempts: number;
  readonly shard?: { readonly part: number; readonly of: number };
  readonly depth: 1 | 2;
  readonly verdicts: string | false;
}

/** Fills in the defaults; the environment (`IDEMLINT_SCHEDULE`, `IDEMLINT_ONLY`, `IDEMLINT_SEED`) comes before the code. */
export function settingsOf(options: VerifyOptions, env: NodeJS.ProcessEnv = process.env): Settings {
  const schedule = env["IDEMLINT_SCHEDULE"] ?? options.schedule;
  const only = env["IDEMLINT_ONLY"]?.split(",") ?? options.only ?? [];
  const shard = options.shard === undefined ? undefined : parseShard(options.shard);
  return {
    ...(schedule === undefined ? {} : { schedule }),
    only,
    seed: numberOf(env["IDEMLINT_SEED"]) ?? options.seed ?? 1,
    budgetMs: options.budgetMs ?? 30_000,
    attemptMs: options.attemptMs ?? 5_000,
    attempts: options.attempts ?? 4,
    ...(shard ? { shard } : {}),
    depth: options.depth ?? 1,
    verdicts: options.verdicts ?? ".idemlint/verdicts.json",
  };
}

/** Says in one sentence what is wrong with a scenario. */
export function checkScenario(scenario: Scenario<never>): void {
  const said = scenario as unknown as Record<string, unknown>;
  const name = typeof said["name"] === "string" && said["name"] !== "" ? said["name"] : undefined;
  if (name === undefined) throw new HarnessError('a scenario needs a name: the entry point\'s, such as "POST /orders"');
  if (typeof said["attempt"] !== "function")
    throw new HarnessError(`scenario ${name} has no attempt(): the function that calls the entry point once`);
  if (!Array.isArray(said["observe"]) || said["observe"].length === 0) {
    throw new HarnessError(
      `scenario ${name} observes nothing: give it observe: [postgres(pool)], so that effects can be compared`,
    );
  }
}

function parseShard(text: string): { part: number; of: number } {
  const match = /^(\d+)\/(\d+)$/.exec(text);
  const part = Number(match?.[1]);
  const of = Number(match?.[2]);
  if (!match || part < 1 || part > of) throw new HarnessError(`the shard ${text} is not of the form 2/4`);
  return { part, of };
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
