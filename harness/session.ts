import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import { silently } from "./context.js";
import { seedAttempts } from "./determinism.js";
import { matchesHost } from "./loopback.js";
import type { ObservedStore, StoreState } from "./observers/observer.js";
import { HarnessError } from "./observers/sql-access.js";
import { startProgram, type Program } from "./child/program.js";
import { trackOrigins } from "./origin.js";
import { passOver, pathOf } from "./place.js";
import { recordClientRequests } from "./recorders/client-request.js";
import { recordEntries } from "./recorders/entry.js";
import { recordFetch } from "./recorders/fetch.js";
import { enforcePolicy, type BlockedCall } from "./recorders/http-policy.js";
import { recordInstalledDrivers } from "./recorders/installed.js";
import { guardSockets } from "./recorders/net-guard.js";
import type { Scenario, Started } from "./scenario.js";
import { catchUnhandledFaults } from "./unhandled.js";

/** A scenario with its stores open and its program running. */
export interface Session {
  readonly stores: readonly ObservedStore[];
  readonly url: string;
  /** The program, when it runs in a process of its own. */
  readonly program?: Program;
  /** Eight hexadecimal digits that no other session has. */
  readonly nonce: string;
  /** Calls that were refused since the session began. */
  readonly blocked: readonly BlockedCall[];
  /** Injected faults that the program left unhandled. */
  readonly unhandled: ReadonlySet<string>;
  /** `true`, or why two attempts cannot meet. */
  readonly concurrent: true | string;
  restore(): Promise<void>;
  read(): Promise<StoreState>;
  close(): Promise<void>;
}

/** Opens the stores, puts the recorders in place and starts the program under test. */
export async function openSession<Payload>(scenario: Scenario<Payload>): Promise<Session> {
  const allow = scenario.allow ?? [];
  const undo: (() => Promise<void> | void)[] = [];
  const close = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const stores: ObservedStore[] = [];
    for (const observer of scenario.observe) {
      const store = await observer.open({ allow });
      stores.push(store);
      undo.push(() => store.close());
    }
    const blocked: BlockedCall[] = [];
    const unhandled = new Set<string>();
    undo.push(catchUnhandledFaults((message) => void unhandled.add(message)));
    let started: Started = {};
    const doubles = (scenario.doubles ?? []).map((file) => pathOf(file) ?? pathOf(resolve(file)) ?? file);
    undo.push(passOver(doubles));
    undo.push(install({ stores, allow, blocked, url: () => started.url }));
    const env = Object.assign({}, ...stores.map((store) => store.environment)) as Record<string, string>;
    const program =
      typeof scenario.start === "object"
        ? await startProgram(scenario.start, {
            env,
            allow,
            doubles,
            wire: stores.some((store) => store.wire === true),
            blocked: (call) => void blocked.push(call),
            parties: stores.flatMap((store) => (store.provider ? [store.provider] : [])),
          })
        : undefined;
    started = program ?? (await start(scenario, env));
    undo.push(async () => started.close?.());
    return {
      stores,
      url: started.url ?? "",
      ...(program ? { program } : {}),
      nonce: randomBytes(4).toString("hex"),
      blocked,
      unhandled,
      concurrent: concurrencyOf(scenario, stores),
      restore: () =>
        silently(async () => {
          for (const store of stores) await store.restore();
          await scenario.reset?.();
        }),
      read: () => silently(() => readAll(stores)),
      close: async () => {
        // The scenario's own rows come back, whatever the last run left.
        try {
          await silently(async () => {
            for (const store of stores) await store.restore();
          });
        } finally {
          await close();
        }
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Installation {
  readonly stores: readonly ObservedStore[];
  readonly allow: readonly string[];
  readonly blocked: BlockedCall[];
  readonly url: () => string | undefined;
}

function install({ stores, allow, blocked, url }: Installation): () => void {
  seedAttempts();
  recordFetch();
  recordEntries();
  recordInstalledDrivers();
  guardSockets();
  const parties = stores.flatMap((store) => (store.provider ? [store.provider] : []));
  const lift = enforcePolicy({
    isEntry: (target) => originOf(url()) === target.origin,
    provider: (target) => parties.find((party) => matchesHost(target.host, party.hosts)),
    allows: (host) => matchesHost(host, allow),
    blocked: (call) => void blocked.push(call),
  });
  const stop = recordClientRequests();
  const forget = trackOrigins();
  return () => {
    forget();
    stop();
    lift();
  };
}

function originOf(url: string | undefined): string | undefined {
  return url === undefined || url === "" || !URL.canParse(url) ? undefined : new URL(url).origin;
}

async function start<Payload>(scenario: Scenario<Payload>, env: Readonly<Record<string, string>>): Promise<Started> {
  const program = scenario.start;
  if (typeof program !== "function") return {};
  try {
    const started = await silently(() => Promise.resolve(program({ env })));
    return typeof started === "string" ? { url: started } : (started ?? {});
  } catch (error) {
    throw new HarnessError(
      `the program under test did not start: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}

function concurrencyOf<Payload>(scenario: Scenario<Payload>, stores: readonly ObservedStore[]): true | string {
  if (scenario.concurrent === false) return "the scenario says that attempts never run at once";
  return stores.map((store) => store.concurrent).find((answer) => answer !== true) ?? true;
}

async function readAll(stores: readonly ObservedStore[]): Promise<StoreState> {
  const states: StoreState[] = [];
  for (const store of stores) states.push(await store.read());
  return { tables: states.flatMap((state) => state.tables), calls: states.flatMap((state) => state.calls) };
}
