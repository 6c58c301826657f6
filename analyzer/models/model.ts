import type { Delivery, EffectKind, EntryKind, GuardKind, ProvenanceKind, Risk } from "../trace.js";

/**
 * What a library does, as data. Values only: a model survives a trip through JSON.
 *
 * **Paths.** The interpreter follows values of a library from where they enter the program and names each by a path:
 *
 * | code | path |
 * |---|---|
 * | `import Stripe from "stripe"` | `default` |
 * | `import { Queue } from "bullmq"` | `Queue` |
 * | `import * as amqp from "amqplib"` | `` (empty), then `.connect` is `connect` |
 * | `new Queue("mail")` | `Queue#` |
 * | a parameter or field of type `Queue` | `Queue#` |
 * | `express()` | `default()` |
 * | member access on `Queue#` | `Queue#add` |
 * | member access further on | `Stripe#checkout.sessions.create` |
 * | a call in a chain, `db.insert(orders).values(v)` | `Database#insert().values()` |
 *
 * `names` folds paths into canonical ones at every step (`"default#": "Stripe#"`, `"default()": "Application#"`,
 * `"Prisma.TransactionClient#": "PrismaClient#"`). Awaiting a value keeps its path.
 *
 * **Patterns** are paths in which `*` stands for one segment and `**` for any number of characters. A call pattern is
 * written without the final `()`.
 */
export interface LibraryModel {
  /** For people: `Stripe`. */
  readonly library: string;
  /** Import specifiers; a trailing `/*` takes subpaths. */
  readonly packages: readonly string[];
  /** Names that are there without an import: `fetch`. */
  readonly globals?: readonly string[];
  readonly versions: string;
  readonly docs: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly calls?: readonly CallModel[];
  /** Values that carry a meaning of their own when called or read: sources of identity and of instability. */
  readonly sources?: readonly SourceModel[];
  /** Functions that take functions. */
  readonly wrappers?: readonly WrapperModel[];
  readonly entries?: readonly EntryModel[];
  /** How a unique violation looks in a catch block. */
  readonly conflicts?: readonly ConflictModel[];
}

/** Where something stands in a call: an argument, optionally a property path in it, or an earlier link of a call chain. */
export interface Place {
  /** Index of the argument; negative counts from the end. */
  readonly argument?: number;
  /** Property path in the argument, dots between. Header names match case-insensitively. */
  readonly property?: string;
  /** Name of an earlier call in the chain whose argument is meant (`insert` in `db.insert(t).values(v)`); `""` is a bare call (`knex("t")`). */
  readonly link?: string;
  /** The n-th segment after `#` (`order` in `PrismaClient#order.create` is 0). */
  readonly segment?: number;
  /** The n-th type argument of the receiver's type (`Repository<Order>`). */
  readonly generic?: number;
  /** A fixed text. */
  readonly text?: string;
}

export interface KeyModel {
  /** For people: `the idempotencyKey option`. */
  readonly place: string;
  readonly argument: number;
  /** Dotted; `headers.Idempotency-Key` matches header names case-insensitively. */
  readonly property?: string;
  /** Other spellings that count as the key, dotted like `property`. */
  readonly also?: readonly string[];
  /** `required`: passing none is reported. `optional`: only its quality is judged when it is passed. */
  readonly use: "required" | "optional";
}

export interface CallModel {
  /** Pattern or patterns of the call that decides. In a chain it is the deciding link, wherever the chain ends. */
  readonly match: string | readonly string[];
  /** `sql` classifies by the statement's text; `http` by the method and URL. */
  readonly effect: EffectKind | "sql" | "http";
  readonly risk?: Risk;
  readonly target?: Place;
  /** The object (or array of objects) of columns written. */
  readonly values?: Place;
  /** The object of columns that select. */
  readonly where?: Place;
  /** SQL text, for `effect: "sql"`; parameters, when given apart. */
  readonly sql?: Place;
  readonly parameters?: Place;
  /** HTTP: fixed method, or the place of it (default GET when absent). */
  readonly method?: string | Place;
  readonly url?: Place;
  readonly key?: KeyModel;
  /** Properties in `values` that make the change relative: `increment`, `$inc`. */
  readonly relative?: readonly string[];
  /** Links or options that turn an insert into one that ignores or merges conflicts. */
  readonly conflictClauses?: readonly ConflictClause[];
  /** For upserts: the place of the conflict target (columns); for Prisma the `where` object's keys. */
  readonly conflictTarget?: Place;
  /** How the result tells whether this attempt was the first. */
  readonly claim?: ClaimModel;
  /** Options that must be present for this model to apply (`SET k v NX`). */
  readonly when?: readonly Condition[];
  /** A row lock on what is read. */
  readonly locks?: boolean | Condition;
  /** What the call returns: one row, rows, a count, a reply; or a library value with this path. */
  readonly returns?: "row" | "rows" | "count" | "boolean" | "reply" | { readonly path: string };
  /** Methods on the result that must be called for the effect to happen (`execute`, `exec`); chains without them are lazy. */
  readonly onlyWith?: readonly string[];
}

export interface Condition {
  readonly place: Place;
  /** Literal that must stand there (case-insensitive text), or any value when absent. */
  readonly equals?: string | number | boolean;
}

