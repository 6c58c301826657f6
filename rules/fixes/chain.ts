import { ts } from "ts-morph";
import type { Site, TextEdit } from "../../analyzer/trace.js";
import { nodesAround, quoteStyle, textOf } from "./syntax.js";

/** One call in a chain of calls: `.values(row)`. */
export interface ChainLink {
  readonly name: ts.Identifier;
  readonly call: ts.CallExpression;
}

/** The whole expression that carries an effect out: `db.insert(orders).values(row).returning()`. */
export interface Chain {
  readonly file: string;
  readonly source: ts.SourceFile;
  readonly text: string;
  readonly node: ts.Expression;
  /** Calls by name, outermost first. */
  readonly links: readonly ChainLink[];
  /** When the effect is a tagged template. */
  readonly template?: ts.TaggedTemplateExpression;
  /** The statement, when it does nothing but await the chain or drop its result. */
  readonly unused?: ts.ExpressionStatement;
  /** The nearest statement around. */
  readonly statement?: ts.Statement;
}

/** The chain around an effect's call. */
export function chainAround(source: ts.SourceFile, site: Site): Chain | undefined {
  const around = nodesAround(source, site.start, site.end);
  let at = around.findLastIndex((node) => isStep(node) && node.getStart(source) <= site.start && node.end >= site.end);
  if (at < 0) return undefined;
  while (continues(around[at - 1], around[at])) at -= 1;
  const node = around[at] as ts.Expression;
  const outer = around.slice(0, at).reverse();
  const template = ts.isTaggedTemplateExpression(node) ? node : undefined;
  const statement = outer.find((one): one is ts.Statement => ts.isStatement(one) && !ts.isBlock(one));
  const unused = droppedBy(outer);
  return {
    file: source.fileName,
    source,
    text: textOf(source, node),
    node,
    links: linksOf(node),
    ...(template ? { template } : {}),
    ...(unused ? { unused } : {}),
    ...(statement ? { statement } : {}),
  };
}

/** The link of this name. */
export function linkNamed(chain: Chain, name: string): ChainLink | undefined {
  return chain.links.find((link) => link.name.text === name);
}

/** The text of a property's value in an object literal. */
export function valueOf(source: ts.SourceFile, node: ts.ObjectLiteralExpression, name: string): string | undefined {
  for (const property of node.properties) {
    const written =
      property.name && (ts.isIdentifier(property.name) || ts.isStringLiteral(property.name))
        ? property.name.text
        : undefined;
    if (written !== name) continue;
    if (ts.isShorthandPropertyAssignment(property)) return name;
    if (ts.isPropertyAssignment(property)) return textOf(source, property.initializer);
  }
  return undefined;
}

/** A string literal in the quotes that the file uses. */
export function quoted(text: string, source: ts.SourceFile): string {
  const quote = quoteStyle(source.text);
  return quote + text + quote;
}

/** The edit that replaces a node of the chain's file. */
export function textIn(chain: Chain, node: ts.Node, text: string): TextEdit {
  return { file: chain.file, start: node.getStart(chain.source), end: node.end, text };
}

/** What the chain starts from: `tx` in `tx.order.create(row)`. */
export function receiverOf(chain: Chain): ts.Expression {
  let at: ts.Expression = chain.node;
  for (;;) {
    if (ts.isCallExpression(at) || ts.isPropertyAccessExpression(at)) at = at.expression;
    else return at;
  }
}

function isStep(node: ts.Node): boolean {
  return ts.isCallExpression(node) || ts.isTaggedTemplateExpression(node);
}

function continues(parent: ts.Node | undefined, node: ts.Node | undefined): boolean {
  if (!parent || !node) return false;
  return (ts.isPropertyAccessExpression(parent) || ts.isCallExpression(parent)) && parent.expression === node;
}

function droppedBy(outer: readonly ts.Node[]): ts.ExpressionStatement | undefined {
  const first = outer.find(
    (node) => !ts.isAwaitExpression(node) && !ts.isVoidExpression(node) && !ts.isParenthesizedExpression(node),
  );
  return first && ts.isExpressionStatement(first) ? first : undefined;
}

function linksOf(node: ts.Expression): ChainLink[] {
  const links: ChainLink[] = [];
  let at: ts.Expression = node;
  for (;;) {
    if (ts.isCallExpression(at)) {
      const callee = at.expression;
      if (ts.isPropertyAccessExpression(callee) && ts.isIdentifier(callee.name))
        links.push({ name: callee.name, call: at });
      else if (ts.isIdentifier(callee)) links.push({ name: callee, call: at });
      at = callee;
    } else if (ts.isPropertyAccessExpression(at)) at = at.expression;
    else return links;
  }
}
