import { ts } from "ts-morph";
import type { Site } from "../../analyzer/trace.js";
import { functionsAround, isFunction, nodesAround } from "./syntax.js";

/**
 * The statement that leaves the work of an attempt whose effect was already there: the next round of a loop, or the end
 * of a function that returns nothing. Nothing when what to return is not known here.
 */
export function exitAt(source: ts.SourceFile, site: Site): string | undefined {
  const inner = functionsAround(source, site)[0];
  if (!inner || OPENS_TRANSACTION.test(source.text.slice(inner.pos, inner.end))) return undefined;
  const around = nodesAround(source, site.start, site.end);
  if (around.slice(around.lastIndexOf(inner)).some(isLoop)) return "continue;";
  if (returnsValue(inner) || (inner.body && !ts.isBlock(inner.body))) return undefined;
  const response = inner.parameters
    .map((parameter) => parameter.name)
    .find((name) => ts.isIdentifier(name) && /^res(ponse)?$/.test(name.text));
  return response && ts.isIdentifier(response) ? `{ ${response.text}.status(200).end(); return; }` : "return;";
}

/** Leaving between BEGIN and COMMIT would give the connection back with the transaction open. */
const OPENS_TRANSACTION = /["'`](BEGIN|START TRANSACTION)\b|\b(start|begin)Transaction\(/i;

function isLoop(node: ts.Node): boolean {
  return ts.isIterationStatement(node, false);
}

function returnsValue(node: ts.Node): boolean {
  let found = false;
  const visit = (child: ts.Node): void => {
    if (found || isFunction(child) || ts.isClassLike(child)) return;
    if (ts.isReturnStatement(child) && child.expression) found = true;
    else ts.forEachChild(child, visit);
  };
  ts.forEachChild(node, visit);
  return found;
}
