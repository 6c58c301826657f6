import { ts } from "ts-morph";
import { closure } from "../interpreter/functions/functions.js";
import type { FunctionValue } from "../interpreter/values/value.js";
import type { Env } from "../interpreter/walk/env.js";
import type { Machine } from "../interpreter/walk/machine.js";
import type { EntryItem } from "../models/patterns.js";
import type { Candidate } from "./candidate.js";

/**
 * A batch or backfill that a file starts when it is run: an operator starts it again when it was killed. Known by the
 * file's name; or by its place or its first line, and then by nothing but what it does for each record that it read.
 */
export function scriptsIn(source: ts.SourceFile, machine: Machine): readonly Candidate[] {
  const named = BATCH.test(source.fileName.split("/").slice(-2).join("/"));
  if (!named && !isTool(source)) return [];
  const env = machine.world.moduleEnv(source.fileName);
  const label = source.fileName.replace(/^.*\//, "").replace(/\.[cm]?[jt]sx?$/, "");
  const found = startedIn(source, env);
  const body = found.length === 0 ? bodyOf(source) : undefined;
  if (body) found.push([source.statements.find((one) => isAction(one)) ?? source, closure(body, env)]);
  return found.map(([node, handler]) => ({
    model: JOB,
    library: "Node.js",
    node,
    handlers: [handler],
    name: `script ${label}`,
    parameters: new Map(),
    ...(named ? {} : { perRecord: true }),
  }));
}

const BATCH = /backfill|reprocess|bulk[-_]|batch[-_]|import-|migrate-|sync-|(^|\/)jobs?\/[^/]*\.(job|script)\./i;

/** A file that somebody runs by hand, with a loop in it: not one that fills a database to try something out, and no server. */
function isTool({ fileName, text }: ts.SourceFile): boolean {
  const [folder = "", file = ""] = fileName.split("/").slice(-2);
  const run = /^(scripts?|bin|tasks|maintenance|one-?offs?)$/i.test(folder) || text.startsWith("#!") || MAIN.test(text);
  return run && !TRIED_OUT.test(file) && LOOP.test(text) && !/\.listen\(|\bserve\(|createServer/.test(text);
}

const MAIN = /\brequire\.main\b|\bimport\.meta\.(main\b|url\s*===)/;
const TRIED_OUT =
  /seed|fake|mock|demo|example|sample|bench|reset|setup|generate|(^|[-_.])(dev|local|test|build|lint)s?(?=[-_.])/i;
const LOOP = /\bfor (await )?\(|\bwhile \(|\.(map|forEach)\(\s*async\b/;

const JOB = {
  on: "export",
  files: "**",
  exports: [],
  kind: "job",
  delivery: "replayed",
  name: "script",
  repeatedBy: "whoever started the script starts it again when it was killed or failed half way",
} satisfies EntryItem;

/** What the file calls at its top level: a function of its own, or one that is written there. */
function startedIn(source: ts.SourceFile, env: Env): [ts.Node, FunctionValue][] {
  return source.statements.flatMap((statement): [ts.Node, FunctionValue][] => {
    const run = whenMain(statement);
    const call = ts.isExpressionStatement(run) ? started(run.expression) : undefined;
    const callee = call && bare(call.expression);
    if (!callee) return [];
    if (ts.isArrowFunction(callee) || ts.isFunctionExpression(callee)) return [[call, closure(callee, env)]];
    const value = ts.isIdentifier(callee)
      ? (env.cells.get(callee.text)?.value ?? env.module?.(callee.text))
      : undefined;
    return value?.kind === "function" ? [[call, value]] : [];
  });
}

/**
 * The file's own statements as a function, where one of them is a loop. What it declares without waiting stays the
 * module's, so that its functions see the same.
 */
function bodyOf(source: ts.SourceFile): ts.FunctionLikeDeclaration | undefined {
  const statements = source.statements.filter(
    (one) => isAction(one) || (ts.isVariableStatement(one) && /\bawait\b/.test(one.getText(source))),
  );
  if (!statements.some((one) => isAction(one) && LOOP.test(one.getText(source)))) return undefined;
  const { factory } = ts;
  const block = ts.setTextRange(factory.createBlock(statements), source);
  const arrow = factory.createArrowFunction(undefined, undefined, [], undefined, undefined, block);
  return Object.assign(ts.setTextRange(arrow, source), { parent: source });
}

function isAction(node: ts.Statement): boolean {
  return (
    ts.isExpressionStatement(node) ||
    ts.isIterationStatement(node, false) ||
    ts.isTryStatement(node) ||
    ts.isIfStatement(node) ||
    ts.isBlock(node)
  );
}

/** `if (require.main === module) main()`: what runs when the file itself is started. */
function whenMain(statement: ts.Statement): ts.Statement {
  if (!ts.isIfStatement(statement) || !/\bimport\.meta\b|require\.main/.test(statement.expression.getText()))
    return statement;
  const then = statement.thenStatement;
  return ts.isBlock(then) ? (then.statements[0] ?? then) : then;
}

/** `main()`, `await main()`, `void main()`, `main().catch(…)`. */
function started(node: ts.Expression): ts.CallExpression | undefined {
  if (ts.isAwaitExpression(node) || ts.isVoidExpression(node) || ts.isParenthesizedExpression(node))
    return started(node.expression);
  if (!ts.isCallExpression(node)) return undefined;
  const callee = node.expression;
  return ts.isPropertyAccessExpression(callee) && /^(then|catch|finally)$/.test(callee.name.text)
    ? started(callee.expression)
    : node;
}

function bare(node: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(node) ? bare(node.expression) : node;
}
