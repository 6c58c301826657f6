import { ts } from "ts-morph";
import { fingerprint } from "../interpreter/values/fingerprint.js";
import { inside } from "../interpreter/libraries/places.js";
import { namesOf } from "../interpreter/world/modules.js";
import type { Frame, Machine, Registration } from "../interpreter/walk/machine.js";
import { closure } from "../interpreter/functions/functions.js";
import { targetName } from "../interpreter/libraries/places.js";
import { parametersOf } from "../interpreter/functions/parameters.js";
import { topFrame } from "../interpreter/world/world.js";
import { unknown } from "../interpreter/values/value.js";
import type { LibraryIndex } from "../models/patterns.js";
import type { Candidate } from "./candidate.js";
import type { RegisteringCalls } from "./registering-calls.js";
import { fileName } from "./handler-name.js";
import { withPrefix } from "./route-name.js";

/** Handlers that a file registers by calls: routes, workers, consumers, schedules. */
export function registeredIn(source: ts.SourceFile, machine: Machine, calls: RegisteringCalls): readonly Candidate[] {
  if (!mayRegister(source, machine.world.libraries, calls)) return [];
  const env = machine.world.moduleEnv(source.fileName);
  const top = topFrame(env, source);
  const frame: Frame = {
    ...top,
    output: { ...top.output, constructed: new Set() },
    context: { ...top.context, loading: "registrations", registers: (fn) => calls.within(fn) },
  };
  for (const statement of source.statements)
    if (ts.isExportAssignment(statement)) machine.evaluate(statement.expression, frame);
    else machine.execute(statement, frame);
  for (const fn of registrars(source, calls)) {
    // What the file's own top level called was seen with its real arguments.
    const known = frame.output.registrations.some(({ within, node }) => within.includes(fn) || isInside(node, fn));
    if (!known) walkAlone(fn, machine, frame);
  }
  return unique(frame.output.registrations).map((item) => ({
    model: item.model,
    library: item.library,
    node: item.node,
    handlers: item.handlers,
    before: item.before,
    owner: item.owner,
    links: item.links,
    name: item.prefix === "" ? registrationName(item) : withPrefix(registrationName(item), item.prefix),
    parameters: new Map(),
    ...(item.node.getSourceFile() === source ? {} : { through: source.fileName }),
  }));
}

/**
 * Named functions that register what they are given (`createWorker(name, processor)`), methods that do (`.subscribe`, with its
 * dot), and classes that register what they were made with (`new Subscriber({ handlers })`): who calls or makes them registers too.
 */
export function registeringFunctions(source: ts.SourceFile, calls: RegisteringCalls): readonly string[] {
  const methods = methodsByName(source, calls);
  if (!calls.pattern.test(source.text)) return methods;
  const functions = registrars(source, calls).flatMap((fn) => {
    const { parent } = fn;
    if (ts.isClassDeclaration(parent)) {
      const made = isGivenSomething(parent) ? [parent.name?.text ?? ""].filter(Boolean) : [];
      return passesOn(fn, calls) ? [...made, `.${fn.name.text}`] : made;
    }
    const name = ts.isFunctionDeclaration(fn)
      ? fn.name
      : ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)
        ? parent.name
        : undefined;
    return name && fn.parameters.length > 0 ? [name.text] : [];
  });
  return [...methods, ...functions];
}

/** Registering methods that a file exports under a name of their own: `export const createRouter = t.router`. */
function methodsByName(source: ts.SourceFile, calls: RegisteringCalls): readonly string[] {
  return source.statements.flatMap((statement) => {
    if (!ts.isVariableStatement(statement)) return [];
    const isExported = statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    return statement.declarationList.declarations.flatMap(({ name, initializer }) => {
      if (!isExported || !initializer) return [];
      if (ts.isIdentifier(name))
        return ts.isPropertyAccessExpression(initializer) && calls.pattern.test(`.${initializer.name.text}(`)
          ? [name.text]
          : [];
      return name.elements.flatMap((element) => {
        if (ts.isOmittedExpression(element) || !ts.isIdentifier(element.name)) return [];
        const method = (element.propertyName ?? element.name).getText(source);
        return calls.pattern.test(`.${method}(`) ? [element.name.text] : [];
      });
    });
  });
}

