import { ts } from "ts-morph";
import { compilePattern, instancePath, matches, type CompiledLibrary } from "../../models/patterns.js";
import type { MountModel } from "../../models/entry-model.js";
import type { Frame, Machine } from "../walk/machine.js";
import { isMiddleware } from "./middleware.js";
import { at, holds, linked, targetName, type Called } from "./places.js";
import { joinPaths } from "./paths.js";
import { folderOf, nearest, pathIn, type Loaded } from "./loaded-folders.js";
import { textOf, type LibraryValue, type Link, type Value } from "../values/value.js";

/** Where a router hangs: the text before its paths, and what runs before its handlers. */
export interface Mounted {
  readonly prefix: string;
  readonly before: readonly Value[];
}

/** Which applications and routers hang under which, by the calls that made them. */
export interface Mounts {
  /** `app.use(path?, …handlers)`: they run before whatever is registered on the value from now on. */
  use(owner: ts.Node, path: string, handlers: readonly Value[], call: ts.Node): void;
  /** What runs before a handler that is registered now under a path. */
  used(owner: ts.Node | undefined, path: string): readonly Value[];
  /** A router hangs under another, or under none that is known, from this call on. */
  hang(child: ts.Node, under: ts.Node | undefined, path: string, call: ts.Node): void;
  /** Every route of the application that this call is in has the prefix. */
  everywhere(library: string, path: string, call: ts.Node): void;
  /** Files of a folder register on instances of their own. */
  load(folder: Loaded): void;
  /** Every route that is written within a group has the prefix. */
  within(group: ts.Node, path: string): void;
  /** Where what a call registers on a router hangs in the end. */
  of(owner: ts.Node | undefined, library: string, node: ts.Node): Mounted;
  /** The names below which records hold what a call made: `orders.create`. */
  named(call: ts.Node): string | undefined;
  /** Drops what calls in these files said. */
  forget(files: ReadonlySet<string>): void;
}

/** An empty record of mounts. */
export function createMounts(): Mounts {
  const uses = new Map<ts.Node, readonly Use[]>();
  const parents = new Map<ts.Node, Parent>();
  const global = new Map<ts.Node, { readonly library: string; readonly path: string }>();
  const groups = new Map<ts.Node, string>();
  const folders = new Map<ts.Node, Loaded>();

  const used: Mounts["used"] = (owner, path) =>
    (owner ? (uses.get(owner) ?? []) : [])
      .filter((item) => item.path === "" || path.startsWith(item.path))
      .flatMap((item) => item.handlers);

  const chain = (owner: ts.Node | undefined, depth = 8): Mounted => {
    const parent = owner && parents.get(owner);
    if (!parent || depth === 0) return { prefix: "", before: [] };
    const above = chain(parent.under, depth - 1);
    return { prefix: joinPaths(above.prefix, parent.path), before: [...above.before, ...parent.before] };
  };

  return {
    use(owner, path, handlers, call) {
      const below = path.replace(/\/?\*+$/, "");
      if (handlers.length > 0) uses.set(owner, [...(uses.get(owner) ?? []), { path: below, handlers, call }]);
    },
    used,
    hang(child, under, path, call) {
      if (child !== under && !parents.has(child)) parents.set(child, { under, path, call, before: used(under, path) });
    },
    everywhere(library, path, call) {
      global.set(call, { library, path });
    },
    load(folder) {
      folders.set(folder.call, folder);
    },
    within(group, path) {
      groups.set(group, path);
    },
    of(owner, library, node) {
      const file = node.getSourceFile().fileName;
      const { prefix: own, before } = chain(owner);
      const loaded = own === "" ? nearest([...folders.values()], library, file) : undefined;
      let prefix = loaded ? joinPaths(chain(loaded.under).prefix, pathIn(loaded, file)) : own;
      for (let at = node; !ts.isSourceFile(at); at = at.parent) prefix = joinPaths(groups.get(at) ?? "", prefix);
      const around = [...global]
        .filter(([, item]) => item.library === library)
        .sort(([a], [b]) => nearness(b, file) - nearness(a, file))[0];
      return { prefix: around ? joinPaths(around[1].path, prefix) : prefix, before };
    },
    named(call) {
      return chain(call).prefix.slice(1).replaceAll("/", ".") || undefined;
    },
    forget(files) {
      const isIn = (node: ts.Node): boolean => files.has(node.getSourceFile().fileName);
      for (const [owner, list] of uses) {
        const kept = isIn(owner) ? [] : list.filter(({ call }) => !isIn(call));
        if (kept.length === 0) uses.delete(owner);
        else if (kept.length < list.length) uses.set(owner, kept);
      }
      for (const [child, { call }] of parents) if (isIn(child) || isIn(call)) parents.delete(child);
      for (const call of global.keys()) if (isIn(call)) global.delete(call);
      for (const call of folders.keys()) if (isIn(call)) folders.delete(call);
      for (const group of groups.keys()) if (isIn(group)) groups.delete(group);
    },
  };
}

interface Use {
  readonly path: string;
  readonly handlers: readonly Value[];
  readonly call: ts.Node;
}

interface Parent {
  readonly under: ts.Node | undefined;
  readonly path: string;
  readonly call: ts.Node;
  readonly before: readonly Value[];
}

