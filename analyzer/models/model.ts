import type { EffectKind, GuardKind, ProvenanceKind, Risk } from "../trace.js";
import type { EntryModel, MountModel, ParameterModel } from "./entry-model.js";
import type { Condition, Place } from "./place.js";

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
 | a bare call of a value, `knex("orders")` | `Knex#()` |
 *
 * `names` folds paths into canonical ones at every step (`"default#": "Stripe#"`, `"default()": "Application#"`,
 * `"Prisma.TransactionClient#": "PrismaClient#"`); its keys may be patterns, of which `"*"` keeps what the first `*` stands for. Awaiting a value keeps its path, folding a
 * path keeps the links of the chain that led to it. `require("x")` and `import * as x` give the empty path.
 *
 * **Patterns** are paths in which `*` stands for one name and `**` for any number of characters. A call pattern is
 * written without the final `()`; `new X(...)` is a call of `X`; a tagged template is a call with the template as
 * argument 0. Models of one path are tried in order, and the first whose `command` and `when` hold decides.
 *
 * **Properties** are dotted; `[]` steps into every element of a list: `Entries[].Id`, or `[].opts.jobId` at the top.
 */
export interface LibraryModel {
  /** For people: `Stripe`. */
  readonly library: string;
  /** Import specifiers; a trailing `/*` takes subpaths, a leading `*` any start (`*` + `/generated/prisma`). */
  readonly packages: readonly string[];
  /** Names that are there without an import: `fetch`. */
  readonly globals?: readonly string[];
  readonly versions: string;
  readonly docs: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly calls?: readonly CallModel[];
  /** Calls that only make or change a record in memory. */
  readonly makers?: readonly MakerModel[];
  /** Values that carry a meaning of their own when called or read: sources of identity and of instability. */
  readonly sources?: readonly SourceModel[];
  /** Calls that check that a request is a sender's webhook. */
  readonly signatures?: readonly SignatureModel[];
  /** Functions that take functions. */
  readonly wrappers?: readonly WrapperModel[];
  /** Decorators that do to a method what a wrapper does to a function. */
  readonly decorators?: readonly DecoratorModel[];
  /** Containers of dependency injection: what they are told stands behind a token is what they yield for it. */
  readonly containers?: readonly ContainerModel[];
  /** Methods that the library calls on objects of subclasses, from when they are made: a stream's `_write`. */
  readonly subclasses?: readonly { readonly of: string; readonly runs: readonly string[] }[];
  /** Calls that hand something to handlers elsewhere in the process: an event emitter, a command bus. */
  readonly emitters?: readonly EmitterModel[];
  /** Directives that do the same to the function whose body begins with one: `"use step"`. */
  readonly directives?: readonly DirectiveModel[];
  /** Exported functions that make one decorator of several: `applyDecorators`. */
  readonly composers?: readonly string[];
  /** Calls whose result, handed to `use` or listed as a handler, guards every handler after it. */
  readonly middleware?: readonly MiddlewareModel[];
  readonly entries?: readonly EntryModel[];
  /** Calls that hang routers under paths: what registered paths begin with, and what runs before. */
  readonly mounts?: readonly MountModel[];
  /** Where a router's own prefix stands in the calls that made it: `new Router({ prefix })`. */
  readonly prefixes?: readonly Place[];
  /** Functions that see every request of a client before it is sent. */
  readonly requestHooks?: readonly RequestHookModel[];
  /** What setting a value on one of its records does, when records are watched and written at the next flush. */
  readonly tracked?: Omit<CallModel, "match">;
  /** Paths of values that, written to a column, change it relative to what it was: `FieldValue.increment()`. */
  readonly relativeValues?: readonly string[];
  /** How a unique violation looks in a catch block. */
  readonly conflicts?: readonly ConflictModel[];
  /** Paths of values through which a handler answers: what their calls are given goes back to the caller. */
  readonly answers?: readonly string[];
  /** Calls that open and end a transaction on the same value, where no callback does. */
  readonly brackets?: readonly BracketModel[];
  /** Functions that build the conditions of a query: `eq(orders.id, id)`. */
  readonly comparisons?: readonly ComparisonModel[];
}

