import { ts } from "ts-morph";
import type { Site } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";

/**
 * Whether the class that acts on a mark is bound: to the class or the method that carries it (`@UseInterceptors(X)`), or to all of
 * them (`{ provide: APP_INTERCEPTOR, useClass: X }`, `app.useGlobalInterceptors(app.get(X))`). What is done with it in any other
 * way may bind it, too.
 */
export function isBound(name: string, mark: Site, context: RuleContext): boolean {
  return context
    .sources()
    .filter(({ text }) => text.includes(name))
    .some((source) => usesOf(name, source).some((use) => binds(use, mark)));
}

function usesOf(name: string, source: ts.SourceFile): readonly Use[] {
  const locals = new Set<string>();
  const found: Use[] = [];
  const visit = (node: ts.Node, around: readonly ts.Node[]): void => {
    if (ts.isImportSpecifier(node)) {
      if ((node.propertyName ?? node.name).text === name) locals.add(node.name.text);
      return;
    }
    // A class that extends it may be bound in its place.
    if (ts.isExportDeclaration(node) || (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node))) return;
    const isMember = ts.isPropertyAccessExpression(node) && node.name.text === name;
    if (isMember || (ts.isIdentifier(node) && locals.has(node.text))) found.push({ source, around });
    ts.forEachChild(node, (child) => visit(child, [node, ...around]));
  };
  visit(source, []);
  return found;
}

interface Use {
  readonly source: ts.SourceFile;
  /** What it stands in, innermost first. */
  readonly around: readonly ts.Node[];
}

function binds({ source, around }: Use, mark: Site): boolean {
  const decorator = around.findIndex(ts.isDecorator);
  const owner = around[decorator + 1];
  const [holder, property] = around;
  const call = decorator < 0 ? undefined : around[decorator - 1];
  if (call && owner && isApplied(call))
    return source.fileName === mark.file && owner.pos <= mark.start && mark.end <= owner.end;
  // That it is provided or exported binds it to nothing.
  const isListed = holder !== undefined && ts.isArrayLiteralExpression(holder);
  const listed = isListed && property && ts.isPropertyAssignment(property) ? nameOf(property) : undefined;
  if (listed !== undefined) return !LISTS.has(listed);
  return !(holder && ts.isPropertyAssignment(holder) && nameOf(holder) === "provide");
}

/** `@UseInterceptors(X)`: what a decorator of a class or a method is given itself, and not what a module's object holds. */
function isApplied(node: ts.Node): boolean {
  return ts.isCallExpression(node) && node.arguments.every((argument) => !ts.isObjectLiteralExpression(argument));
}

function nameOf({ name }: ts.PropertyAssignment): string {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : "";
}

const LISTS: ReadonlySet<string> = new Set(["providers", "exports", "imports", "inject"]);
