import { ts } from "ts-morph";
import { areApart } from "../interpreter/walk/apart.js";
import { functionName } from "../interpreter/functions/function-name.js";
import type { Machine, Sign } from "../interpreter/walk/machine.js";
import { siteOf } from "../sites.js";
import type { Effect, Site } from "../trace.js";

/**
 * Whether what is signed is all that the handler does. One that routes requests itself checks the signature in one case
 * of many, or wherever it finds one; what it does besides, a client asks for.
 */
export function holdsForAll(signs: readonly Sign[], effects: readonly Effect[], machine: Machine): boolean {
  if (signs.length === 0 || signs.some(({ within }) => within === undefined)) return true;
  const ways = signs.map((sign) => wayTo(sign, machine));
  return effects.every(
    (effect) =>
      effect.kind === "read" || effect.risk === "low" || !ways.every((way) => excludes(way, placesOf(effect), machine)),
  );
}

/** The functions on the way to the check, innermost first, each with the places in it that lead there. */
interface Passed {
  readonly body: ts.Node;
  readonly places: readonly Site[];
}

function wayTo(sign: Sign, machine: Machine): readonly Passed[] {
  const way: Passed[] = [];
  let inner: ts.Node = sign.node;
  for (const running of [...(sign.within ?? [])].reverse()) {
    const body = functionAt(running, machine);
    if (!body) break;
    way.push({ body, places: placesIn(body, inner) });
    inner = body;
  }
  return way;
}

/** Where a function is called in another one, or stands in it; a call is known by its name. */
function placesIn(body: ts.Node, inner: ts.Node): readonly Site[] {
  if (body.getSourceFile() === inner.getSourceFile() && body.pos <= inner.pos && inner.end <= body.end)
    return [siteOf(inner)];
  const name = ts.isFunctionLike(inner) ? lastPart(functionName(inner)) : "";
  const places: Site[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && calledName(node.expression) === name) places.push(siteOf(node));
    ts.forEachChild(node, visit);
  };
  visit(body);
  return places;
}

/**
 * The innermost function that the effect and the check are both reached through decides, unless the check is left out
 * before that where there is no signature.
 */
function excludes(way: readonly Passed[], places: readonly Site[], machine: Machine): boolean {
  for (const { body, places: checks } of way) {
    const file = body.getSourceFile().fileName;
    const place = places.findLast((site) => site.file === file && holds(body, site));
    if (checks.length > 0 && checks.every((check) => isOptional(body, check, place))) return true;
    if (!place) continue;
    const source = machine.world.project.source(file);
    return source !== undefined && checks.length > 0 && checks.every((check) => areApart(source, check, place));
  }
  return false;
}

/** `if (headers["x-signature"]) verify(…)`, after which a request that has none is served as well. */
function isOptional(body: ts.Node, check: Site, effect: Site | undefined): boolean {
  const visit = (node: ts.Node): boolean => {
    if (!holds(node, check)) return false;
    if (ts.isIfStatement(node) && holds(node.thenStatement, check) && !(effect && holds(node.thenStatement, effect)))
      if (asksForSignature(node.expression, body) && goesOn(node)) return true;
    return ts.forEachChild(node, (child) => visit(child) || undefined) === true;
  };
  return visit(body);
}

/** The condition, or what its names stand for, is about the header; a secret that is not set up is another matter. */
function asksForSignature(condition: ts.Expression, body: ts.Node): boolean {
  const texts = [condition.getText()];
  const names = new Set(texts[0]?.match(/[\w$]+/g));
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer && names.has(node.name.text))
      texts.push(node.initializer.getText());
    ts.forEachChild(node, visit);
  };
  visit(body);
  return !/secret|\benv\b/i.test(texts[0] ?? "") && texts.some((text) => HEADER.test(text));
}

const HEADER = /["'`](?:[\w-]+-(?:signature|hmac)[\w-]*|signature)["'`]/i;

/** Without the signature the function does more than to refuse. */
function goesOn({ elseStatement, parent, end }: ts.IfStatement): boolean {
  const other = elseStatement && ts.isBlock(elseStatement) ? elseStatement.statements[0] : elseStatement;
  if (other) return !isEnd(other);
  if (!ts.isBlock(parent)) return true;
  const next = parent.statements.find(({ pos }) => pos >= end);
  return next !== undefined && !isEnd(next);
}

function isEnd(node: ts.Statement): boolean {
  return ts.isReturnStatement(node) || ts.isThrowStatement(node);
}

function holds(node: ts.Node, site: Site): boolean {
  return node.pos <= site.start && site.end <= node.end;
}

function placesOf(effect: Effect): readonly Site[] {
  return [...effect.path.map(({ site }) => site), effect.sink];
}

/** The function that `Context.active` names by its file and position. */
function functionAt(running: string, machine: Machine): ts.Node | undefined {
  const [, file, pos] = /^(.+?):(\d+)(?:[@ ]|$)/.exec(running) ?? [];
  const source = file === undefined ? undefined : machine.world.project.source(file);
  const at = Number(pos);
  const visit = (node: ts.Node): ts.Node | undefined => {
    if (node.pos > at || node.end <= at) return undefined;
    return ts.isFunctionLike(node) && node.pos === at ? node : ts.forEachChild(node, visit);
  };
  return source && visit(source);
}

function calledName(called: ts.Expression): string | undefined {
  if (ts.isIdentifier(called)) return called.text;
  return ts.isPropertyAccessExpression(called) ? called.name.text : undefined;
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}
