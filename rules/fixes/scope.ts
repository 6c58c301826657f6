import { ts } from "ts-morph";
import { takenBy } from "../../analyzer/interpreter/functions/taken.js";
import type { Site, Trace } from "../../analyzer/trace.js";
import { type FunctionNode, functionsAround, isFunction, nodesAround, textOf } from "./syntax.js";

/** A name that can be read at a place, and where it comes from. */
export interface Binding {
  readonly name: string;
  readonly kind: "parameter" | "local" | "loop";
  /** The type as written; none for a part of what is taken apart. */
  readonly type?: string;
  /** A parameter that may be left out, or one with a default. */
  readonly optional: boolean;
  readonly initializer?: ts.Expression;
  /** For a part of what is taken apart: where it stood in there, `data.id`, and its default. */
  readonly part?: { readonly path: string; readonly fallback?: ts.Expression };
  /** The parameter or variable that it is, or that is taken apart. */
  readonly declaration: ts.ParameterDeclaration | ts.VariableDeclaration;
}

/** The names of functions and blocks around a place that are declared before it; module names are left out. */
export function bindingsAt(source: ts.SourceFile, site: Pick<Site, "start" | "end">): Binding[] {
  const found: Binding[] = [];
  const around = nodesAround(source, site.start, site.end);
  around.forEach((node, depth) => {
    if (isFunction(node)) {
      const kind = isItemCallback(around[depth - 1], node) ? "loop" : "parameter";
      for (const parameter of node.parameters) found.push(...fromParameter(source, parameter, kind));
    } else if (ts.isForOfStatement(node) && ts.isVariableDeclarationList(node.initializer)) {
      for (const one of node.initializer.declarations) found.push(...fromDeclaration(source, one, "loop"));
    } else if (ts.isBlock(node) || ts.isCaseClause(node)) {
      for (const statement of node.statements) {
        if (statement.end > site.start) break;
        if (!ts.isVariableStatement(statement)) continue;
        for (const one of statement.declarationList.declarations) found.push(...fromDeclaration(source, one, "local"));
      }
    }
  });
  const shadowed = new Map(found.map((binding) => [binding.name, binding]));
  return [...shadowed.values()].reverse();
}

/** What a local name was set to where it is declared: `randomUUID()` for `key` in `const key = randomUUID()`. */
export function localInitializer(source: ts.SourceFile, name: ts.Expression): ts.Expression | undefined {
  if (!ts.isIdentifier(name)) return undefined;
  for (const node of nodesAround(source, name.getStart(source), name.end).reverse()) {
    if (!ts.isBlock(node)) continue;
    for (const statement of node.statements) {
      if (!ts.isVariableStatement(statement) || statement.end > name.pos) continue;
      const found = statement.declarationList.declarations.find((one) => one.name.getText(source) === name.text);
      if (found) return found.initializer;
    }
  }
  return undefined;
}

/** Whether a local gets another value somewhere after it was declared. */
export function isReassigned(source: ts.SourceFile, name: ts.Expression): boolean {
  if (!ts.isIdentifier(name)) return false;
  let found = false;
  const visit = (node: ts.Node): void => {
    found ||=
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      ts.isIdentifier(node.left) &&
      node.left.text === name.text;
    if (!found) ts.forEachChild(node, visit);
  };
  visit(nodesAround(source, name.getStart(source), name.end).find(isFunction) ?? source);
  return found;
}

/** The loop over data around a place, inside its innermost named function: every turn of it is another wish. */
export function itemLoopAround(source: ts.SourceFile, site: Pick<Site, "start" | "end">): ts.Node | undefined {
  const around = nodesAround(source, site.start, site.end);
  const from = around.findLastIndex((node, depth) => isFunction(node) && !isCallback(around[depth - 1]));
  return around.slice(from + 1).find((node, depth, inner) => {
    if (ts.isForOfStatement(node) || ts.isForInStatement(node)) return true;
    return isFunction(node) && isItemCallback(inner[depth - 1] ?? around[from], node);
  });
}

