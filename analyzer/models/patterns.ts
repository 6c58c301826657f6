import type { LibraryModel } from "./model.js";

/** The libraries by import specifier and by global name. */
export interface LibraryIndex {
  readonly libraries: readonly CompiledLibrary[];
  forPackage(specifier: string): CompiledLibrary | undefined;
  forGlobal(name: string): CompiledLibrary | undefined;
  /** The library of a type that is there without an import, and what finds the names of all such types in a text. */
  forAmbient(name: string): CompiledLibrary | undefined;
  readonly ambient?: RegExp;
}

/** A pattern ready to be matched. */
export interface Pattern {
  readonly text: string;
  /** The last member's name; `*` when it may be any, `""` for a bare call. */
  readonly name: string;
  /** Absent when the text has no wildcard: then it matches itself alone. */
  readonly expression?: RegExp;
}

type Item<K extends "calls" | "makers" | "sources" | "wrappers" | "comparisons" | "texts" | "entries"> = NonNullable<
  LibraryModel[K]
>[number];
/** What a library does when one of its functions is called. */
export type CallItem = Item<"calls">;
/** A call that makes or changes a record in memory. */
export type MakerItem = Item<"makers">;
/** A value that carries a meaning of its own. */
export type SourceItem = Item<"sources">;
/** A function that takes functions. */
export type WrapperItem = Item<"wrappers">;
/** A function that builds a condition. */
export type ComparisonItem = Item<"comparisons">;
/** A call that makes SQL text. */
export type TextItem = Item<"texts">;
/** What makes a function an entry point. */
export type EntryItem = Item<"entries">;
/** An entry point that is registered by a call. */
export type CallEntryItem = Extract<EntryItem, { on: "call" }>;

/** A model that matches a path, and where its call stands in the chain: 0 is the last call, 1 the one before it. */
export interface Match<T> {
  readonly model: T;
  readonly depth: number;
}

/** Models by the last member name of their patterns, in the order in which the library lists them. */
type NameIndex<T> = ReadonlyMap<string, readonly Candidate<T>[]>;

/** A model under one of its patterns. */
export interface Candidate<T> {
  readonly pattern: Pattern;
  readonly model: T;
  readonly order: number;
}

/** A library with its patterns compiled; make it once, it remembers what it was asked. */
export interface CompiledLibrary {
  readonly model: LibraryModel;
  readonly calls: NameIndex<CallItem>;
  readonly makers: NameIndex<MakerItem>;
  readonly sources: NameIndex<SourceItem>;
  readonly wrappers: NameIndex<WrapperItem>;
  readonly comparisons: NameIndex<ComparisonItem>;
  readonly texts: NameIndex<TextItem>;
  readonly callEntries: NameIndex<CallEntryItem>;
  readonly memory: Memory;
}

interface Memory {
  readonly paths: Map<string, string>;
  readonly foldings: readonly (readonly [Pattern, string])[];
  readonly calls: Map<string, readonly Match<CallItem>[]>;
}

const NONE: readonly never[] = [];

/**
 * Compiles every library and indexes them, with those that are compiled already; a specifier or global that two of them
 * claim goes to the first.
 */
export function indexLibraries(
  libraries: readonly LibraryModel[],
  more: Iterable<CompiledLibrary> = NONE,
): LibraryIndex {
  const compiled = [...libraries.map(compileLibrary), ...more];
  const exact = new Map<string, CompiledLibrary>();
  const globals = new Map<string, CompiledLibrary>();
  const ambient = new Map<string, CompiledLibrary>();
  const prefixes: (readonly [string, CompiledLibrary])[] = [];
  const suffixes: (readonly [RegExp, CompiledLibrary])[] = [];
  for (const library of compiled) {
    for (const specifier of library.model.packages) {
      if (specifier.startsWith("*")) suffixes.push([packageExpression(specifier), library]);
      else if (specifier.endsWith("/*")) prefixes.push([specifier.slice(0, -1), library]);
      else if (!exact.has(specifier)) exact.set(specifier, library);
    }
    for (const name of library.model.ambient ?? NONE) if (!ambient.has(name)) ambient.set(name, library);
    for (const name of library.model.globals ?? NONE) if (!globals.has(name)) globals.set(name, library);
  }
  const known = new Map<string, CompiledLibrary | undefined>(exact);
  const find = (specifier: string): CompiledLibrary | undefined =>
    prefixes.find(([prefix]) => specifier.startsWith(prefix))?.[1] ??
    suffixes.find(([expression]) => expression.test(specifier))?.[1];
  return {
    libraries: compiled,
    forPackage(specifier) {
      if (known.has(specifier)) return known.get(specifier);
      const library = find(specifier);
      known.set(specifier, library);
      return library;
    },
    forGlobal: (name) => globals.get(name),
    forAmbient: (name) => ambient.get(name),
    ...(ambient.size > 0 ? { ambient: new RegExp(`\\b(?:${[...ambient.keys()].join("|")})\\b`, "g") } : {}),
  };
}

/** Compiles one library's patterns. */
export function compileLibrary(model: LibraryModel): CompiledLibrary {
  const entries = model.entries?.filter((entry): entry is CallEntryItem => entry.on === "call");
  const names = Object.entries(model.names ?? {});
  return {
    model,
    calls: byName(model.calls),
    makers: byName(model.makers),
    sources: byName(model.sources),
    wrappers: byName(model.wrappers),
    comparisons: byName(model.comparisons),
    texts: byName(model.texts),
    callEntries: byName(entries),
    memory: {
      paths: new Map(names.filter(([from]) => !from.includes("*"))),
      foldings: names.filter(([from]) => from.includes("*")).map(([from, to]) => [compilePattern(from), to] as const),
      calls: new Map(),
    },
  };
}

