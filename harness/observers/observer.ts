import type { FakeProvider } from "../provider/fake.js";

/** A column as far as the oracle needs to know it. */
export interface ColumnState {
  readonly name: string;
  /** The schema fills it anew for each row: a sequence, `now()`, a generated UUID. */
  readonly generated: boolean;
  /** Bookkeeping that a delivery process changes: not part of the effect. */
  readonly excluded?: string;
}

/** A foreign key of one column. */
export interface Reference {
  readonly column: string;
  readonly table: string;
  readonly to: string;
}

/** The rows of one table; every value is the store's own text, or null. */
export interface TableState {
  readonly name: string;
  readonly columns: readonly ColumnState[];
  /** Columns of the primary key. */
  readonly key: readonly string[];
  readonly references: readonly Reference[];
  readonly rows: readonly Row[];
  /** Why the table is not part of the effect. */
  readonly excluded?: string;
}

/** One row. */
export type Row = Readonly<Record<string, string | null>>;

/** Something that was done outside: a charge, a message. */
export interface CallState {
  /** `POST api.stripe.com/v1/charges`. */
  readonly target: string;
  readonly body: unknown;
  readonly key?: string;
  /** The id that the outside gave it. */
  readonly id?: string;
}

/** All that one store holds at one moment. */
export interface StoreState {
  readonly tables: readonly TableState[];
  readonly calls: readonly CallState[];
}

/** What a scenario hands over to be watched. */
export interface Observer {
  readonly name: string;
  open(context: ObserverContext): Promise<ObservedStore>;
}

/** What the scenario says about safety, and what observers offer to the program under test. */
export interface ObserverContext {
  /** Hosts other than loopback that the scenario allows. */
  readonly allow: readonly string[];
}

/** A store under observation. */
export interface ObservedStore {
  readonly name: string;
  /** Given to `start`: `DATABASE_URL`, the fake provider's address. */
  readonly environment: Readonly<Record<string, string>>;
  /** `true`, or why two attempts cannot run at once over it. */
  readonly concurrent: true | string;
  /** What of it counts as an idempotency record and what else is excluded, with the reason. */
  readonly excluded: readonly string[];
  /** Back to the state in which the scenario handed it over. */
  restore(): Promise<void>;
  /** Moves sequences and other counters on, so that ids which mean nothing differ between two clean runs. */
  perturb(): Promise<void>;
  read(): Promise<StoreState>;
  /** Forgets the idempotency records and keys and leaves all else; returns their names. */
  forgetRecords(): Promise<readonly string[]>;
  /** Whether a statement of the program waits for a lock. */
  waiting(): Promise<boolean>;
  close(): Promise<void>;
  /** Effects are seen at the wire, in whatever language the program is written. */
  readonly wire?: boolean;
  /** Set by an outside party: how to answer calls to it. */
  readonly provider?: OutsideParty;
}

/** An outside party that the harness plays. */
export interface OutsideParty {
  readonly hosts: readonly string[];
  readonly answer: FakeProvider["answer"];
  readonly name: string;
  /** Where it listens for programs in other processes. */
  readonly url: string;
}