export interface KeyModel {
  /** For people: `the idempotencyKey option`. */
  readonly place: string;
  readonly argument: number;
  /** Dotted; `headers.Idempotency-Key` matches header names case-insensitively. */
  readonly property?: string;
  /** Another argument that may hold it, when an optional one before it is left out (`confirm(id, options)`). */
  readonly orArgument?: number;
  /**
   * Calls of the chain that set headers, by name and value or all at once: `.set("Idempotency-Key", id)`, `.headers({ … })`.
   * Without `property` the argument is one of theirs: `.setId(id)`.
   */
  readonly setBy?: readonly string[];
  /** Other spellings that count as the key, dotted like `property`. */
  readonly also?: readonly string[];
  /** The receiver takes UUIDs alone. */
  readonly uuid?: boolean;
  /** An option that has the library make the key of the content itself. */
  readonly byContent?: string;
  /** `required`: passing none is reported. `optional`: only its quality is judged when it is passed. */
  readonly use: "required" | "optional";
  /** Seconds for which the receiver knows the key, where its documentation says; it forgets it afterwards. */
  readonly window?: number;
  /** Calls at which the key that is passed does nothing; the first one whose conditions hold tells why. */
  readonly inert?: readonly InertModel[];
  /** Where the key is put by mistake: nothing reads it there. */
  readonly misplaced?: readonly MisplacedModel[];
}

export interface RequestHookModel {
  /** The call that adds the function; absent where the options that a client is made with list it. */
  readonly match?: string;
  /** The function, or the list of them. */
  readonly place: Place;
}

export interface InertModel {
  readonly when: readonly Condition[];
  /** One clause, for people: `BullMQ forgets the id as soon as the job is done`. */
  readonly why: string;
  /** It holds for a while: as long as the first one runs. */
  readonly partly?: boolean;
}

export interface MisplacedModel {
  readonly argument: number;
  /** Dotted, as in `KeyModel`. */
  readonly property: string;
  /** One clause, for people: `axios sends it as a part of the body`. */
  readonly why: string;
}