/** Notes what a call hangs where, when its library's model says that it hangs something. */
export function mount(
  callee: LibraryValue,
  link: Link,
  links: readonly Link[],
  frame: Frame,
  machine: Machine,
): boolean {
  const called: Called = { receiver: callee, link, links, path: callee.path, args: link.args };
  const model = mountAt(callee.library, called);
  if (!model) return false;
  const { mounts } = machine;
  const path = joinPaths(ownPrefix(callee), targetName(at(model.prefix, called)) ?? "");
  const owner = originOf(callee);
  const group = model.within === undefined ? undefined : linked(model.within, links).at(-1);
  if (group) mounts.within(group.node, path);
  else if (model.everywhere) mounts.everywhere(callee.library.model.library, path, link.node);
  else if (model.records) for (const value of link.args) hangRecord(value, "", called, machine);
  else if (model.folder) {
    const loaded = folderOf(model.folder, path, called);
    if (loaded) mounts.load({ ...loaded, under: owner });
  } else if (model.plugin && owner && isShared(model, called)) {
    const hooks = hooksOf(model.plugin, called);
    if (hooks) mounts.use(owner, "", [hooks], link.node);
    else plug(model.plugin, path, called, frame, machine);
  } else if (model.plugin) plug(model.plugin, path, called, frame, machine);
  else if (!model.mounted) {
    if (owner) mounts.hang(owner, undefined, path, link.node);
  } else if (owner) {
    const values = "from" in model.mounted ? link.args.slice(model.mounted.from) : [at(model.mounted, called)];
    const handlers: Value[] = [];
    for (const value of values.flatMap((item) => (item?.kind === "array" ? item.items : (item ?? [])))) {
      const child = value.kind === "library" && !isMiddleware(value) ? originOf(value) : undefined;
      if (child && value.kind === "library" && value.library === callee.library)
        mounts.hang(child, owner, path, link.node);
      else if (value.kind !== "literal") handlers.push(value);
    }
    mounts.use(owner, path, handlers, link.node);
  }
  return true;
}

/** The prefix that a router was made with (`new Router({ prefix })`, `app.basePath("/api")`). */
export function ownPrefix(value: LibraryValue): string {
  return (value.library.model.prefixes ?? []).reduce((prefix, { link = "", argument = 0, property }) => {
    const texts = linked(link, value.links).map(({ args }) => {
      const arg = args[argument];
      const inner = arg?.kind === "object" && property !== undefined ? arg.properties.get(property) : arg;
      return textOf(inner) ?? "";
    });
    return texts.reduce(joinPaths, prefix);
  }, "");
}

/** The call that made a library's value. */
export function originOf(value: LibraryValue): ts.Node | undefined {
  return value.links[0]?.node;
}

/** What a record holds hangs under its names, however deep. */
function hangRecord(value: Value, path: string, called: Called, machine: Machine): void {
  const { receiver, link } = called;
  if (value.kind === "object")
    for (const [name, inner] of value.properties) hangRecord(inner, joinPaths(path, name), called, machine);
  const child = value.kind === "library" && value.library === receiver.library && value.links.at(-1)?.node;
  if (child) machine.mounts.hang(child, link.node, path, link.node);
}

function isShared({ plugin, shared }: MountModel, called: Called): boolean {
  const given = at(plugin, called);
  return given?.kind === "library" && given.library.model.library === shared;
}

/** A library's plugin that guards what is registered on the receiver from now on; its options come after it. */
function hooksOf(place: NonNullable<MountModel["plugin"]>, called: Called): LibraryValue | undefined {
  const given = at(place, called);
  const plugin = given?.kind === "library" ? given.links.at(-1)?.args[0] : undefined;
  if (plugin?.kind !== "library") return undefined;
  const link: Link = { ...called.link, args: called.args.slice(1) };
  const registered: LibraryValue = { ...plugin, path: `${plugin.path}()`, links: [...plugin.links, link] };
  return isMiddleware(registered) ? registered : undefined;
}

/** Runs a plugin with an instance of its own, on which it registers its routes. */
function plug(
  place: NonNullable<MountModel["plugin"]>,
  path: string,
  called: Called,
  frame: Frame,
  machine: Machine,
): void {
  const { receiver, link } = called;
  const given = at(place, called);
  const owner = originOf(receiver);
  if (given?.kind === "library") {
    const child = originOf(given);
    if (child && given.library === receiver.library) machine.mounts.hang(child, owner, path, link.node);
    return;
  }
  const plugin =
    given?.kind === "module"
      ? machine.world.exported(given.file, "default")
      : given?.kind === "object"
        ? (given.properties.get("register") ?? given.properties.get("default"))
        : given;
  if (!plugin) return;
  machine.mounts.hang(link.node, owner, path, link.node);
  const head = receiver.path.slice(0, receiver.path.indexOf("#"));
  const { emitted: _emitted, answer: _answer, ...rest } = receiver;
  const instance: LibraryValue = {
    ...rest,
    path: instancePath(receiver.library, head),
    links: [link, ...settingsOf(receiver)],
  };
  machine.apply(plugin, [instance, ...called.args.slice(1, 2)], link.node, frame);
}

/** How an application was made holds for what is registered on it, but for its prefix, which is told by where that hangs. */
function settingsOf({ library, links }: LibraryValue): readonly Link[] {
  const prefixes = (library.model.prefixes ?? []).flatMap(({ link = [] }) => link);
  return links.filter(({ name }) => !prefixes.includes(name));
}

function mountAt(library: CompiledLibrary, called: Called): MountModel | undefined {
  return library.model.mounts?.find(
    ({ match, when = [] }) =>
      [match].flat().some((pattern) => matches(compilePattern(pattern), called.path)) &&
      when.every((condition) => holds(condition, called)),
  );
}

/** How much of its folder a call shares with a file: the nearest application is the file's. */
function nearness(call: ts.Node, file: string): number {
  const a = call.getSourceFile().fileName.split("/");
  const b = file.split("/");
  const differs = a.findIndex((part, index) => part !== b[index]);
  return differs < 0 ? a.length : differs;
}
