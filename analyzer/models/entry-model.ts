import type { Delivery, EntryKind, ProvenanceKind } from "../trace.js";
import type { Condition, Place } from "./place.js";

/** What a handler parameter holds. */
export interface ParameterModel {
  readonly index: number;
  readonly kind: ProvenanceKind;
  /** Library path of the parameter, when calls on it matter (`Response#`). */
  readonly path?: string;
  /** Library paths of its members: `step: "Step#"`, or of one that is called itself, `run: "Context#run"`. */
  readonly paths?: Readonly<Record<string, string>>;
  /** The member that holds the context, and the earlier link whose type argument tells of it: `{ member: "ctx", link: "context" }`. */
  readonly context?: { readonly member: string; readonly link: string };
  /**
   * A member that the application is told how to make: by a function that is given the parameter, at the first of the places that holds one, or
   * of the header whose name stands at a place.
   */
  readonly made?: { readonly member: string; readonly by: readonly Place[]; readonly header: Place };
  /** The member that tells the HTTP method, which the entry point's name begins with: handlers of several methods ask for it. */
  readonly method?: string;
  /** Members whose kind differs, dotted: `attemptsMade: "attempt"`, `params: "business"`, `Records[].receiptHandle: "attempt"`. */
  readonly members?: Readonly<Record<string, ProvenanceKind>>;
}

/** Where something stands that is the same on every delivery. */
export interface IdentityModel {
  readonly what: string;
  /** `{0}` is the name of the first handler parameter: `{0}.id`, `{0}.get("Idempotency-Key")`. */
  readonly expression: string;
}

/** What all entry points have in common. */
interface EntryCommon {
  readonly kind: EntryKind;
  readonly delivery: Delivery;
  /**
   * `POST {0}`: `{n}` is the text of the n-th argument, `{0.path}` that of a property, `{route:0}` that of an argument of
   * the earlier link `route`, `{route:0.path}` a property of it, `{member}` the last segment of the path (or the export's name) in upper case, `{name}` the
   * handler's or method's own name, `{property}` that of the property or variable that holds the registration, or the names below which records hold it, `{key}` its name in the exported object, `{class}` the first argument of the class decorator, `{route}` the URL that an exported handler's file stands for.
   */
  readonly name: string;
  readonly repeatedBy: string;
  /** Seconds for which the sender comes again by itself, as far as its documentation says. */
  readonly comesFor?: number;
  readonly parameters?: readonly ParameterModel[];
  readonly identities?: readonly IdentityModel[];
  readonly safe?: boolean;
  /** A replay sees the clock and the random values of the first run. */
  readonly seeded?: boolean;
  /** What the library makes once the handler has answered yes: `a token`. */
  readonly grants?: string;
}

/**
 * The argument or property; the default exports of the files in the folder that stands there; several properties of an argument, each a handler of its own that `{property}` names; a member of
 * each object that stands there, or that a function there yields (`fields: () => ({ pay: { resolve } })`); all functions from an argument on; or the function around the call: one that asks for messages in a loop
 * (`for await (const message of consumer.consume())`) handles them itself.
 */
export type HandlersPlace =
  | Place
  | { readonly argument: number; readonly properties: readonly string[] }
  | { readonly argument: number; readonly property: string; readonly member: string }
  | { readonly argument: number; readonly property: string; readonly files: "default" }
  | { readonly from: number }
  | { readonly around: "loop" };

/** What makes a function an entry point: a call, a decorator, a method, an export or a type. */
export type EntryModel =
  | (EntryCommon & {
      readonly on: "call";
      readonly match: string | readonly string[];
      /**
       * Which arguments are handlers: all functions from this index on, or the property of an argument. Where an object
       * of functions stands there, each of them is a handler of its own.
       */
      readonly handlers: HandlersPlace;
      /** The call only registers when it has this many arguments or more. */
      readonly atLeast?: number;
      /** The call may register by another entry as well: `serve({ fetch, routes })`. */
      readonly besides?: boolean;
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
      /** Members of what they give whose kind differs; a decorator that is given a member's name gives that member (`@Headers("x-request-id")`). */
      readonly parameterMembers?: Readonly<Record<string, ParameterModel["members"]>>;
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
      /** What is exported must be made by a wrapper of the library: `defineEventHandler(…)`. */
      readonly wrapped?: boolean;
      /** What is exported is an object, and this function of it is meant; without it all of an object's functions are. */
      readonly member?: string;
    })
  | (EntryCommon & {
      readonly on: "type";
      /** Type names from this library that mark a function: as its annotation, or as the annotation of its first parameter. */
      readonly types: readonly string[];
    });

/** A call that hangs something under a path: `app.use("/api", router)`, `app.register(plugin, { prefix })`. */
export interface MountModel {
  readonly match: string | readonly string[];
  /** The path; the root without it. */
  readonly prefix?: Place;
  /**
   * What hangs there: all arguments from this index on, or what stands at a place. Functions among them run before what is
   * registered afterwards. Without it and without `plugin` the path is the receiver's own.
   */
  readonly mounted?: Place | { readonly from: number };
  /** Its arguments are records of what hangs there, by name, or other calls of the kind: `router({ orders: router({ … }) })`. */
  readonly records?: boolean;
  /** The folder whose files register on an instance of their own, under the path of the folder that each is in: `{ dir: join(__dirname, "routes") }`. */
  readonly folder?: { readonly place: Place; readonly flat: Place };
  /** What must hold at the call. */
  readonly when?: readonly Condition[];
  /** A function that is given an instance to register on, or another instance. */
  readonly plugin?: Place;
  /** Name of the library whose calls make a plugin one that is run on the receiver itself, with its hooks: `register(fp(plugin), options)`. */
  readonly shared?: string;
  /** The path begins every route that is written within the earlier link of this name: `router.group(() => { … }).prefix("/api")`. */
  readonly within?: string;
  /** The path begins every route of the application, wherever it is declared. */
  readonly everywhere?: boolean;
}
