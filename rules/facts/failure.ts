import { ts } from "ts-morph";
import type { Effect, Site, Step } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";

/**
 * Whether the first effect belongs to what is done when something failed, and the other one does not: its way leads through a
 * `catch` clause, or a function that is given to `.catch(…)` or second to `.then(…)`, which the other way passes by. It tells
 * nothing of an attempt that succeeds.
 */
export function isAfterFailure(effect: Effect, other: Effect, context: RuleContext): boolean {
  const passed = wayTo(other);
  return wayTo(effect).some((step) => {
    const source = context.source(step.site.file);
    const handler = source && handlerAround(source, step);
    return handler !== undefined && !passed.some((one) => leadsInto(handler, one));
  });
}

/** A `catch` clause, or what is given to a call that hands errors to it. */
interface Handler {
  readonly node: ts.Node;
  readonly call?: ts.CallExpression;
}

function wayTo({ path, sink, name }: Effect): readonly Step[] {
  return [...path, { site: sink, what: name }];
}

/** The innermost handler of errors that a step of the way leads into. */
function handlerAround(source: ts.SourceFile, step: Step): Handler | undefined {
  let found: Handler | undefined;
  const visit = (node: ts.Node): void => {
    if (!holds(node, step.site)) return;
    const handler = handlerOf(node);
    if (handler && leadsInto(handler, step)) found = handler;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function handlerOf(node: ts.Node): Handler | undefined {
  if (ts.isCatchClause(node)) return { node };
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const given = node.arguments[["catch", "then"].indexOf(node.expression.name.text)];
  return given && { node: given, call: node };
}

/** The step stands in the handler; or it is the call that was given a function which stands elsewhere, and runs that one. */
function leadsInto({ node, call }: Handler, { site, what }: Step): boolean {
  if (holds(node, site)) return true;
  if (site.file !== call?.getSourceFile().fileName) return false;
  if (site.start !== call.getStart() || site.end !== call.end) return false;
  const [first] = call.arguments;
  return first === node || isNothing(first) || (ts.isIdentifier(node) && node.text === what);
}

function isNothing(node: ts.Expression | undefined): boolean {
  return node?.kind === ts.SyntaxKind.NullKeyword || node?.getText() === "undefined";
}

function holds(node: ts.Node, { file, start, end }: Site): boolean {
  return node.getSourceFile().fileName === file && node.pos <= start && end <= node.end;
}