export interface ConflictClause {
  /** A chain link (`onConflictDoNothing`, `orIgnore`) or a place of an option (`skipDuplicates`). */
  readonly link?: string;
  readonly option?: Place;
  /** `ignore` keeps the old row, `merge` overwrites it. */
  readonly mode: "ignore" | "merge";
  /** Place of the target columns, when written. */
  readonly target?: Place;
  /** Place of the values set on conflict. */
  readonly set?: Place;
}

/** How to read the answer of an atomic claim. */
export interface ClaimModel {
  /** Which property of the result is tested; absent means the result itself. */
  readonly property?: string;
  /** What the winner sees. */
  readonly won: "truthy" | "falsy" | "positive" | "non-empty" | { readonly equals: string | number | boolean };
  /** `insert`: a new record under a unique key; `update`: a conditional update. */
  readonly by: "insert" | "update";
  /** Where the claimed key stands (for its provenance). */
  readonly key?: Place;
}

export interface SourceModel {
  readonly match: string | readonly string[];
  /** A call (`randomUUID()`), a constructor (`new ObjectId()`) or a plain read (`process.hrtime`). */
  readonly on: "call" | "new" | "read";
  readonly kind: ProvenanceKind;
  /** With arguments the value is derived from them instead (`new Date(order.createdAt)`, `uuidv5(name, ns)`). */
  readonly unlessArguments?: boolean;
}

export type WrapperKind = "retry" | "transaction" | "guard" | "lock" | "step" | "invoke" | "detached";

export interface WrapperModel {
  readonly match: string | readonly string[];
  readonly kind: WrapperKind;
  /** Index of the function argument, or the property that holds it; negative counts from the end. */
  readonly callback: Place;
  /** Path of the callback's first parameter (`PrismaClient#` for the transaction handle). */
  readonly handle?: string;
  readonly handleIndex?: number;
  /** For guards and steps. */
  readonly guard?: GuardKind;
  /** For guards, locks and steps: where the key stands. */
  readonly key?: Place;
  /** For transactions: place of the isolation level. */
  readonly isolation?: Place;
  /** For people: `p-retry runs the function again on every rejection`. */
  readonly what: string;
  /** Calls the wrapped function later: the wrapper returns a function (`withRetry(fn)`, `wrap(fn)`). */
  readonly returnsFunction?: boolean;
}

/** What a handler parameter holds. */
export interface ParameterModel {
  readonly index: number;
  readonly kind: ProvenanceKind;
  /** Library path of the parameter, when calls on it matter (`Response#`). */
  readonly path?: string;
  /** Members whose kind differs, dotted: `attemptsMade: "attempt"`, `params: "business"`. */
  readonly members?: Readonly<Record<string, ProvenanceKind>>;
}

export interface IdentityModel {
  readonly what: string;
  /** `{0}` is the name of the first handler parameter: `{0}.id`, `{0}.get("Idempotency-Key")`. */
  readonly expression: string;
}

interface EntryCommon {
  readonly kind: EntryKind;
  readonly delivery: Delivery;
  /** `POST {0}`: `{n}` is the text of the n-th argument, `{member}` the last segment of the path in upper case. */
  readonly name: string;
  readonly repeatedBy: string;
  readonly parameters?: readonly ParameterModel[];
  readonly identities?: readonly IdentityModel[];
  readonly safe?: boolean;
}

export type EntryModel =
  | (EntryCommon & {
      readonly on: "call";
      readonly match: string | readonly string[];
      /** Which arguments are handlers: all functions from this index on, or the property of an argument. */
      readonly handlers: Place | { readonly from: number };
      /** The call only registers when it has this many arguments or more. */
      readonly atLeast?: number;
      readonly when?: readonly Condition[];
    })
  | (EntryCommon & {
      readonly on: "decorator";
      /** Decorator on the method, by exported name. */
      readonly decorator: string;
      /** Decorator that the class must carry, by exported name. Its first argument prefixes the name. */
      readonly classDecorator?: string;
      /** Parameter decorators: `Body` → caller. */
      readonly parameterDecorators?: Readonly<Record<string, ProvenanceKind>>;
    })
  | (EntryCommon & {
      readonly on: "method";
      /** Methods of classes that carry this decorator or extend this exported base class. */
      readonly classDecorator?: string;
      readonly extends?: string;
      readonly method: string;
    })
  | (EntryCommon & {
      readonly on: "export";
      /** Glob of the file, relative to anywhere: `** /app/** /route.{ts,tsx,js}`. */
      readonly files: string;
      /** Exported names; `*` for every exported function. */
      readonly exports: readonly string[];
      /** The file or the function must carry this directive. */
      readonly directive?: string;
    })
  | (EntryCommon & {
      readonly on: "type";
      /** Type names from this library that mark a function: as its annotation, or as the annotation of its first parameter. */
      readonly types: readonly string[];
    });

export interface ConflictModel {
  /** Property path of the error that is compared: `code`, `cause.code`, `name`. */
  readonly property?: string;
  readonly equals?: string | number;
  /** Or the class that the error is an instance of, by exported name. */
  readonly instance?: string;
}
