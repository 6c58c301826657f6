import type { ts } from "ts-morph";
import type { EntryModel } from "../../models/entry-model.js";
import type { CompiledLibrary, LibraryIndex } from "../../models/patterns.js";
import type { Project } from "../../project.js";
import type { OwnRisk } from "../../risk.js";
import type { SchemaIndex } from "../../schema/unique.js";
import type { Effect, Retry, Step } from "../../trace.js";
import type { Clients } from "../libraries/clients.js";
import type { Cell, Env } from "./env.js";
import type { Listeners } from "../libraries/listeners.js";
import type { Mounts } from "../libraries/mounts.js";
import type { Journal, State } from "./state.js";
import type { Uses } from "./uses.js";
import type {
  ClassValue,
  FunctionValue,
  InstanceValue,
  LibraryValue,
  Link,
  TypeRef,
  UnknownValue,
  Value,
} from "../values/value.js";

/** What is known of the project before any walk starts. */
export interface World {
  readonly project: Project;
  readonly schema: SchemaIndex;
  readonly libraries: LibraryIndex;
  /** The scope of a module, its names evaluated on demand. */
  moduleEnv(file: string): Env;
  /** What a module exports under a name; `default` too. */
  exported(file: string, name: string): Value | undefined;
  /** The specifiers of `export *` through which a module may pass a name on. */
  passing(file: string, name: string): readonly string[];
  /** Exported names of a module, re-exports included. */
  exportedNames(file: string): readonly string[];
  /** What importing a name from a specifier yields; library values for modelled libraries. */
  imported(specifier: string, name: string, from: string, node: ts.Node): Value;
  /** Classes in the project that implement or extend a name. */
  implementations(name: string): readonly ClassValue[];
  /** What a dependency-injection token stands for, from the providers that the project lists. */
  injected(token: ts.Expression | string): Value | undefined;
  /** The value of a modelled global (`fetch`, `crypto`), unless the name means something else. */
  global(name: string): Value | undefined;
  /** A modelled type that is there without an import. */
  ambient(name: string): LibraryValue | undefined;
  /** Hears of every call of a library that is walked. */
  readonly onCall?: OnCall | undefined;
  /** What the user's own words say about a target. */
  readonly ownRisk: OwnRisk;
  readonly counts: { opaque: Map<string, OpaqueCalls>; unresolved: number };
}

/** Calls of a function that could not be seen. */
export interface OpaqueCalls {
  readonly times: number;
  /** The package that the called value was imported from; absent when it is not known where the value comes from. */
  readonly from?: string;
}

export type OnCall = (library: CompiledLibrary, path: string, node: ts.Node) => void;

/** One invocation of a function, as it is being walked. */
export interface Frame {
  readonly env: Env;
  /** What `this` is; a record that it changes is another afterwards. */
  self?: Value;
  readonly node: ts.Node;
  state: State;
  /** Variables changed since the innermost branch began. */
  journal: Journal;
  readonly output: Output;
  readonly returns: { value: Value; state: State; node: ts.Node }[];
  readonly throws: { value: Value; state: State; node: ts.Node }[];
  /** Where break and continue of the innermost loop lead. */
  readonly jumps: Jump[];
  readonly context: Context;
}

/** A way out of a loop's round, or of a `switch`. */
export interface Jump {
  readonly kind: "break" | "continue";
  readonly state: State;
  readonly changes: ReadonlyMap<Cell, Value>;
}

/** What surrounds the code being walked, whatever path led there. */
export interface Context {
  readonly retry?: Retry;
  /** A transaction whose callback its library runs again. */
  readonly reruns?: Retry;
  readonly inLoop: boolean;
  /** Which of the values that a call may reach is walked. */
  readonly option?: string;
  readonly depth: number;
  /**
   * A module is being loaded: functions that are given away here run later, when something calls them. Those that may
   * register handlers are walked all the same where registrations are looked for.
   */
  readonly loading?: "values" | "registrations";
  /** Where registrations are looked for: whether a function may hold one. A handler holds none, and is not walked for them. */
  readonly registers?: (fn: ts.Node) => boolean;
  /** Functions being walked, for recursion. */
  readonly active: readonly string[];
}

