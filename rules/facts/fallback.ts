import { ts } from "ts-morph";
import type { Effect, Site, Trace } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";

/**
 * A second way to do what the first way was refused: it stands in the catch clause of the same call, behind a test of the
 * error. A refusal that is known by its kind is no lost reply, so only one of the two comes to pass, and the first speaks for both.
 */
export function isFallback(effect: Effect, trace: Trace, context: RuleContext): boolean {
  const places = placesOf(effect);
  return places.some((site) => {
    const source = context.source(site.file);
    const refused = source && refusedBefore(source, site);
    return (
      refused !== undefined &&
      trace.effects.some(
        (other) =>
          other !== effect &&
          other.name === effect.name &&
          placesOf(other).some((one) => one.file === site.file && isWithin(refused, one)),
      )
    );
  });
}

function placesOf({ path, site }: Effect): readonly Site[] {
  return [...path.map((step) => step.site), site];
}

/** The block that failed, where the place is reached for a known kind of error only. */
function refusedBefore(source: ts.SourceFile, site: Site): ts.Block | undefined {
  let found: ts.Block | undefined;
  const visit = (node: ts.Node): void => {
    if (!isWithin(node, site)) return;
    if (ts.isTryStatement(node) && node.catchClause && isWithin(node.catchClause.block, site))
      found = isTold(node.catchClause, site) ? node.tryBlock : undefined;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** `if (isRefusal(error)) { … }` around the place, or `if (!isRefusal(error)) throw error` before it. */
function isTold({ block, variableDeclaration }: ts.CatchClause, site: Site): boolean {
  const error = variableDeclaration?.name;
  if (!error || !ts.isIdentifier(error)) return false;
  return block.statements.some(
    (statement) =>
      ts.isIfStatement(statement) &&
      mentions(statement.expression, error.text) &&
      (isWithin(statement.thenStatement, site) || (statement.end <= site.start && leaves(statement.thenStatement))),
  );
}

function mentions(node: ts.Node, name: string): boolean {
  return ts.isIdentifier(node) ? node.text === name : ts.forEachChild(node, (one) => mentions(one, name)) === true;
}

function leaves(statement: ts.Statement): boolean {
  const last = ts.isBlock(statement) ? statement.statements.at(-1) : statement;
  return last !== undefined && (ts.isThrowStatement(last) || ts.isReturnStatement(last));
}

function isWithin(node: ts.Node, site: Site): boolean {
  return node.pos <= site.start && site.end <= node.end;
}
