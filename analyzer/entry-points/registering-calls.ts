import { ts } from "ts-morph";
import { namesOf } from "../interpreter/world/modules.js";
import type { HandlersPlace } from "../models/entry-model.js";
import type { LibraryModel } from "../models/model.js";
import {
  lastName,
  type CallEntryItem,
  type Candidate,
  type CompiledLibrary,
  type LibraryIndex,
} from "../models/patterns.js";

/** How code looks that may register handlers: told by names first, since most code has none of them. */
export interface RegisteringCalls {
  /** Finds the names in text. */
  readonly pattern: RegExp;
  /** The same, where the text ends: `Promise.all(inserts).flat(` is no call of `all`. */
  readonly ending: RegExp;
  /** What the libraries register under a name; a name that stands for something else too is not here. */
  readonly entries: ReadonlyMap<string, readonly Candidate<CallEntryItem>[]>;
  /** Whether a call in this code may register a handler: `map.get(key)` and `orders.create({ data })` cannot. */
  within(node: ts.Node): boolean;
  /** Whether this call may. */
  registers(node: ts.CallExpression | ts.NewExpression): boolean;
}

/** The calls by which any library registers handlers. */
export function registeringCalls(libraries: LibraryIndex): RegisteringCalls {
  const named = libraries.libraries.flatMap(({ callEntries, model }) =>
    [...callEntries, ...otherNames(callEntries, model)].filter(([name]) => /^\w+$/.test(name)),
  );
  const mounts = libraries.libraries.flatMap(({ model }) => (model.mounts ?? []).flatMap(({ match }) => match));
  const hooks = libraries.libraries.flatMap(({ model }) =>
    (model.requestHooks ?? []).flatMap(({ match }) => match ?? []),
  );
  const settings = libraries.libraries.flatMap(({ model }) =>
    (model.wrappers ?? []).flatMap(({ match, everywhere }) => (everywhere ? match : [])),
  );
  const others = [...mounts, ...hooks, ...settings].map(lastName);
  const members = new Set([...named.map(([name]) => name), ...others]);
  // A function that is imported by name is called without a dot.
  const bare = new Set([
    ...named.filter(([, models]) => models.some(({ pattern }) => /^\w+$/.test(pattern.text))).map(([name]) => name),
    ...settings,
  ]);
  const entries = new Map<string, Candidate<CallEntryItem>[]>();
  for (const [name, models] of named) entries.set(name, [...(entries.get(name) ?? []), ...models]);
  for (const name of others) entries.delete(name);
  const call = "\\s*(?:<[^()]*>)?\\(";
  return compiled(
    `(?:\\.|\\bnew\\s+)(?:${[...members].join("|")})${call}|\\b(?:${[...bare].join("|")})${call}`,
    entries,
  );
}

/** Names that stand for one under which a library registers handlers: what Convex generates for a project is called otherwise. */
function otherNames(
  entries: CompiledLibrary["callEntries"],
  { names = {} }: LibraryModel,
): readonly (readonly [string, readonly Candidate<CallEntryItem>[]])[] {
  return Object.entries(names).flatMap(([name, stands]) => {
    const models = entries.get(stands);
    return models ? [[name, models] as const] : [];
  });
}

/** The same, with calls of the project's own registering functions; a method's name has a dot before it. */
export function withOwn(calls: RegisteringCalls, functions: ReadonlySet<string>): RegisteringCalls {
  if (functions.size === 0) return calls;
  const methods = [...functions].filter((name) => name.startsWith(".")).map((name) => name.slice(1));
  const bare = [...functions].filter((name) => !name.startsWith("."));
  const call = "\\s*(?:<[^()]*>)?\\(";
  const patterns = [
    calls.pattern.source,
    ...(bare.length > 0 ? [`(?<![\\w.])(?:${bare.join("|")})${call}`] : []),
    ...(methods.length > 0 ? [`\\.(?:${methods.join("|")})${call}`] : []),
  ];
  const own = new Set([...bare, ...methods]);
  return compiled(patterns.join("|"), new Map([...calls.entries].filter(([name]) => !own.has(name))));
}

function compiled(source: string, entries: RegisteringCalls["entries"]): RegisteringCalls {
  const known = new WeakMap<ts.Node, boolean>();
  const calls: RegisteringCalls = {
    pattern: new RegExp(source),
    ending: new RegExp(`(?:${source})$`),
    entries,
    within(node) {
      const before = known.get(node);
      if (before !== undefined) return before;
      const found = mayRegisterIn(node, node.getSourceFile(), calls);
      known.set(node, found);
      return found;
    },
    registers: (node) => mayRegister(node, node.getSourceFile(), calls),
  };
  return calls;
}

function mayRegisterIn(node: ts.Node, source: ts.SourceFile, calls: RegisteringCalls): boolean {
  if (!calls.pattern.test(node.getText(source))) return false;
  const found = ts.forEachChild(node, function visit(child): true | undefined {
    if ((ts.isCallExpression(child) || ts.isNewExpression(child)) && mayRegister(child, source, calls)) return true;
    return ts.forEachChild(child, visit);
  });
  return found === true;
}

