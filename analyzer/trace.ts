/**
 * The vocabulary that every part shares: the analyzer predicts traces, the harness observes them, rules judge them.
 * Types only; this file imports nothing.
 */

/** A place in source text. `line` and `column` count from 1, `start` and `end` are UTF-16 offsets. `file` is absolute with `/`. */
export interface Site {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Who repeats an entry point: a broker that redelivers, a client that retries, an engine or operator that replays. */
export const DELIVERIES = ["redelivered", "retried", "replayed"] as const;

export type Delivery = (typeof DELIVERIES)[number];

export const ENTRY_KINDS = [
  "http",
  "rpc",
  "graphql",
  "action",
  "webhook",
  "queue",
  "stream",
  "event",
  "cron",
  "lambda",
  "workflow",
  "activity",
  "job",
  "client",
] as const;

export type EntryKind = (typeof ENTRY_KINDS)[number];

/** Where the stable identity of one intent lives, in terms of the handler's parameters. */
export interface Identity {
  /** For people: `the Stripe event id`. */
  readonly what: string;
  /** For fixes: an expression that is valid at the top of the handler, e.g. `job.id` or `req.get("Idempotency-Key")`. */
  readonly expression: string;
}

/** Anything that can run again. */
export interface EntryPoint {
  /** The registration, decorator or declaration that makes it an entry point. */
  readonly site: Site;
  /** The handler's function. */
  readonly handler: Site;
  readonly kind: EntryKind;
  readonly delivery: Delivery;
  /** `POST /orders`, `queue orders`. */
  readonly name: string;
  readonly library: string;
  /** One clause that says what repeats it: `BullMQ runs a stalled or failed job again`. */
  readonly repeatedBy: string;
  /** Seconds for which the sender comes again by itself, where that is known. */
  readonly comesFor?: number;
  readonly identities: readonly Identity[];
  /** Those that the handler takes its parameter apart without, in terms of that parameter: `{0}.messageId`. */
  readonly leftOut?: readonly Identity[];
  /** Expressions in the handler that are another on each attempt: `request.id`. */
  readonly renewed: readonly string[];
  /** A safe HTTP method or a query: only effects of high risk count. */
  readonly safe: boolean;
  /** A replay sees the clock and the random values of the first run. */
  readonly seeded?: boolean;
  /** What its library makes once it has answered yes: `a token`. */
  readonly grants?: string;
}

export const RISKS = ["critical", "high", "normal", "low"] as const;

export type Risk = (typeof RISKS)[number];

export type ProvenanceKind = "caller" | "message" | "business" | "constant" | "attempt" | "payload" | "unknown";

/** One thing that a value is made of. */
export interface Source {
  readonly kind: ProvenanceKind;
  /** For people: `req.body.orderId`, `randomUUID()`. */
  readonly what: string;
  readonly site: Site;
  /** The effect whose result this is (a row just inserted, a call's reply). */
  readonly origin?: Site;
  /** It cannot be read back from the value: it was hashed, encrypted or masked. */
  readonly sealed?: true;
  /** Made anew, and stored in a row that the next attempt reads it from. */
  readonly stored?: true;
  /**
   * Read from rows that no key names, the last one or how many there are. `next`: it is what the next row gets, since it is
   * counted on from there or picked because no row has it yet.
   */
  readonly found?: { readonly table: string; readonly next?: "counted" | "free" };
}

/** What a value is made of, and the sites (variables, parameters, helpers) it came through. */
export interface Provenance {
  readonly sources: readonly Source[];
  readonly through: readonly Site[];
  /** Null or undefined on some path: a unique set with a null in it guards nothing. */
  readonly maybeNull?: boolean;
}

export type GuardKind =
  | "unique-constraint"
  | "conditional-write"
  | "upsert"
  | "stable-key"
  | "message-id"
  | "dedupe-record"
  | "wrapper"
  | "locked-recheck"
  | "durable-step"
  | "outbox";

/** Why repeating an effect is harmless here. */
export interface Guard {
  readonly kind: GuardKind;
  readonly site: Site;
  /** For people: `unique (orderId) in schema.prisma, conflict handled at orders.ts:41`. */
  readonly what: string;
  /** The columns of a unique set that holds, or by which an upsert finds its row again. */
  readonly columns?: readonly string[];
  /** Why it holds for one attempt after the other alone, and not for two at once. */
  readonly alone?: string;
  /** Seconds after which it forgets, and lets another attempt through. */
  readonly window?: number;
  /** Why it holds for some attempts alone, and the option that, set for all guards of its library, makes it hold for all. */
  readonly partly?: { readonly why: string; readonly unless?: SwitchedOn };
  /** It is a mark, on which the class of this name acts where the application binds it. */
  readonly actsBy?: string;
}

/** A guard that was found and does not hold, and why. */
export interface Shortfall {
  readonly kind: GuardKind;
  readonly site: Site;
  readonly why: string;
  /** The column of which a condition keeps out one value alone. */
  readonly columns?: readonly string[];
  /** It does hold for attempts at the same time. */
  readonly atOnce?: Guard;
}

/**
 * A read whose answer was tested on the way to an effect, with nothing atomic since.
 * `absence`: the effect runs because nothing was found; `state`: because a row was in an expected state;
 * `limit`: because a count was below a bound; `presence`: because something was found.
 */
export interface Check {
  readonly kind: "absence" | "presence" | "state" | "limit";
  /** Equal for the same test on the same way: one helper that is called twice makes two checks. */
  readonly occurrence: string;
  /** Which way the condition went, for a `state` or `limit`: a `presence` and an `absence` say it by themselves. */
  readonly held?: boolean;
  readonly read: Site;
  /** The table, key or resource that was read. */
  readonly target: string;
  /** What was read lives in the memory of this process alone. */
  readonly local?: boolean;
  readonly condition: Site;
  /** Columns that the read selects by. */
  readonly by: readonly string[];
  /** Columns of the row that the condition tests (`status` in `order.status === "paid"`). */
  readonly tests: readonly string[];
  /** What of the column was tested, where that was a part of it alone: `config.data`. */
  readonly part?: string;
  /** Taken under a row lock, advisory lock or serializable transaction that the effect shares. */
  readonly locked: Locked;
}

/** Until the whole way is known, the row locks alone. */
export type Locked = boolean | readonly RowLock[];

/** It locks the rows that are there, and ends with its statement where no transaction holds it. */
export interface RowLock {
  /** The call that reads and locks. */
  readonly sink: string;
  /** It may go through the handle of a transaction that is opened where nobody sees it. */
  readonly passedIn: boolean;
}

/** A comparison with a clock or a random value on the way to an effect: the next attempt may go the other way. */
export interface Chance {
  readonly condition: Site;
  readonly source: Source;
}

/** Code that runs its body again when it fails: a retry wrapper or a hand-written loop. */
export interface Retry {
  readonly site: Site;
  /** The part that is repeated. */
  readonly body: Site;
  readonly what: string;
}

/** An open database transaction around an effect. */
export interface Transaction {
  readonly site: Site;
  readonly library: string;
  readonly isolation?: string;
  /** The calls that led to where it was opened, outermost first. */
  readonly through?: readonly Site[];
}

export const EFFECT_KINDS = [
  "insert",
  "update",
  "increment",
  "append",
  "delete",
  "upsert",
  "call",
  "publish",
  "enqueue",
  "start",
  "reserve",
  "release",
  "read",
] as const;

export type EffectKind = (typeof EFFECT_KINDS)[number];

/** The key that a call passes, or where it could pass one. */
export interface Key {
  /** Where the API takes it, for people: `the idempotencyKey option`. */
  readonly place: string;
  readonly slot: KeySlot;
  /** What is passed there; absent when nothing is. */
  readonly value?: Provenance;
  readonly site?: Site;
  /** The receiver takes UUIDs alone. */
  readonly uuid?: boolean;
  /** Nothing is amiss where none is passed: the receiver drops no repeat by it, or harms nobody with one. */
  readonly optional?: boolean;
  /** Seconds for which the receiver knows the key, as far as its documentation says. */
  readonly window?: number;
  /** The receiver drops repeats by it only when it was created so. */
  readonly switchedOn?: SwitchedOn;
  /** Why what is passed does nothing at this call; `partly`: it holds as long as the first one runs. */
  readonly inert?: { readonly why: string; readonly partly?: boolean };
  /** It is passed where nothing reads it. */
  readonly misplaced?: { readonly slot: KeySlot; readonly value: Provenance; readonly why: string };
}

/** The calls that create a receiver by its name, and the option among theirs that has it drop repeats. */
export interface SwitchedOn {
  readonly calls: readonly string[];
  readonly option: string;
}

/** Where in the call a key stands: an argument, a property path in it, possibly under `headers`. */
export interface KeySlot {
  readonly argument: number;
  readonly property: readonly string[];
  /** An earlier call of the chain takes it: `createJob(data).setId(id).save()`. */
  readonly link?: string;
}

/** How a unique violation at a write ends. */
export type Conflict = "none" | "handled" | "mapped" | "escapes";

/** A call from one function into the next on the way from the entry point to the effect. */
export interface Step {
  readonly site: Site;
  readonly what: string;
  /** Which of several it was, where the call may reach each of them: a class or a function of a registry. */
  readonly of?: string;
}

export type Confidence = "certain" | "likely" | "possible";

/** What the code does with the answer of a read or write. */
export interface Use {
  /** A part of it is compared with something that came from elsewhere. */
  readonly compared: boolean;
  /** A part of it goes back to whoever called the entry point. */
  readonly returned: boolean;
  /**
   * Where the code goes when somebody was there before: the claim was lost, the violation caught, the record found. A
   * statement; the `if` itself when it has nothing for that case.
   */
  readonly otherwise?: Site;
}

/** One thing that a path does to the world. */
export interface Effect {
  /** Where the code decides on this effect: the call itself, or the call of the helper that only carries it out. */
  readonly site: Site;
  /** The library call itself, the place where finding and runtime observation meet. Edits to the call go here. */
  readonly sink: Site;
  readonly kind: EffectKind;
  readonly library: string;
  /** As the code writes it: `prisma.order.create`, `POST api.stripe.com/v1/charges`. */
  readonly name: string;
  /** Table, topic, queue, host and path, provider operation. */
  readonly target: string;
  readonly risk: Risk;
  /** The risk word or model that decided. */
  readonly riskReason: string;
  /** Present when the API takes an idempotency key or dedupe identity. */
  readonly key?: Key;
  /** Columns or fields written, with what they are made of. `*` stands for values that could not be told apart. */
  readonly values: Readonly<Record<string, Provenance>>;
  /** Columns that select the rows. */
  readonly where: Readonly<Record<string, Provenance>>;
  /** For a read that names the columns that it asks for: those. */
  readonly selects?: readonly string[];
  /** For a read: the tables that hold no row for what it finds (`WHERE NOT EXISTS (…)`). */
  readonly lacks?: readonly string[];
  /** Columns changed relative to their old value. */
  readonly relative: readonly string[];
  /** Columns set to a constant. */
  readonly constants: Readonly<Record<string, string>>;
  /** Calls from the entry point to here, outermost first. */
  readonly path: readonly Step[];
  /** Guards in force. */
  readonly guards: readonly Guard[];
  readonly shortfalls: readonly Shortfall[];
  readonly checks: readonly Check[];
  /** Absent when nothing on the way was left to chance. */
  readonly chances?: readonly Chance[];
  readonly transaction?: Transaction;
  /** A hook runs it once the transaction around it is committed. */
  readonly afterCommit?: true;
  /** It goes through the handle of the transaction that was opened here. */
  readonly handle?: Site;
  readonly retry?: Retry;
  readonly conflict: Conflict;
  /** The conflict clause or upsert was written, whatever it is worth. */
  readonly ignoresConflict: boolean;
  /** What the code does with the number of rows that a conditional write changed. */
  readonly countTested: boolean;
  readonly use?: Use;
  readonly inLoop: boolean;
  readonly confidence: Confidence;
  /** The weak step, when confidence is below `certain`. */
  readonly weakStep?: string;
  /** The function around it only carries it out: everything that decides comes through its parameters. */
  readonly carried?: boolean;
  /** Already reported or held safe for another reason: a row that only this attempt made, an audit trail. */
  readonly quiet?: string;
  /** The table of the new row that the same write makes, and that this one belongs to. */
  readonly along?: string;
  /** The routine of the database that does it, and the place of the statement there. */
  readonly routine?: { readonly name: string; readonly site: Site };
}

/** The effects of one entry point, in the order in which the code reaches them, reads included. */
export interface Trace {
  readonly entry: EntryPoint;
  readonly effects: readonly Effect[];
  /** Files that the walk read; an edit to any of them makes the trace stale. */
  readonly files: readonly string[];
}

export const SEVERITIES = ["error", "warning", "info", "off"] as const;

export type Severity = (typeof SEVERITIES)[number];

/** `safe` fixes are applied by fix-all and `--fix`; `review` ones are offered, never automatic. */
export type FixSafety = "safe" | "review";

export interface TextEdit {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Fix {
  readonly title: string;
  readonly safety: FixSafety;
  /** Edits against the text that was analysed, never overlapping. */
  readonly edits: readonly TextEdit[];
}

/** A gap: one per effect, reported at the effect. */
export interface Finding {
  readonly rule: string;
  readonly severity: Exclude<Severity, "off">;
  readonly confidence: Confidence;
  readonly risk: Risk;
  readonly riskReason: string;
  readonly site: Site;
  /** What happens, then why. */
  readonly message: string;
  /** What to do. */
  readonly remedy: string;
  readonly effect: Effect;
  readonly entry: EntryPoint;
  /** Other entry points that reach the effect, by name; the end of the message names the first of them. */
  readonly alsoFrom?: readonly string[];
  /** From the entry point to the effect, and on to the guard that falls short. */
  readonly path: readonly Step[];
  readonly fixes: readonly Fix[];
  /** The functions around the effect, outermost first: `OrderService.create`. Empty at the top level of a file. */
  readonly within: string;
  /** Stable under moved lines. */
  readonly fingerprint: string;
  /** URL of the rule's page. */
  readonly docs: string;
}

export interface Stats {
  readonly files: number;
  readonly entryPoints: number;
  readonly effects: number;
  readonly guarded: number;
  readonly opaqueCalls: number;
  readonly unresolvedTypes: number;
  readonly durationMs: number;
}
