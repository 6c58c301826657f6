import { ts } from "ts-morph";
import { closure } from "../interpreter/functions/functions.js";
import type { Machine } from "../interpreter/walk/machine.js";
import { namesOf } from "../interpreter/world/modules.js";
import { topFrame } from "../interpreter/world/world.js";
import type { EntryItem } from "../models/patterns.js";
import { nothing } from "../provenance.js";
import type { Candidate } from "./candidate.js";

/**
 * Work that a service does again and again by itself: a loop that waits between its rounds, a function that a timer calls
 * at an interval, a function that has itself called later. A round that was cut short is done again from its start.
 * What is known to be an entry point already is left out.
 */
export function loopsIn(source: ts.SourceFile, machine: Machine, known: readonly Candidate[]): readonly Candidate[] {
  if (!/\bset(Timeout|Interval)\(|\bwhile \(|\bfor \(;;/.test(source.text) || isOfPage(source)) return [];
  const env = machine.world.moduleEnv(source.fileName);
  const handlers = new Set<ts.Node>(
    known.flatMap((one) => one.handlers).flatMap((handler) => (handler.kind === "function" ? [handler.node] : [])),
  );
  const found = new Map<ts.Node, Candidate>();
  const visit = (node: ts.Node): void => {
    const repeated = repeatedBy(node, source, machine);
    if (repeated && !handlers.has(repeated) && !found.has(repeated)) {
      const owner = classAround(repeated);
      const self =
        owner &&
        machine.construct({ kind: "class", node: owner, env, provenance: nothing }, [], owner, topFrame(env, owner));
      found.set(repeated, {
        model: LOOP,
        library: "Node.js",
        node,
        handlers: [closure(repeated, env, self)],
        name: `loop ${nameOf(repeated) ?? nameOf(functionAround(node)) ?? ""}`.trim(),
        parameters: new Map(),
        rounds: repeated,
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...found.values()];
}

const LOOP = {
  on: "export",
  files: "**",
  exports: [],
  kind: "cron",
  delivery: "redelivered",
  name: "loop",
  repeatedBy:
    "a round that was stopped half way begins again when the service starts, and each of its instances runs the loop",
} satisfies EntryItem;

/** Code that runs in a browser: its timers repeat what is shown, not what is done. */
function isOfPage(source: ts.SourceFile): boolean {
  return (
    /\.[jt]sx$/.test(source.fileName) || /^\s*["']use client["']|\buseEffect\(|\b(window|document)\./m.test(source.text)
  );
}

/** The function that this loop or timer runs again, if it is one that goes on for as long as the service lives. */
function repeatedBy(node: ts.Node, source: ts.SourceFile, machine: Machine): ts.FunctionLikeDeclaration | undefined {
  if (ts.isWhileStatement(node) || ts.isForStatement(node))
    return isPolling(node, source, machine) ? functionAround(node) : undefined;
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return undefined;
  const callback = node.arguments[0] && called(node.arguments[0], source);
  if (!callback) return undefined;
  if (node.expression.text === "setInterval") return has(callback, isClearing) ? undefined : callback;
  return node.expression.text === "setTimeout" ? selfCalling(callback, node, source) : undefined;
}

/**
 * `function poll() { …; setTimeout(poll, 1000); }`: not one that counts its attempts, that only goes on after a failure, or that
 * waits for what a promise is to yield.
 */
function selfCalling(
  callback: ts.FunctionLikeDeclaration,
  node: ts.CallExpression,
  source: ts.SourceFile,
): ts.FunctionLikeDeclaration | undefined {
  let failed = false;
  for (let at: ts.Node = node; !ts.isSourceFile(at); at = at.parent) {
    failed ||= ts.isCatchClause(at);
    if (!ts.isFunctionLike(at)) continue;
    const calls = (inner: ts.Node): boolean => ts.isCallExpression(inner) && called(inner.expression, source) === at;
    const again = at === callback ? !ts.findAncestor(at, isPromiseMade) : has(callback, calls);
    if (!failed && at.parameters.length === 0 && again) return at as ts.FunctionLikeDeclaration;
  }
  return undefined;
}

/** `while (running) { …; await sleep(1000); }`: it ends when it is told to, not when it has what it waited for. */
function isPolling(node: ts.WhileStatement | ts.ForStatement, source: ts.SourceFile, machine: Machine): boolean {
  const condition = ts.isForStatement(node) ? node.condition : node.expression;
  if (ts.isForStatement(node) && (node.initializer ?? node.condition ?? node.incrementor)) return false;
  const flag = condition && flagOf(condition);
  if (condition && flag === undefined) return false;
  const body = ts.isBlock(node.statement) ? node.statement.statements : [];
  if (!has(node.statement, (inner) => isPause(inner, source, machine))) return false;
  const ends = (inner: ts.Node): boolean =>
    ts.isBreakStatement(inner) ||
    ts.isReturnStatement(inner) ||
    (ts.isBinaryExpression(inner) &&
      inner.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      inner.left.getText(source) === flag);
  return body.length > 1 && !has(node.statement, ends);
}

/** `true`, `running`, `!this.stopped`, `!signal.aborted`: the text of the flag. */
function flagOf(node: ts.Expression): string | undefined {
  if (ts.isParenthesizedExpression(node)) return flagOf(node.expression);
  if (ts.isPrefixUnaryExpression(node)) return flagOf(node.operand);
  if (node.kind === ts.SyntaxKind.TrueKeyword || ts.isIdentifier(node) || ts.isPropertyAccessExpression(node))
    return node.getText();
  return undefined;
}

/** `await sleep(…)` of the project or of Node.js, `await new Promise((done) => setTimeout(done, …))`. */
function isPause(node: ts.Node, source: ts.SourceFile, machine: Machine): boolean {
  if (!ts.isAwaitExpression(node)) return false;
  const { expression } = node;
  if (ts.isNewExpression(expression))
    return has(expression, (inner) => ts.isIdentifier(inner) && inner.text === "setTimeout");
  if (!ts.isCallExpression(expression)) return false;
  const name = ts.isPropertyAccessExpression(expression.expression)
    ? expression.expression.name
    : expression.expression;
  if (!ts.isIdentifier(name) || !/^(sleep|delay|wait|pause|setTimeout)([A-Z]\w*)?$/.test(name.text)) return false;
  const local = namesOf(source).locals.get(name.text);
  // A workflow engine's sleep is a step of a workflow, which the engine repeats.
  return local?.kind !== "import" || machine.world.libraries.forPackage(local.specifier)?.model.entries === undefined;
}

function isPromiseMade(node: ts.Node): boolean {
  return ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === "Promise";
}

function isClearing(node: ts.Node): boolean {
  return ts.isIdentifier(node) && node.text === "clearInterval";
}

/** The function that is given: written there, named, a method, or one of these bound. */
function called(node: ts.Expression, source: ts.SourceFile): ts.FunctionLikeDeclaration | undefined {
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return node;
  if (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === "bind"
  )
    return called(node.expression.expression, source);
  if (ts.isPropertyAccessExpression(node) && node.expression.kind === ts.SyntaxKind.ThisKeyword) {
    const member = classAround(node)?.members.find((one) => one.name?.getText(source) === node.name.text);
    if (member && ts.isMethodDeclaration(member)) return member;
    return member && ts.isPropertyDeclaration(member) ? asFunction(member.initializer) : undefined;
  }
  if (!ts.isIdentifier(node)) return undefined;
  for (let at: ts.Node = node; ; at = at.parent) {
    const found = ts.isBlock(at) || ts.isSourceFile(at) ? declaredIn(at.statements, node.text) : undefined;
    if (found ?? ts.isSourceFile(at)) return found;
  }
}

function declaredIn(statements: readonly ts.Statement[], name: string): ts.FunctionLikeDeclaration | undefined {
  for (const statement of statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name?.text === name) return statement;
    if (!ts.isVariableStatement(statement)) continue;
    const variable = statement.declarationList.declarations.find(
      (one) => ts.isIdentifier(one.name) && one.name.text === name,
    );
    if (variable) return asFunction(variable.initializer);
  }
  return undefined;
}

function asFunction(node: ts.Expression | undefined): ts.FunctionLikeDeclaration | undefined {
  return node && (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) ? node : undefined;
}

function functionAround(node: ts.Node): ts.FunctionLikeDeclaration | undefined {
  for (let at = node.parent; !ts.isSourceFile(at); at = at.parent)
    if (
      ts.isFunctionDeclaration(at) ||
      ts.isMethodDeclaration(at) ||
      ts.isArrowFunction(at) ||
      ts.isFunctionExpression(at)
    )
      return at;
  return undefined;
}

function classAround(node: ts.Node): ts.ClassDeclaration | undefined {
  for (let at = node; !ts.isSourceFile(at); at = at.parent) if (ts.isClassDeclaration(at)) return at;
  return undefined;
}

function nameOf(node: ts.FunctionLikeDeclaration | undefined): string | undefined {
  if (!node) return undefined;
  const named = node.name ?? (ts.isVariableDeclaration(node.parent) ? node.parent.name : undefined);
  return named?.getText();
}

function has(node: ts.Node, test: (inner: ts.Node) => boolean): boolean {
  return test(node) || ts.forEachChild(node, (child) => has(child, test) || undefined) === true;
}
