import { ts } from "ts-morph";
import type { Machine } from "../interpreter/walk/machine.js";
import type { EntryItem } from "../models/patterns.js";
import type { Candidate } from "./candidate.js";

/**
 * A batch or backfill that a file starts when it is run: an operator starts it again when it was killed. Known by the
 * file's name, since nothing else tells such a script from a server's main file.
 */
export function scriptsIn(source: ts.SourceFile, machine: Machine): readonly Candidate[] {
  if (!BATCH.test(source.fileName.split("/").slice(-2).join("/"))) return [];
  const env = machine.world.moduleEnv(source.fileName);
  const found: Candidate[] = [];
  for (const statement of source.statements) {
    const run = whenMain(statement);
    const call = ts.isExpressionStatement(run) ? started(run.expression) : undefined;
    if (!call || !ts.isIdentifier(call.expression)) continue;
    const name = call.expression.text;
    const handler = env.cells.get(name)?.value ?? env.module?.(name);
    if (handler?.kind !== "function") continue;
    const label = source.fileName.replace(/^.*\//, "").replace(/\.[cm]?[jt]sx?$/, "");
    found.push({
      model: JOB,
      library: "Node.js",
      node: call,
      handlers: [handler],
      name: `script ${label}`,
      parameters: new Map(),
    });
  }
  return found;
}

const BATCH = /backfill|reprocess|bulk[-_]|batch[-_]|import-|migrate-|sync-|(^|\/)jobs?\/[^/]*\.(job|script)\./i;

const JOB = {
  on: "export",
  files: "**",
  exports: [],
  kind: "job",
  delivery: "replayed",
  name: "script",
  repeatedBy: "whoever started the script starts it again when it was killed or failed half way",
} satisfies EntryItem;

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
