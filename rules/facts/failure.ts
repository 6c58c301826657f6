import { ts } from "ts-morph";
import type { Effect, Site } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";

/**
 * Whether the first effect belongs to what is done when something failed, and the other one does not: its way leads through a
 * `catch` clause, or a function that is given to `.catch(…)`, which the other way passes by. It tells nothing of an attempt
 * that succeeds.
 */
export function isAfterFailure(effect: Effect, other: Effect, context: RuleContext): boolean {
  const passed = wayTo(other);
  return wayTo(effect).some((site) => {
    const source = context.source(site.file);
    const handler = source && handlerAround(source, site);
    return handler !== undefined && !passed.some((one) => one.file === site.file && holds(handler, one));
  });
}

function wayTo({ path, sink }: Effect): readonly Site[] {
  return [...path.map(({ site }) => site), sink];
}

/** The innermost handler of errors around a place. */
function handlerAround(source: ts.SourceFile, site: Site): ts.Node | undefined {
  let found: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    if (!holds(node, site)) return;
    if (ts.isCatchClause(node)) found = node;
    else if (isCatchCall(node)) found = node.arguments.find((argument) => holds(argument, site)) ?? found;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function holds(node: ts.Node, { start, end }: Site): boolean {
  return node.pos <= start && end <= node.end;
}

function isCatchCall(node: ts.Node): node is ts.CallExpression {
  return (
    ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === "catch"
  );
}
