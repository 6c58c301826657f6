import type { GuardKind } from "../trace.js";
import type { ParameterModel } from "./entry-model.js";
import type { InertModel } from "./key-model.js";
import type { Condition, Place } from "./place.js";

/** What becomes of the function. */
export type WrapperKind = "retry" | "transaction" | "after-commit" | "guard" | "lock" | "step" | "invoke" | "detached";

/** A function that takes functions: it runs them in a transaction, again on failure, once for a key. */
export interface WrapperModel {
  readonly match: string | readonly string[];
  readonly kind: WrapperKind;
  /** Index of the function argument, or the property that holds it; negative counts from the end. */
  readonly callback: Place;
  /** Path of the callback's first parameter (`PrismaClient#` for the transaction handle). */
  readonly handle?: string;
  readonly handleIndex?: number;
  /** What the wrapped function's parameters hold: the attempt number. */
  readonly parameters?: readonly ParameterModel[];
  /** For guards and steps. */
  readonly guard?: GuardKind;
  /** For guards, locks and steps: where the key stands. */
  readonly key?: Place;
  /** For guards: for how many seconds a record is kept, a property of the options at a place, and how many where none says so. */
  readonly keeps?: { readonly options: Place; readonly property: string; readonly otherwise: number };
  /** Options under which a guard lets a second attempt through; the first one whose conditions hold tells why. */
  readonly inert?: readonly InertModel[];
  /** For transactions: place of the isolation level. */
  readonly isolation?: Place;
  /** For transactions: the library itself runs the callback again, for people: `the driver runs it again on a write conflict`. */
  readonly reruns?: string;
  /** For transactions: what is refused throws nothing; this member of the answer is true then. */
  readonly refused?: string;
  /** For people: `p-retry runs the function again on every rejection`. */
  readonly what: string;
  /** Calls the wrapped function later: the wrapper returns a function (`withRetry(fn)`, `wrap(fn)`). */
  readonly returnsFunction?: boolean;
  /** It yields what it is given, as a list: `router.post(path, ...createHandlers(check, place))`. */
  readonly lists?: boolean;
  /** Members of the function that it returns, which call it too: `credit.immediate(…)`. */
  readonly variants?: readonly string[];
  /** An operator (`source.pipe(retry(3))`, `retry(source, 3)`): it takes no function, what `pipe` is called on or what it is given runs again. */
  readonly piped?: boolean;
  /** The function that makes a source of what was begun before, so that no operator begins it again: `from(promise)`. */
  readonly begun?: string;
  /** It takes no function: it stops a second attempt, so whatever follows it runs once. */
  readonly rest?: boolean;
  /** It runs the function besides: the call yields what it yields without one. */
  readonly besides?: boolean;
  /** Before it calls the function it checks a signature: whose, for people. */
  readonly signed?: string;
  /** Calling it again does no harm, whatever it does. */
  readonly itself?: boolean;
  /**
   * The callback's place holds a client instead (`axiosRetry(client)`): every call on it is wrapped from then on. Or the
   * receiver is that client, where the callback answers with something (`limiter.on("failed", () => 100)`).
   */
  readonly client?: boolean | "receiver";
  /** For clients: the HTTP methods that are repeated; absent means all. */
  readonly methods?: readonly string[];
  /**
   * It takes no function: what the functions of these libraries send goes through what stands in the callback's place from then on, and is
   * sent again for these methods, or for those that a list at a place names.
   */
  readonly everywhere?: {
    readonly libraries: readonly string[];
    readonly methods: readonly string[];
    readonly option: Place;
  };
  readonly when?: readonly Condition[];
}

/** A decorator on a method that wraps it: `@Transactional()`, `@idempotent(options)`. */
export interface DecoratorModel {
  /** By exported name. */
  readonly decorator: string;
  readonly kind: WrapperKind;
  readonly guard?: GuardKind;
  /** For guards: where in the decorator's arguments the key's source stands. */
  readonly key?: Place;
  readonly isolation?: Place;
  /** For guards: options under which it lets a second attempt through. */
  readonly inert?: readonly InertModel[];
  /** For guards: it is a mark alone, and this exported class of the library acts on it where the application binds it. */
  readonly actsBy?: string;
  /** For retries: what must hold of the decorator's arguments. */
  readonly when?: readonly Condition[];
  readonly what: string;
}

/** A directive at the beginning of a function's body. */
export interface DirectiveModel {
  readonly directive: string;
  readonly kind: "step" | "guard";
  readonly guard: GuardKind;
  readonly what: string;
}

/** A middleware that guards handlers: `app.use(idempotency())`. */
export interface MiddlewareModel {
  readonly match: string | readonly string[];
  readonly guard: GuardKind;
  /** Options without which it guards nothing. */
  readonly when?: readonly Condition[];
  /** HTTP methods that it looks at, and where a list of them stands that replaces these; absent means all. */
  readonly methods?: { readonly otherwise: readonly string[]; readonly option: Place };
  /** Options under which it lets a second attempt through. */
  readonly inert?: readonly InertModel[];
  readonly what: string;
}