/** Compiles a pattern: `*` stands for one name, `**` for any characters. */
export function compilePattern(text: string): Pattern {
  const name = lastName(text);
  if (!text.includes("*")) return { text, name };
  const source = text
    .split(/(\*+)/)
    .map((part) =>
      part === "*" ? "([^.#()]+)" : part.startsWith("**") ? ".*" : part.replace(/[\\^$.()|[\]{}+?]/g, "\\$&"),
    )
    .join("");
  return { text, name: name.includes("*") ? "*" : name, expression: new RegExp(`^${source}$`) };
}

/** Whether a path is one that the pattern describes. */
export function matches(pattern: Pattern, path: string): boolean {
  return pattern.expression === undefined ? pattern.text === path : pattern.expression.test(path);
}

/** The last member's name of a path: `create` in `Stripe#charges.create`, `""` in `Knex#`. */
export function lastName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("."), path.lastIndexOf("#"), path.lastIndexOf(")")) + 1);
}

/** The library's own name for a path: what its `names` fold it into. */
export function canonical(library: CompiledLibrary, path: string): string {
  const { paths, foldings } = library.memory;
  const known = paths.get(path);
  if (known !== undefined) return known;
  if (foldings.length === 0) return path;
  const [pattern, to] = foldings.find(([each]) => matches(each, path)) ?? [];
  const folded = (to?.includes("*") ? pattern?.expression?.exec(path)?.[1] : to) ?? path;
  paths.set(path, folded);
  return folded;
}

/** The canonical path of a member. */
export function memberPath(library: CompiledLibrary, path: string, name: string): string {
  return canonical(library, path === "" || path.endsWith("#") ? path + name : `${path}.${name}`);
}

/** The canonical path of what a call returns. */
export function callPath(library: CompiledLibrary, path: string): string {
  return canonical(library, `${path}()`);
}

/** The canonical path of an instance: of `new X()`, or of a value whose type is `X`. */
export function instancePath(library: CompiledLibrary, path: string): string {
  return canonical(library, `${path}#`);
}

/** Call models whose last member may have this name; empty, after two look-ups, when there are none. */
export function lookupCalls(library: CompiledLibrary, lastMemberName: string): readonly Candidate<CallItem>[] {
  return candidates(library.calls, lastMemberName);
}

/**
 * The models that may decide on a call chain, best first. `path` is the callee of the chain's last call, without its
 * final `()`: for `db.insert(t).values(v).onConflictDoNothing()` it is `Database#insert().values().onConflictDoNothing`,
 * and the model of `Database#insert().values` stands at depth 1. Later links go before earlier ones, and within a link
 * the library's own order holds; the caller takes the first whose `command` and `when` hold.
 */
export function decidingCalls(library: CompiledLibrary, path: string): readonly Match<CallItem>[] {
  const known = library.memory.calls.get(path);
  if (known !== undefined) return known;
  const found: Match<CallItem>[] = [];
  let link: string | undefined = path;
  for (let depth = 0; link !== undefined; depth++) {
    for (const model of at(library.calls, link)) found.push({ model, depth });
    link = linkBefore(link);
  }
  library.memory.calls.set(path, found);
  return found;
}

/** Sources that a path stands for. */
export function sourcesAt(library: CompiledLibrary, path: string): readonly SourceItem[] {
  return at(library.sources, path);
}

/** What a call of this path makes in memory. */
export function makersAt(library: CompiledLibrary, path: string): readonly MakerItem[] {
  return at(library.makers, path);
}

/** Wrappers that a call of this path is. */
export function wrappersAt(library: CompiledLibrary, path: string): readonly WrapperItem[] {
  return at(library.wrappers, path);
}

/** Condition builders that a call of this path is. */
export function comparisonsAt(library: CompiledLibrary, path: string): readonly ComparisonItem[] {
  return at(library.comparisons, path);
}

/** What a call of this path makes SQL text of. */
export function textsAt(library: CompiledLibrary, path: string): readonly TextItem[] {
  return at(library.texts, path);
}

/** Registrations of entry points that a call of this path is. */
export function entriesAt(library: CompiledLibrary, path: string): readonly CallEntryItem[] {
  return at(library.callEntries, path);
}

/** The callee of the call before the last one in a chain. */
function linkBefore(path: string): string | undefined {
  const end = path.lastIndexOf("()");
  return end < 0 ? undefined : path.slice(0, end);
}

function at<T>(index: NameIndex<T>, path: string): readonly T[] {
  const possible = candidates(index, lastName(path));
  if (possible.length === 0) return NONE;
  return [...new Set(possible.filter(({ pattern }) => matches(pattern, path)).map(({ model }) => model))];
}

function candidates<T>(index: NameIndex<T>, name: string): readonly Candidate<T>[] {
  const named = index.get(name);
  const wild = name === "*" ? undefined : index.get("*");
  if (named === undefined || wild === undefined) return named ?? wild ?? NONE;
  return [...named, ...wild].sort((a, b) => a.order - b.order);
}

function byName<T extends { readonly match: string | readonly string[] }>(models: readonly T[] = NONE): NameIndex<T> {
  const index = new Map<string, Candidate<T>[]>();
  models.forEach((model, order) => {
    for (const text of typeof model.match === "string" ? [model.match] : model.match) {
      const pattern = compilePattern(text);
      const named = index.get(pattern.name);
      if (named === undefined) index.set(pattern.name, [{ pattern, model, order }]);
      else named.push({ pattern, model, order });
    }
  });
  return index;
}

function packageExpression(specifier: string): RegExp {
  const source = specifier
    .split("*")
    .map((part) => part.replace(/[\\^$.()|[\]{}+?]/g, "\\$&"))
    .join(".*");
  return new RegExp(`^${source}(?:\\.[cm]?[jt]s)?$`);
}