function mayRegister(
  node: ts.CallExpression | ts.NewExpression,
  source: ts.SourceFile,
  { ending, entries }: RegisteringCalls,
): boolean {
  const called = node.expression;
  const name = ts.isPropertyAccessExpression(called) ? called.name.text : ts.isIdentifier(called) ? called.text : "";
  const models = entries.get(name);
  if (models)
    return models.some(({ pattern, model }) => mayBe(called, pattern.text, source) && takesHandlers(node, model));
  // A mount, a hook, or a function of the project's own.
  return ending.test(`${ts.isNewExpression(node) ? "new " : ""}${called.getText(source).slice(-MOST_TEXT)}(`);
}

/**
 * Whether a callee may stand for a path: what is no member of an instance is imported by whoever calls it (`Consumer.create`
 * is, `orders.create` is not), and a chain needs a call before it (`route("/orders").get`).
 */
function mayBe(called: ts.Expression, path: string, source: ts.SourceFile): boolean {
  if (path.includes("().") && !(ts.isPropertyAccessExpression(called) && ts.isCallExpression(called.expression)))
    return false;
  let root = called;
  const links: string[] = [];
  while (ts.isPropertyAccessExpression(root) || ts.isCallExpression(root)) {
    if (ts.isPropertyAccessExpression(root)) links.unshift(root.name.text);
    root = root.expression;
  }
  if (path.includes("().") && !hasLinks(links, path)) return false;
  if (root.kind === ts.SyntaxKind.ThisKeyword && links.length === 1 && isOwnMethod(root, links[0])) return false;
  if (!ts.isIdentifier(root)) return path.includes("#");
  if (OF_THE_LANGUAGE.has(root.text)) return false;
  if (path.includes("#")) return true;
  const local = namesOf(source).locals.get(root.text);
  return local ? local.kind === "import" || local.kind === "variable" : /\b(?:require|import)\s*\(/.test(source.text);
}

/** Whether the class around writes this method itself: `this.post("/orders", order)` in a client of its own registers nothing. */
function isOwnMethod(node: ts.Node, name: string | undefined): boolean {
  const around = ts.findAncestor(node, ts.isClassLike);
  return around?.members.some((member) => member.name?.getText() === name) === true;
}

/** Whether a chain has the links that a path names, in their order: `redis.pipeline().get` is no `route().get`. */
function hasLinks(links: readonly string[], path: string): boolean {
  const named = path.slice(path.indexOf("#") + 1).match(/\w+/g) ?? [];
  let next = 0;
  for (const link of links) if (link === named[next]) next++;
  return next >= named.length;
}

const OF_THE_LANGUAGE: ReadonlySet<string> = new Set(["Promise", "Array", "Object", "Reflect", "Map", "Set", "Date"]);

/** Enough of a callee's text for any name. */
const MOST_TEXT = 120;

function takesHandlers(node: ts.NewExpression | ts.CallExpression, model: CallEntryItem): boolean {
  const args: readonly ts.Expression[] = node.arguments ?? [];
  if ("around" in model.handlers) return isInLoop(node);
  if (model.atLeast !== undefined && args.length < model.atLeast) return args.some(ts.isSpreadElement);
  if (args.some(ts.isSpreadElement)) return true;
  return placesOf(model.handlers, args).some(([place, property]) => mayHold(place, property));
}

type HeldAt = readonly [argument: ts.Expression, property?: string];

function placesOf(handlers: HandlersPlace, args: readonly ts.Expression[]): readonly HeldAt[] {
  if ("from" in handlers) return args.slice(handlers.from).map((arg): HeldAt => [arg]);
  const arg = args.at("argument" in handlers ? (handlers.argument ?? 0) : 0);
  if (!arg || "around" in handlers) return [];
  if ("properties" in handlers) return handlers.properties.map((property): HeldAt => [arg, property]);
  return [[arg, handlers.property]];
}

/** Who asks for messages in a loop handles them itself. */
function isInLoop(node: ts.Node): boolean {
  const around = ts.findAncestor(node, ts.isFunctionLike) ?? node.getSourceFile();
  return /\b(?:for|while)\b/.test(around.getText());
}

/** Whether a function can stand there, or the path of a file that holds one. */
function mayHold(node: ts.Expression, property: string | undefined): boolean {
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return /\.[cm]?[jt]s["'`]$/.test(node.getText());
  if (ts.isObjectLiteralExpression(node)) {
    const [first] = property?.split(".") ?? [];
    return node.properties.some((member) => {
      if (first === undefined || first.startsWith("[") || !member.name) return true;
      return ts.isComputedPropertyName(member.name) || member.name.getText() === first;
    });
  }
  return !NEVER.has(node.kind);
}

/** Expressions that yield neither a function nor a list or record of functions. */
const NEVER: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.NumericLiteral,
  ts.SyntaxKind.RegularExpressionLiteral,
  ts.SyntaxKind.TrueKeyword,
  ts.SyntaxKind.FalseKeyword,
  ts.SyntaxKind.NullKeyword,
  ts.SyntaxKind.PrefixUnaryExpression,
]);