export interface CallModel {
  /** Pattern or patterns of the call that decides. In a chain it is the deciding link, wherever the chain ends. */
  readonly match: string | readonly string[];
  /**
   * The call sends a command object (`client.send(new PutCommand(input))`) of one of these classes. `argument` in this
   * model's places then counts the arguments of the command's constructor.
   */
  readonly command?: string | readonly string[];
  /**
   * `sql` classifies by the statement's text; `http` by the method and URL. `save` writes a whole record: an update when
   * the record was read from the store, an insert when its primary key is not among the values, else an upsert by it.
   */
  readonly effect: EffectKind | "sql" | "http" | "save";
  readonly risk?: Risk;
  readonly target?: Place;
  /** Further places of the target, tried in order when the first holds nothing. */
  readonly orTarget?: readonly Place[];
  /** The name of the one column that changes, when it is an argument of its own (`increment({ id }, "balance", 5)`). */
  readonly column?: Place;
  /** The operation says little (`sendMail`): what is passed decides, so a helper that only passes it on is not the place to report. */
  readonly content?: boolean;
  /** The object (or array of objects) of columns written. */
  readonly values?: Place;
  /**
   * What selects the rows: an object of columns, a comparison (`eq(orders.id, id)`), or a column's name followed by its
   * value with or without an operator between (`.where("id", "=", id)`). A link that occurs several times adds up.
   */
  readonly where?: Place;
  /** SQL text, for `effect: "sql"`; parameters, when given apart. */
  readonly sql?: Place;
  readonly parameters?: Place;
  /** The parameters may be arguments of their own from that place on: `bind(a, b)`. */
  readonly spread?: boolean;
  /** Link that binds one named parameter, the name first and the value last: `input("id", Int, order.id)`. */
  readonly bound?: string;
  /** In this store's SQL an `INSERT` replaces the row under its key, whose column stands first. */
  readonly replaces?: boolean;
  /** In this store's SQL an `INSERT` is refused where there is a row under its key. */
  readonly refuses?: boolean;
  /** HTTP: fixed method, or the place of it (default GET when absent). */
  readonly method?: string | Place;
  readonly url?: Place;
  readonly key?: KeyModel;
  /** Properties in `values` that make the change relative: `increment`, `$inc`; `()` is a function in a value's place. */
  readonly relative?: readonly string[];
  /** Properties under a column in `values` that write rows of a related table: `create`, `connectOrCreate`. */
  readonly nested?: readonly NestedWrite[];
  /** The library sends the call again on its own. */
  readonly repeats?: RepeatModel;
  /** Links or options that turn an insert into one that ignores or merges conflicts. */
  readonly conflictClauses?: readonly ConflictClause[];
  /** For upserts: the place of the conflict target (columns); for Prisma the `where` object's keys. */
  readonly conflictTarget?: Place;
  /** For upserts of a store that looks for the record and then makes it, for people: `MongoDB looks for the document before it makes one`. */
  readonly looksFirst?: string;
  /** The call itself names what it expects to find: where that no longer holds, it changes nothing and throws. */
  readonly conditional?: boolean;
  /** Columns that make up the primary key in most schemas of this store, for when no schema tells. */
  readonly identityColumns?: readonly string[];
  /** Nothing but the record's own key is unique in this store, so a schema could not say more. */
  readonly keyedOnly?: boolean;
  /** The property of the answer that tells whether there is a record: `snapshot.exists`. */
  readonly found?: string;
  /** How the result tells whether this attempt was the first. */
  readonly claim?: ClaimModel;
  /** Options that must be present for this model to apply (`SET k v NX`). */
  readonly when?: readonly Condition[];
  /** A row lock on what is read. */
  readonly locks?: boolean | Condition;
  /** What the call returns: one row, rows, a count, a reply; or a library value with this path. */
  readonly returns?: "row" | "rows" | "count" | "boolean" | "reply" | { readonly path: string };
  /** What the members of a row are: an object of columns and tables (`select({ video: videos })`), and links that join tables. */
  readonly parts?: { readonly columns: Place; readonly joins: readonly string[] };
  /** Path of the record that the answer is or holds, when it has methods of its own (`const order = await Order.findByPk(id); order.save()`): `Document#`. */
  readonly record?: string;
  /**
   * Paths of what functions in the place of values are given, by the name of the link: `set((eb) => ({ … }))` is
   * `{ set: "ExpressionBuilder#" }`. What they return stands there then; when it is a chain of calls, its links join in.
   */
  readonly builders?: Readonly<Record<string, string>>;
  /** Several writes in one call: `bulkWrite([{ updateOne: … }])`. */
  readonly batch?: BatchModel;
  /** It adds to what earlier calls of the chain did, and replaces nothing: `multi().set(key, value).incr(counter)`. */
  readonly queued?: boolean;
  /** Methods on the result that must be called for the effect to happen (`execute`, `exec`); chains without them are lazy. */
  readonly onlyWith?: readonly string[];
}

/** A call that makes a record in memory (`repository.create(values)`), or sets values on one (`em.assign(order, values)`). */
export interface MakerModel {
  readonly match: string | readonly string[];
  readonly values: Place;
  /** What the record is one of: names the target when the record is written. */
  readonly target?: Place;
  /** Path of the new record, when it has methods of its own. */
  readonly record?: string;
  /** The record that the values are set on. Absent: a new one. */
  readonly into?: Place;
}

/** A list of writes in one call; the call's own effect stands where the list is not known. */
export interface BatchModel {
  readonly place: Place;
  /** Not one list, but an object of lists: its keys are the targets. */
  readonly byTarget?: boolean;
  /** By the item's property: what it does. The property's value is argument 0 of these, the item itself argument 1; the first whose `when` holds decides. */
  readonly items: Readonly<Record<string, readonly Omit<CallModel, "match" | "command" | "batch">[]>>;
  /** All or nothing: an item that expects what a second attempt does not find guards the others. */
  readonly atomic?: boolean;
}

/** Repeats that a library makes by itself. */
export interface RepeatModel {
  /** For people: `got sends a PUT or DELETE again up to 2 times`. */
  readonly what: string;
  /** HTTP methods repeated by default; absent means the call is repeated whatever its method. */
  readonly methods?: readonly string[];
  /** Place of a list of methods that replaces `methods`. */
  readonly methodsOption?: Place;
  /** Place of the number of repeats; 0 turns them off. */
  readonly limit?: Place;
}