/** What a walk yields besides a value. */
export interface Output {
  effects: Effect[];
  /** Affected-row counts that the code looked at. */
  readonly tested: Set<string>;
  readonly uses: Uses;
  readonly files: Set<string>;
  readonly registrations: Registration[];
  /** Where registrations are looked for: the instances whose constructors were run for them. */
  readonly constructed?: Set<string>;
  /** Signs that the entry point is more than it seems: a verified webhook event. */
  readonly signs: Sign[];
  opaque: number;
  /** It changed what a module holds while that is loaded: who does it again has to be walked again. */
  fills: boolean;
  /** A way was left out that other arguments lead to. */
  prunes: boolean;
  /** What was stored under a path of something that cannot be seen (`globalThis.clients[name]`), by that path's text. */
  kept?: Map<string, Value>;
}

export interface Sign {
  readonly kind: "webhook";
  readonly what: string;
  readonly node: ts.Node;
  /** The call yields the event itself, not only whether its signature is right. */
  readonly event: boolean;
  /** It counts only where a signature is read out of a header. */
  readonly header?: boolean;
  /** The functions on the way to it, outermost first (`Context.active`); absent where it stands before the handler. */
  readonly within?: readonly string[];
}

/** A handler that was registered with a library. */
export interface Registration {
  readonly model: EntryModel;
  readonly library: string;
  readonly node: ts.Node;
  /** The functions that were called on the way to it. */
  readonly within: readonly ts.Node[];
  readonly handlers: readonly Value[];
  /** Middleware of the application or router that runs before. */
  readonly before: readonly Value[];
  /** The handler's name in the object or module that it came in. */
  readonly key?: string | undefined;
  readonly args: readonly Value[];
  /** The calls of the chain, for names that are built from an earlier one (`app.route("/x").post(h)`). */
  readonly links: readonly Link[];
  readonly member: string;
  /** The call that made the application or router that it is registered on. */
  readonly owner?: ts.Node | undefined;
  /** What that router's own paths begin with. */
  readonly prefix: string;
}

/** The interpreter's parts, as they call each other. */
export interface Machine {
  readonly world: World;
  evaluate(node: ts.Expression, frame: Frame): Value;
  execute(node: ts.Statement, frame: Frame): void;
  /** Walks a function of the project, or what an opaque function wraps. */
  apply(callee: Value, args: readonly Value[], node: ts.Node, frame: Frame): Value;
  /** Walks one function; memoised. */
  invoke(fn: FunctionValue, args: readonly Value[], node: ts.Node, frame: Frame): Value;
  /** The library of a decorator that a file imports, and its name there. */
  decorator(
    local: string,
    source: ts.SourceFile,
  ): { readonly library: CompiledLibrary; readonly name: string } | undefined;
  member(value: Value, name: string, node: ts.Node, frame: Frame): Value;
  construct(of: ClassValue, args: readonly Value[], node: ts.Node, frame: Frame): InstanceValue;
  /** A call on a library value: effects, wrappers, sources, registrations, or a longer chain. */
  library(callee: Value & { kind: "library" }, link: Link, frame: Frame): Value;
  /** Calls functions through a library's wrapper. */
  wrapped(
    through: NonNullable<UnknownValue["through"]>,
    fns: readonly Value[],
    args: readonly Value[],
    node: ts.Node,
    frame: Frame,
  ): Value;
  readonly mounts: Mounts;
  readonly listeners: Listeners;
  readonly clients: Clients;
  /** Values are set on a record: some libraries write them at the next flush. */
  track(record: LibraryValue, values: Value, node: Link["node"], frame: Frame): void;
  typed(type: TypeRef): Value | undefined;
  /** Gives names to the parts of a value. */
  bind(name: ts.BindingName, value: Value, frame: Frame): void;
  /** Runs a part with its own changes to variables, and undoes them; the changes are returned. */
  branch(frame: Frame, state: State, run: () => void): { state: State; changes: ReadonlyMap<Cell, Value> };
  /** Makes the joined outcome of branches current. */
  merge(frame: Frame, outcomes: readonly { state: State; changes: ReadonlyMap<Cell, Value> }[]): void;
  assign(cell: Cell, value: Value, frame: Frame): void;
  /** Assigns through an expression: a variable, a member, a pattern. */
  store(target: ts.Expression, value: Value, frame: Frame): void;
  step(node: ts.Node): Step;
  /** Whether a library knows a member, so that `.then` or `.catch` on it is its own. */
  isModelled(value: Value & { kind: "library" }, name: string): boolean;
  /** `.catch(handler)` behind effects that were emitted already. */
  settle(frame: Frame, node: ts.CallExpression, handle: (error: Value) => void): void;
  /** Catches what a part throws: unique violations of its effects end as the handler decides. */
  guarded(frame: Frame, run: () => void, handle: ((error: Value) => void) | undefined, node: ts.Node): void;
}
