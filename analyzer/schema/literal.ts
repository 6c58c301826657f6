import { ts } from "ts-morph";

/** The expression without parentheses, `as`, `satisfies`, `!` and type assertions. */
export function bare(node: ts.Expression): ts.Expression {
  let at = node;
  while (
    ts.isParenthesizedExpression(at) ||
    ts.isAsExpression(at) ||
    ts.isSatisfiesExpression(at) ||
    ts.isNonNullExpression(at) ||
    ts.isTypeAssertionExpression(at)
  )
    at = at.expression;
  return at;
}

/** The text of a string literal or of a template without holes. */
export function stringOf(node: ts.Expression | undefined): string | undefined {
  const literal = node && bare(node);
  return literal && ts.isStringLiteralLike(literal) ? literal.text : undefined;
}

/** The text of a string, or of the constant at the top of the file that stands for one. */
export function constantText(node: ts.Expression | undefined): string | undefined {
  const value = node && bare(node);
  if (!value || !ts.isIdentifier(value)) return stringOf(value);
  for (const statement of value.getSourceFile().statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations)
      if (initializer && ts.isIdentifier(name) && name.text === value.text) return stringOf(initializer);
  }
  return undefined;
}

/** Whether the expression is the word `true`. */
export function isTrue(node: ts.Expression | undefined): boolean {
  return node !== undefined && bare(node).kind === ts.SyntaxKind.TrueKeyword;
}

/** The expression as an object literal. */
export function objectOf(node: ts.Expression | undefined): ts.ObjectLiteralExpression | undefined {
  const object = node && bare(node);
  return object && ts.isObjectLiteralExpression(object) ? object : undefined;
}

/** The members of an array literal. */
export function elementsOf(node: ts.Expression | undefined): readonly ts.Expression[] | undefined {
  const array = node && bare(node);
  return array && ts.isArrayLiteralExpression(array) ? array.elements : undefined;
}

/** The value of an object's property. */
export function propertyOf(node: ts.Expression | undefined, name: string): ts.Expression | undefined {
  for (const property of objectOf(node)?.properties ?? []) {
    if (ts.isPropertyAssignment(property) && nameOf(property.name) === name) return property.initializer;
    if (ts.isShorthandPropertyAssignment(property) && property.name.text === name) return property.name;
  }
  return undefined;
}

/** The name that a property is written with, when it is fixed. */
export function nameOf(name: ts.PropertyName | ts.BindingName | undefined): string | undefined {
  if (!name) return undefined;
  if (ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)) return name.text;
  return undefined;
}

/** What an arrow function or function expression returns, when its body is one expression or ends in `return`. */
export function returnedBy(node: ts.Expression | undefined): ts.Expression | undefined {
  const callback = node && bare(node);
  if (!callback || (!ts.isArrowFunction(callback) && !ts.isFunctionExpression(callback))) return undefined;
  if (!ts.isBlock(callback.body)) return bare(callback.body);
  const last = callback.body.statements.findLast((statement) => ts.isReturnStatement(statement));
  return last && ts.isReturnStatement(last) && last.expression ? bare(last.expression) : undefined;
}

/** One call in a chain such as `text("c").notNull().unique()`. */
export interface Link {
  readonly name: string;
  readonly arguments: readonly ts.Expression[];
  readonly node: ts.CallExpression;
}

/** The calls of a chain from its root on: `text`, `notNull`, `unique`. Empty when the expression is no call. */
export function chainOf(node: ts.Expression): readonly Link[] {
  const links: Link[] = [];
  for (let at = bare(node); ts.isCallExpression(at);) {
    const callee = bare(at.expression);
    if (ts.isIdentifier(callee)) links.push({ name: callee.text, arguments: at.arguments, node: at });
    if (!ts.isPropertyAccessExpression(callee)) break;
    links.push({ name: callee.name.text, arguments: at.arguments, node: at });
    at = bare(callee.expression);
  }
  return links.reverse();
}

/** Local names of what a file imports from modules that `from` accepts, with the exported names. */
export function importsOf(source: ts.SourceFile, from: (specifier: string) => boolean): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteralLike(statement.moduleSpecifier)) continue;
    if (!from(statement.moduleSpecifier.text) || !statement.importClause) continue;
    const { name, namedBindings } = statement.importClause;
    if (name) names.set(name.text, "default");
    if (namedBindings && ts.isNamespaceImport(namedBindings)) names.set(namedBindings.name.text, "*");
    if (namedBindings && ts.isNamedImports(namedBindings))
      for (const each of namedBindings.elements) names.set(each.name.text, (each.propertyName ?? each.name).text);
  }
  return names;
}

/** A decorator's name, arguments and node. */
export interface DecoratorCall {
  readonly name: string;
  readonly arguments: readonly ts.Expression[];
  readonly node: ts.Decorator;
}

/** The decorators of a class or member; `@orm.Entity()` counts as `Entity`. */
export function decoratorsOf(node: ts.HasDecorators): readonly DecoratorCall[] {
  return (ts.getDecorators(node) ?? []).flatMap((decorator) => {
    const called = ts.isCallExpression(decorator.expression) ? decorator.expression : undefined;
    const callee = called?.expression ?? decorator.expression;
    const name = ts.isPropertyAccessExpression(callee)
      ? callee.name.text
      : ts.isIdentifier(callee)
        ? callee.text
        : undefined;
    return name === undefined ? [] : [{ name, arguments: called?.arguments ?? [], node: decorator }];
  });
}