/** A property under a column that writes rows of a related table. */
export interface NestedWrite {
  readonly name: string;
  /** The member that holds the rows, when they do not stand there themselves. */
  readonly values?: string;
  /** The member that a row is looked up by before one is made. */
  readonly where?: string;
  /** The member that lets rows be which conflict. */
  readonly ignores?: string;
  /** The member beside it that, without a condition, deletes the rows which are there: those that it writes replace them. */
  readonly replaced?: string;
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
  /** Which property of the result is tested, or which ones may be; absent means the result itself. */
  readonly property?: string | readonly string[];
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
  /** It writes into what it is given (`crypto.getRandomValues(bytes)`). */
  readonly fills?: boolean;
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
  /** What the wrapped function's parameters hold: the attempt number. */
  readonly parameters?: readonly ParameterModel[];
  /** For guards and steps. */
  readonly guard?: GuardKind;
  /** For guards, locks and steps: where the key stands. */
  readonly key?: Place;
  /** Options under which a guard lets a second attempt through; the first one whose conditions hold tells why. */
  readonly inert?: readonly InertModel[];
  /** For transactions: place of the isolation level. */
  readonly isolation?: Place;
  /** For transactions: the library itself runs the callback again, for people: `the driver runs it again on a write conflict`. */
  readonly reruns?: string;
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
  /** Calling it again does no harm, whatever it does. */
  readonly itself?: boolean;
  /**
   * The callback's place holds a client instead (`axiosRetry(client)`): every call on it is wrapped from then on. Or the
   * receiver is that client, where the callback answers with something (`limiter.on("failed", () => 100)`).
   */
  readonly client?: boolean | "receiver";
  readonly when?: readonly Condition[];
}

export interface ConflictModel {
  /** Property path of the error that is compared: `code`, `cause.code`, `name`. */
  readonly property?: string;
  readonly equals?: string | number;
  /** Or the class that the error is an instance of, by exported name. */
  readonly instance?: string;
}

/** A function that builds a condition. */
export interface ComparisonModel {
  readonly match: string | readonly string[];
  /** `and` and `or` join their arguments; the others compare argument 0, a column, with argument 1. */
  readonly operator: "=" | "<>" | "<" | "<=" | ">" | ">=" | "in" | "null" | "not-null" | "and" | "or" | "not";
}

/** Calls that open and end a transaction on one value: `queryRunner.startTransaction()`. */
export interface BracketModel {
  readonly begin: string;
  readonly commit: string;
  readonly rollback: string;
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
  readonly what: string;
}

/** A call that checks a webhook's signature: the handler around it is redelivered to. */
export interface SignatureModel {
  readonly match: string | readonly string[];
  /** It yields the event, not only whether the signature is right. */
  readonly event?: boolean;
  /** For people, where it is not the library: `GitHub`. */
  readonly sender?: string;
  /** The call makes a middleware that checks. */
  readonly middleware?: boolean;
  /** It signs and checks anything: what is checked is a webhook where its signature is read out of a header. */
  readonly header?: boolean;
  /** The end of an address that checks, where no call of the library does. */
  readonly url?: string;
}

/** A container of dependency injection. */
export interface ContainerModel {
  /** Calls that yield what stands behind a token: a class, a name, or what else is written there. */
  readonly resolve: string | readonly string[];
  /** The path of what holds everything by its name; what is made is given it. */
  readonly cradle?: string;
  /** Calls that say what stands behind a token, which is their first argument or that of an earlier link. */
  readonly bindings: readonly {
    readonly call: string;
    readonly link?: string;
    /** The name that it is called on, where the call's own says little. */
    readonly on?: string;
    /** Index of the argument that stands behind the token. */
    readonly made: number;
    readonly as: "class" | "value" | "factory" | "token";
  }[];
  /** Functions that make a provider of what they are given, registered under the name of the property that holds it. */
  readonly providers?: Readonly<Record<string, "class" | "value" | "factory">>;
  /** Decorator of a class that names its token. */
  readonly named?: string;
}

/** What is emitted by a call is handled by what was registered for the same name, or for the same class. */
export interface EmitterModel {
  readonly emit: string | readonly string[];
  /** The event's name, or an instance of its class; a list of them emits each. */
  readonly event: Place;
  /** The handler gets the arguments from here on; 0 is the event itself. */
  readonly passed: 0 | 1;
  /** Calls that register a handler: the event first, then the handler. */
  readonly on?: string | readonly string[];
  /** A decorator that registers a method, or a class with the method below, for the events that it names. */
  readonly decorator?: string;
  readonly method?: string;
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
  readonly what: string;
}