/** True when the value is made in this attempt: by a random or clock source, or by an effect that nothing guards. */
export function isMadeHere(source: ts.SourceFile, binding: Binding, trace: Trace): boolean {
  const { initializer, part } = binding;
  if (part?.fallback && UNSTABLE.test(textOf(source, part.fallback))) return true;
  if (!initializer) return false;
  if (UNSTABLE.test(textOf(source, initializer))) return true;
  const start = initializer.getStart(source);
  return trace.effects.some(
    (effect) =>
      ["insert", "call", "start", "enqueue", "publish"].includes(effect.kind) &&
      effect.guards.length === 0 &&
      [effect.site, effect.sink].some(
        (site) => site.file === source.fileName && site.start >= start && site.end <= initializer.end,
      ),
  );
}

/** The innermost function around a place that has a name of its own: what a call on the path enters. */
export function namedFunctionAround(
  source: ts.SourceFile,
  site: Pick<Site, "start" | "end">,
): FunctionNode | undefined {
  return functionsAround(source, site).find((fn) => functionName(source, fn) !== undefined);
}

/** `settle` of `function settle`, `const settle = () =>`, `settle() {` and `settle: () =>`. */
export function functionName(source: ts.SourceFile, fn: FunctionNode): string | undefined {
  if (ts.isConstructorDeclaration(fn)) return undefined;
  if (fn.name) return fn.name.getText(source);
  const parent = nodesAround(source, fn.getStart(source), fn.end).findLast((node) => node !== fn);
  return parent &&
    (ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent) || ts.isPropertyAssignment(parent))
    ? parent.name.getText(source)
    : undefined;
}

const UNSTABLE =
  /\b(randomUUID|randomBytes|randomInt|nanoid|ulid|cuid|createId|uuid(v[1467])?|v[1467]|Date\.now|Math\.random|performance\.now)\s*\(|new Date\(\)|new ObjectId\(\)/;

const ITEM_METHOD = /^(map|forEach|flatMap|filter|reduce|each|mapSeries|eachSeries)$/;

function isCallback(parent: ts.Node | undefined): boolean {
  return parent !== undefined && (ts.isCallExpression(parent) || ts.isNewExpression(parent));
}

function isItemCallback(parent: ts.Node | undefined, fn: ts.Node): boolean {
  return (
    parent !== undefined &&
    ts.isCallExpression(parent) &&
    parent.arguments.includes(fn as ts.Expression) &&
    ts.isPropertyAccessExpression(parent.expression) &&
    ITEM_METHOD.test(parent.expression.name.text)
  );
}

function fromParameter(source: ts.SourceFile, parameter: ts.ParameterDeclaration, kind: Binding["kind"]): Binding[] {
  const mayBeAbsent = parameter.questionToken !== undefined || parameter.initializer !== undefined;
  return bound(source, parameter, kind).map((binding) => ({ ...binding, optional: binding.optional || mayBeAbsent }));
}

function fromDeclaration(source: ts.SourceFile, one: ts.VariableDeclaration, kind: Binding["kind"]): Binding[] {
  return bound(source, one, kind);
}

/** The names that a declaration introduces. */
function bound(
  source: ts.SourceFile,
  declaration: ts.ParameterDeclaration | ts.VariableDeclaration,
  kind: Binding["kind"],
): Binding[] {
  const { name, initializer } = declaration;
  const type = declaration.type && textOf(source, declaration.type);
  const isWhole = ts.isIdentifier(name);
  return namesIn(name).map(({ local, path, fallback }) => ({
    name: local,
    kind,
    optional: /\b(undefined|null)\b/.test(type ?? "") || fallback !== undefined,
    declaration,
    ...(isWhole && type !== undefined && { type }),
    ...(!isWhole && { part: { path, ...(fallback && { fallback }) } }),
    ...(initializer && { initializer }),
  }));
}

interface Named {
  readonly local: string;
  readonly path: string;
  readonly fallback?: ts.Expression;
}

function namesIn(name: ts.BindingName, path = "", fallback?: ts.Expression): Named[] {
  if (ts.isIdentifier(name)) return [{ local: name.text, path, ...(fallback && { fallback }) }];
  return name.elements.flatMap((element, index) => {
    if (ts.isOmittedExpression(element)) return [];
    const member = ts.isArrayBindingPattern(name) ? String(index) : takenBy(element);
    const inner = [path, member].filter(Boolean).join(".");
    return namesIn(element.name, inner, element.initializer ?? fallback);
  });
}
