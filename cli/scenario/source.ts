import { ts } from "ts-morph";

/** A function in its file, as far as a scenario that calls it needs to know it. */
export interface NamedFunction {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** It can be imported under its name. */
  readonly exported: boolean;
  readonly parameters: readonly Parameter[];
}

/** A parameter: its name, or the names that it takes apart. */
export interface Parameter {
  readonly name?: string;
  readonly parts: readonly string[];
}

/** One way through a `switch`: `event.type` is `charge.refunded`. */
export interface Branch {
  readonly on: string;
  readonly value: string;
  /** Where the branch stands. */
  readonly source: ts.SourceFile;
  readonly start: number;
  readonly end: number;
}

/** A source file, parsed. */
export function parse(file: string, text: string): ts.SourceFile {
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
}

/** Functions and methods with a name, in order. */
export function functionsOf(source: ts.SourceFile): readonly NamedFunction[] {
  const found: NamedFunction[] = [];
  const visit = (node: ts.Node): void => {
    const made = functionAt(node);
    if (made) found.push(made);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The innermost function, named or not, that has a line (counted from 1) in it. */
export function functionAround(source: ts.SourceFile, line: number): NamedFunction | undefined {
  let found: NamedFunction | undefined;
  const lineOf = (position: number): number => source.getLineAndCharacterOfPosition(position).line + 1;
  const visit = (node: ts.Node): void => {
    if (lineOf(node.getStart()) > line || lineOf(node.getEnd()) < line) return;
    const made = functionAt(node) ?? (ts.isFunctionLike(node) ? named("", node, node.parameters, false) : undefined);
    // A variable's function is found twice: first under its name.
    if (made && !(made.name === "" && found?.end === made.end)) found = made;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function functionAt(node: ts.Node): NamedFunction | undefined {
  if ((ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) && node.name)
    return named(node.name.getText(), node, node.parameters, isExported(node));
  if (!ts.isVariableDeclaration(node) || !node.initializer || !ts.isIdentifier(node.name)) return undefined;
  const body = node.initializer;
  if (!ts.isArrowFunction(body) && !ts.isFunctionExpression(body)) return undefined;
  return named(node.name.text, node, body.parameters, isExported(node.parent.parent));
}

function named(
  name: string,
  node: ts.Node,
  parameters: readonly ts.ParameterDeclaration[],
  exported: boolean,
): NamedFunction {
  return { name, start: node.getStart(), end: node.getEnd(), exported, parameters: parameters.map(parameterOf) };
}

function parameterOf({ name }: ts.ParameterDeclaration): Parameter {
  if (ts.isIdentifier(name)) return { name: name.text, parts: [] };
  return {
    parts: ts.isObjectBindingPattern(name)
      ? name.elements.map((element) => (element.propertyName ?? element.name).getText())
      : [],
  };
}

function isExported(node: ts.Node): boolean {
  return (
    ts.canHaveModifiers(node) &&
    (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword)
  );
}

/** The `case` of a text that encloses a position. */
export function branchAt(source: ts.SourceFile, position: number): Branch | undefined {
  let found: Branch | undefined;
  const visit = (node: ts.Node): void => {
    if (node.getStart() > position || node.getEnd() < position) return;
    if (ts.isCaseClause(node) && ts.isStringLiteralLike(node.expression))
      found = {
        on: node.parent.parent.expression.getText(),
        value: node.expression.text,
        source,
        start: node.getStart(),
        end: node.getEnd(),
      };
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Property paths that are read below an expression such as `event.data.object`, also through a variable: `metadata.orderId`. */
export function pathsBelow(source: ts.SourceFile, start: number, end: number, root: RegExp): readonly string[] {
  const paths = new Set<string>();
  const aliases = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (
      ts.isVariableDeclaration(node) &&
      node.initializer &&
      ts.isIdentifier(node.name) &&
      root.test(node.initializer.getText())
    )
      aliases.add(node.name.text);
    if (isAccess(node) && !isAccess(node.parent)) {
      const whole = textOf(node);
      const alias = [...aliases].find((name) => whole.startsWith(`${name}.`));
      const below = alias === undefined ? root.exec(whole) : undefined;
      const path =
        alias === undefined ? below && whole.slice(below.index + below[0].length + 1) : whole.slice(alias.length + 1);
      if (path) paths.add(path);
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, function within(node) {
    if (node.getEnd() < start || node.getStart() > end) return;
    if (node.getStart() >= start && node.getEnd() <= end) visit(node);
    else ts.forEachChild(node, within);
  });
  return [...paths];
}

function isAccess(node: ts.Node | undefined): node is ts.PropertyAccessExpression | ts.ElementAccessExpression {
  return (
    node !== undefined &&
    (ts.isPropertyAccessExpression(node) ||
      (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)))
  );
}

function textOf(node: ts.Expression): string {
  if (ts.isPropertyAccessExpression(node)) return `${textOf(node.expression)}.${node.name.text}`;
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression))
    return `${textOf(node.expression)}.${node.argumentExpression.text}`;
  return node.getText();
}
