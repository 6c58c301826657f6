import { posix } from "node:path";
import { ts } from "ts-morph";
import type { HandlersPlace } from "../../models/entry-model.js";
import { entriesAt, lastName } from "../../models/patterns.js";
import type { Place } from "../../models/place.js";
import { closure } from "../functions/functions.js";
import type { Frame, Machine } from "../walk/machine.js";
import { isMiddleware } from "./middleware.js";
import { folderOf } from "./loaded-folders.js";
import { originOf, ownPrefix } from "./mounts.js";
import { at, holds, targetName, type Called } from "./places.js";
import { writtenPath } from "./paths.js";
import type { LibraryValue, Link, Value } from "../values/value.js";

/** Notes a handler that is registered with a framework or a broker. */
export function register(
  callee: LibraryValue,
  link: Link,
  links: readonly Link[],
  path: string,
  frame: Frame,
  machine: Machine,
): boolean {
  let found = false;
  for (const model of entriesAt(callee.library, path)) {
    if (model.atLeast !== undefined && link.args.length < model.atLeast) continue;
    const site: Called = { receiver: callee, link, links, path, args: link.args };
    if (!(model.when ?? []).every((condition) => holds(condition, site))) continue;
    const sets = handlersOf(model.handlers, site, frame, machine);
    if (sets.length === 0) continue;
    // A call that asks for messages goes on to do so.
    found = !("around" in model.handlers);
    for (const { handlers, key } of sets) {
      frame.output.registrations.push({
        model,
        library: callee.library.model.library,
        node: link.node,
        within: [],
        handlers,
        key,
        before: machine.mounts.used(originOf(callee), targetName(link.args[0]) ?? ""),
        args: link.args,
        links,
        member: lastName(path),
        owner: originOf(callee),
        prefix: ownPrefix(callee),
      });
    }
    if (!model.besides) break;
  }
  return found;
}

/** Handlers by entry point: one after the other for middleware and handler, apart for an object or module of tasks. */
function handlersOf(
  handlers: HandlersPlace,
  site: Called,
  frame: Frame,
  machine: Machine,
): readonly { readonly handlers: readonly Value[]; readonly key?: string }[] {
  if ("around" in handlers) {
    const consumer = functionAround(site.link.node);
    if (!consumer || !hasLoop(consumer)) return [];
    const env = machine.world.moduleEnv(frame.env.file);
    return [{ handlers: [closure(consumer, env, frame.self)] }];
  }
  if ("properties" in handlers) {
    const { argument, properties } = handlers;
    return properties.flatMap((property) =>
      handlersOf({ argument, property }, site, frame, machine).map((found) => ({ ...found, key: property })),
    );
  }
  if ("from" in handlers) {
    const listed = site.args.slice(handlers.from).flatMap((arg) => methodNamed(arg, site, frame, machine) ?? arg);
    const found = listed.flatMap((arg) => (arg.kind === "array" ? arg.items : [arg])).filter(isHandler);
    if (found.length > 0) return [{ handlers: found }];
    const apart = inFile({ argument: -1 }, site, frame, machine);
    return apart ? [{ handlers: [apart] }] : [];
  }
  if ("files" in handlers) return inFolder(handlers, site, machine);
  const value = at(handlers, site);
  if (!value) return [];
  if ("member" in handlers) {
    const objects = value.kind === "function" ? machine.apply(value, [], site.link.node, frame) : value;
    return [...(membersOf(objects, machine) ?? [])].flatMap(([key, item]) => {
      const handler = item.kind === "object" ? item.properties.get(handlers.member) : undefined;
      return handler && isHandler(handler) ? [{ handlers: [handler], key }] : [];
    });
  }
  const apart = inFile(handlers, site, frame, machine);
  if (apart) return [{ handlers: [apart] }];
  const members = membersOf(value, machine);
  if (members)
    return [...members].filter(([, item]) => isHandler(item)).map(([key, handler]) => ({ handlers: [handler], key }));
  const handler = methodNamed(value, site, frame, machine) ?? value;
  return isHandler(handler) ? [{ handlers: [handler] }] : [];
}

/** `run({ taskDirectory: join(import.meta.dirname, "tasks") })`: each file there is a handler that is called as the file is. */
function inFolder(
  place: Place,
  site: Called,
  { world }: Machine,
): readonly { readonly handlers: readonly Value[]; readonly key: string }[] {
  const folder = folderOf({ place, flat: {} }, "", site)?.folder;
  if (folder === undefined) return [];
  return world.project.files().flatMap((file) => {
    const exported = posix.dirname(file) === folder ? world.exported(file, "default") : undefined;
    const key = posix.basename(file).replace(/\.[cm]?[jt]s$/, "");
    return exported && isHandler(exported) ? [{ handlers: [exported], key }] : [];
  });
}

/** `new Worker("mail", path.join(__dirname, "mail.js"))`: the handler is what a file of its own exports. */
function inFile(place: Place, site: Called, frame: Frame, machine: Machine): Value | undefined {
  const { node } = site.link;
  if (place.argument === undefined || (!ts.isNewExpression(node) && !ts.isCallExpression(node))) return undefined;
  const written = node.arguments?.at(place.argument);
  const path = written && !ts.isIdentifier(written) ? writtenPath(written) : "";
  if (!/\.[cm]?[jt]s$/.test(path)) return undefined;
  const { project } = machine.world;
  const file = project.resolve(`./${path}`, frame.env.file);
  const exported = file === undefined ? undefined : machine.world.exported(file, "default");
  return exported && isHandler(exported) ? exported : undefined;
}

function functionAround(node: ts.Node): ts.FunctionLikeDeclaration | undefined {
  for (let at: ts.Node = node.parent; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isMethodDeclaration(at) || ts.isFunctionDeclaration(at)) return at;
    if (ts.isArrowFunction(at) || ts.isFunctionExpression(at)) return at;
  }
  return undefined;
}

/** Whether messages are handled one after the other here. */
function hasLoop(node: ts.Node): boolean {
  const found = ts.forEachChild(node, (child) =>
    ts.isIterationStatement(child, false) || hasLoop(child) ? true : undefined,
  );
  return found === true;
}

/** The functions of an object or of a module (`import * as activities`), by name. */
function membersOf(value: Value, machine: Machine): ReadonlyMap<string, Value> | undefined {
  if (value.kind === "object") return value.properties;
  if (value.kind !== "module") return undefined;
  return new Map(
    machine.world.exportedNames(value.file).flatMap((name) => {
      const member = machine.world.exported(value.file, name);
      return member ? [[name, member] as const] : [];
    }),
  );
}

/** `[OrdersController, "create"]`, also with the controller behind `() => import(…)`: the method of a new instance. */
function methodNamed(value: Value, site: Called, frame: Frame, machine: Machine): Value | undefined {
  if (value.kind !== "array" || value.items.length !== 2) return undefined;
  const [given, name] = value.items;
  if (name?.kind !== "literal" || typeof name.value !== "string" || !given) return undefined;
  const loaded = given.kind === "function" ? machine.apply(given, [], site.link.node, frame) : given;
  const owner = loaded.kind === "module" ? machine.world.exported(loaded.file, "default") : loaded;
  if (owner?.kind !== "class") return undefined;
  const instance = machine.construct(owner, [], site.link.node, frame);
  return machine.member(instance, name.value, site.link.node, frame);
}

function isHandler(value: Value): boolean {
  return (
    value.kind === "function" ||
    value.kind === "union" ||
    (value.kind === "unknown" && value.wraps !== undefined) ||
    isMiddleware(value)
  );
}