/** A method that hands what it is given to a call that registers: `subscribe(topic, handle) { new Worker(topic, handle); }`. */
function passesOn(
  fn: ts.FunctionLikeDeclaration,
  calls: RegisteringCalls,
): fn is ts.MethodDeclaration & { readonly name: ts.Identifier } {
  if (!ts.isMethodDeclaration(fn) || !ts.isIdentifier(fn.name)) return false;
  const given = fn.parameters.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []));
  const names = given.length > 0 ? new RegExp(`\\b(?:${given.join("|")})\\b`) : undefined;
  const isHandedOn = (node: ts.Node): true | undefined => {
    if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && calls.registers(node))
      if (node.arguments?.some((argument) => names?.test(argument.getText()))) return true;
    return ts.forEachChild(node, isHandedOn);
  };
  return names !== undefined && fn.body !== undefined && ts.forEachChild(fn.body, isHandedOn) === true;
}

function isGivenSomething(node: ts.ClassDeclaration): boolean {
  return node.members.some((member) => ts.isConstructorDeclaration(member) && member.parameters.length > 0);
}

function mayRegister(source: ts.SourceFile, libraries: LibraryIndex, calls: RegisteringCalls): boolean {
  const { imports } = namesOf(source);
  if (!calls.pattern.test(source.text) && !callsDefault(source, libraries)) return false;
  // `Deno.serve` and `defineTask` are there without an import.
  const global = libraries.libraries.some(
    ({ callEntries, model }) =>
      callEntries.size > 0 &&
      model.globals?.some(
        (name) => source.text.includes(`${name}.`) || (callEntries.has(name) && source.text.includes(`${name}(`)),
      ),
  );
  if (global) return true;
  return imports.some((specifier) => {
    const library = libraries.forPackage(specifier);
    return (
      (library?.callEntries.size ?? 0) > 0 ||
      library?.model.mounts !== undefined ||
      library?.model.requestHooks !== undefined ||
      library?.model.wrappers?.some(({ everywhere }) => everywhere) === true ||
      specifier.startsWith(".") ||
      /^[@~#]/.test(specifier)
    );
  });
}

/** Whether a file calls the default export of a library by which handlers are registered: it has whatever name the file gives it. */
function callsDefault(source: ts.SourceFile, libraries: LibraryIndex): boolean {
  return [...namesOf(source).locals].some(
    ([local, item]) =>
      item.kind === "import" &&
      item.name === "default" &&
      libraries.forPackage(item.specifier)?.callEntries.has("default") === true &&
      new RegExp(`\\b${local}\\s*\\(`).test(source.text),
  );
}

/** Outermost functions, methods and constructors whose text holds a registration. */
function registrars(source: ts.SourceFile, calls: RegisteringCalls): readonly ts.FunctionLikeDeclaration[] {
  const found: ts.FunctionLikeDeclaration[] = [];
  const visit = (node: ts.Node): void => {
    const isFunction =
      (ts.isFunctionDeclaration(node) ||
        ts.isMethodDeclaration(node) ||
        ts.isConstructorDeclaration(node) ||
        ts.isArrowFunction(node) ||
        ts.isFunctionExpression(node)) &&
      node.body !== undefined;
    if (isFunction) {
      if (calls.within(node)) found.push(node);
      return;
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isInside(node: ts.Node, fn: ts.Node): boolean {
  return node.pos >= fn.pos && node.end <= fn.end && node.getSourceFile() === fn.getSourceFile();
}

function walkAlone(fn: ts.FunctionLikeDeclaration, machine: Machine, frame: ReturnType<typeof topFrame>): void {
  const env = machine.world.moduleEnv(fn.getSourceFile().fileName);
  const owner = ts.isClassLike(fn.parent) ? fn.parent : undefined;
  const self = owner
    ? machine.construct({ kind: "class", node: owner, env, provenance: { sources: [], through: [] } }, [], fn, frame)
    : undefined;
  if (ts.isConstructorDeclaration(fn)) return;
  const args = parametersOf(fn)
    .map((parameter) =>
      parameter.type ? unknown(undefined, { type: { node: parameter.type, file: env.file } }) : unknown(),
    )
    .map((value) => (value.type ? (machine.typed(value.type) ?? value) : value));
  const before = frame.state;
  machine.invoke(closure(fn, env, self), args, fn, frame);
  frame.state = before;
}

function unique(registrations: readonly Registration[]): readonly Registration[] {
  const seen = new Set<string>();
  return registrations.filter((item) => {
    const handler = item.handlers.at(-1);
    const own = handler?.kind === "function" ? fingerprint(handler) : 0;
    const key = `${item.node.getSourceFile().fileName}:${item.node.pos}:${item.node.end}:${own}`;
    return seen.has(key) ? false : (seen.add(key), true);
  });
}

function registrationName(item: Registration): string {
  const fill = (text: (hole: string) => string | undefined): string =>
    item.model.name
      .replace(/\{([^}]+)\}/g, (_, hole: string) => text(hole) ?? "")
      .replace(/\s+/g, " ")
      .trim();
  const name = fill((hole) => holeText(hole, item));
  // A queue, a topic or a schedule whose name only the environment knows: then the code's own name for it, or for what runs.
  const isNamed = NAMED_BY_PATH.has(item.model.kind) || name !== fill(() => undefined);
  return isNamed ? name : `${name} ${writtenName(item) ?? holderName(item)}`;
}

/** Those are known by their path and method, which other places add. */
const NAMED_BY_PATH: ReadonlySet<string> = new Set(["http", "webhook"]);

/** What the first argument is called in the code, unless that is a parameter's name: `new Worker(QUEUES.mail, …)`. */
function writtenName({ node }: Registration): string | undefined {
  const first = ts.isCallExpression(node) || ts.isNewExpression(node) ? node.arguments?.[0] : undefined;
  if (!first || (!ts.isIdentifier(first) && !ts.isPropertyAccessExpression(first))) return undefined;
  const root = /^\w+/.exec(first.getText())?.[0];
  const around = ts.findAncestor(node, ts.isFunctionLike);
  const isParameter = around?.parameters.some(({ name }) => name.getText() === root) === true;
  return isParameter || root === "this" ? undefined : first.getText();
}

function holeText(hole: string, item: Registration): string | undefined {
  if (hole === "member") return item.member.toUpperCase();
  if (hole === "name" || hole === "property") return item.key ?? holderName(item);
  const linked = /^(\w+):(\d+)(?:\.(.+))?$/.exec(hole);
  if (linked) {
    const value = item.links.filter((each) => each.name === linked[1]).at(-1)?.args[Number(linked[2])];
    return value && targetName(linked[3] === undefined ? value : inside(value, linked[3]));
  }
  const [index, ...path] = hole.split(".");
  const given = item.args[Number(index)];
  const value = given && path.length > 0 ? inside(given, path.join(".")) : given;
  // Any of several: none of them is its name.
  return value?.kind === "union" && new Set(value.options.map(targetName)).size > 1 ? undefined : targetName(value);
}

/** The variable or property that holds a registration, or the handler's own name. */
function holderName(item: Registration): string {
  for (let node: ts.Node = item.node; !ts.isSourceFile(node); node = node.parent) {
    const { parent } = node;
    if (
      (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) &&
      ts.isIdentifier(parent.name)
    )
      return parent.name.text;
    if (ts.isStatement(parent)) break;
    // `builder.mutationField("placeOrder", (t) => t.field({ … }))`: the call around tells the name.
    const first =
      ts.isCallExpression(parent) && parent.arguments.includes(node as ts.Expression) && parent.arguments[0];
    if (first && first !== node && ts.isStringLiteralLike(first)) return first.text;
  }
  const handler = item.handlers.at(-1);
  const named = handler?.kind === "function" && "name" in handler.node ? handler.node.name : undefined;
  return named?.getText() ?? nameAround(item.node);
}

/** The function that registers it, or the file. */
function nameAround(node: ts.Node): string {
  for (let at = node.parent; !ts.isSourceFile(at); at = at.parent)
    if ((ts.isFunctionDeclaration(at) || ts.isMethodDeclaration(at)) && at.name) return at.name.getText();
  return fileName(node.getSourceFile().fileName);
}
