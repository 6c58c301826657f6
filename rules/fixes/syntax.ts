import { ts } from "ts-morph";
import type { Site } from "../../analyzer/trace.js";

/** A function as written: declaration, expression, arrow, method or constructor. */
export type FunctionNode = ts.FunctionLikeDeclaration;

/** The nodes around a span, outermost first; the last one is the smallest node that holds the span. */
export function nodesAround(source: ts.SourceFile, start: number, end: number): ts.Node[] {
  const chain: ts.Node[] = [source];
  for (let node: ts.Node | undefined = source; node;) {
    node = childAround(node, start, end);
    if (node) chain.push(node);
  }
  return chain;
}

/** The call or construction at an effect's site. */
export function callAt(source: ts.SourceFile, site: Site): ts.CallExpression | ts.NewExpression | undefined {
  const around = nodesAround(source, site.start, site.end);
  const exact = around.findLast((node) => isCall(node) && node.end === site.end);
  return (exact ?? around.findLast(isCall)) as ts.CallExpression | ts.NewExpression | undefined;
}

/** The functions around a span, innermost first. */
export function functionsAround(source: ts.SourceFile, site: Pick<Site, "start" | "end">): FunctionNode[] {
  return nodesAround(source, site.start, site.end)
    .filter((node): node is FunctionNode => isFunction(node) && node.body !== undefined)
    .reverse();
}

/** True for a function with parameters and a body of its own. */
export function isFunction(node: ts.Node): node is FunctionNode {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isConstructorDeclaration(node) ||
    ts.isGetAccessorDeclaration(node) ||
    ts.isSetAccessorDeclaration(node)
  );
}

/** Text of a node without leading trivia; works without parent pointers. */
export function textOf(source: ts.SourceFile, node: ts.Node): string {
  return source.text.slice(node.getStart(source), node.end);
}

/** The white space at the beginning of the line that holds a position. */
export function indentAt(text: string, position: number): string {
  const lineStart = text.lastIndexOf("\n", position - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? "";
}

/** One level of indentation as this file writes it. */
export function indentUnit(text: string): string {
  return /^(\t| {2,8})\S/m.exec(text)?.[1] ?? "  ";
}

/** The quote character that this file uses for its strings. */
export function quoteStyle(text: string): '"' | "'" {
  const singles = text.match(/from '|require\('/g)?.length ?? 0;
  const doubles = text.match(/from "|require\("/g)?.length ?? 0;
  return singles > doubles ? "'" : '"';
}

/** True when this file ends its statements with semicolons. */
export function usesSemicolons(text: string): boolean {
  const withSemicolon = text.match(/;[ \t]*$/gm)?.length ?? 0;
  return withSemicolon > 0 || !/^import /m.test(text);
}

function childAround(node: ts.Node, start: number, end: number): ts.Node | undefined {
  return ts.forEachChild(node, (child) => (child.pos <= start && end <= child.end ? child : undefined));
}

function isCall(node: ts.Node): boolean {
  return ts.isCallExpression(node) || ts.isNewExpression(node);
}
