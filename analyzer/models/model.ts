import type { ProvenanceKind } from "../trace.js";
import type { CallModel, MakerModel } from "./call-model.js";
import type { EntryModel, MountModel } from "./entry-model.js";
import type { Condition, Place } from "./place.js";
import type { TextModel } from "./text-model.js";
import type { DecoratorModel, DirectiveModel, MiddlewareModel, WrapperModel } from "./wrapper-model.js";

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
  /** Types that are there without an import where the compiler is told so: `D1Database`. */
  readonly ambient?: readonly string[];
  readonly versions: string;
  readonly docs: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly calls?: readonly CallModel[];
  /** Classes of requests that are made as the platform's `Request` is, of an address or of another request. */
  readonly requests?: readonly string[];
  /** Calls that only make or change a record in memory. */
  readonly makers?: readonly MakerModel[];
  /** Calls that only make SQL text, which another call sends. */
  readonly texts?: readonly TextModel[];
  /** Values that carry a meaning of their own when called or read: sources of identity and of instability. */
  readonly sources?: readonly SourceModel[];
  /** Calls that check that a request is a sender's webhook. */
  readonly signatures?: readonly SignatureModel[];
  /** Values that stand for a table whose name is not simply the first text that they were made with. */
  readonly tables?: readonly TableModel[];
  /** A path whose members are what the object at a place holds: the entities that a service was made with. */
  readonly holds?: { readonly path: string; readonly members: Place };
  /** Calls that are given a command in words: `redis.call("INCRBY", key, amount)`. */
  readonly spoken?: readonly SpokenModel[];
  /** Chains of calls that list cases and take one of them. */
  readonly choices?: readonly ChoiceModel[];
  /** Calls that change what they are called on: `request.set(name, value)` as a statement of its own. */
  readonly changes?: readonly string[];
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
  /** A call that gives a client methods of the project's own, and where in its argument they stand. */
  readonly extensions?: ExtensionModel;
  /** Where functions stand that records get from what their table is made of. */
  readonly schemaMethods?: SchemaMethodsModel;
  /** Classes whose constructors take the values of the record: `new Order({ total })`. */
  readonly filled?: readonly string[];
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

/** What a value that stands for a table is called: `pgSchema("billing").table("refunds")` is `billing.refunds`. */
export interface TableModel {
  readonly path: string;
  /** Places of its words, which a dot joins; of each the first place that holds something. */
  readonly named: readonly (readonly Place[])[];
}

/** A call that does what the method does which its first word names. */
export interface SpokenModel {
  readonly match: string | readonly string[];
  /** The words are its arguments, a list at argument 0, or, for several commands to what the call yields, a list of such lists. */
  readonly words: "arguments" | "list" | "lists";
  /** How the library spells its methods. */
  readonly spelled: "lower" | "upper";
}

/** `match(kind).with("card", pay).otherwise(refuse)`. Each case's function is the last argument of its call. */
export interface ChoiceModel {
  /** What the chain's calls are called on. */
  readonly on: string;
  /** The calls that add a case: of a value, where they are given that and the function alone. */
  readonly cases: readonly string[];
  /** The calls that take one, some of them with a function for the case that none was. */
  readonly ends: readonly string[];
}

export interface RequestHookModel {
  /** The call that adds the function; absent where the options that a client is made with list it. */
  readonly match?: string;
  /** The function, or the list of them. */
  readonly place: Place;
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
  /** What must hold at the call. */
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
  /** `and` and `or` join their arguments, `not-exists` takes a query; the others compare argument 0, a column, with argument 1. */
  readonly operator:
    "=" | "<>" | "<" | "<=" | ">" | ">=" | "in" | "null" | "not-null" | "and" | "or" | "not" | "not-exists";
}

/** Calls that open and end a transaction on one value: `queryRunner.startTransaction()`. */
export interface BracketModel {
  readonly begin: string;
  readonly commit: string;
  readonly rollback: string;
}

/** A call that gives a client methods of the project's own: `prisma.$extends({ client, model })`. */
export interface ExtensionModel {
  readonly call: string;
  /** The property that holds methods of the client. */
  readonly client: string;
  /** The property that holds methods of each model, by the model's name. */
  readonly models: string;
  /** Names there that stand for every model. */
  readonly everyModel: readonly string[];
}

/** What a table is made of may hold methods of its records and of itself: `schema.methods.pay = …`, `schema.static("settle", …)`. */
export interface SchemaMethodsModel {
  /** The call that is given what the table is made of, and the index of that argument. */
  readonly link: string;
  readonly argument: number;
  /** The member, or the option that it is made with, that holds the methods, and the call that adds one. */
  readonly records: { readonly members: string; readonly call: string };
  readonly table: { readonly members: string; readonly call: string };
  /** The call that takes them from a class, and the one that hands what the table is made of to a function. */
  readonly classes: string;
  readonly plugins: string;
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
