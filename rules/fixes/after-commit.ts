import { ts } from "ts-morph";
import type { Effect, Fix, Site } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";
import { chainAround } from "./chain.js";
import { functionsAround, indentAt, isFunction, nodesAround, textOf } from "./syntax.js";

/**
 * Moves a statement out of the transaction around it, right behind the commit. Only a statement of the transaction's own
 * level that uses nothing which is made inside.
 */
export function moveBehindCommit(effect: Effect, context: RuleContext): Fix[] {
  const source = context.source(effect.sink.file);
  const statement = source && chainAround(source, effect.sink)?.unused;
  const site = effect.transaction?.site;
  if (!source || !statement || site?.file !== source.fileName) return [];
  const commit = behindCallback(source, statement, site) ?? behindStatement(source, statement);
  if (!commit) return [];
  const file = source.fileName;
  const from = source.text.lastIndexOf("\n", statement.getStart(source));
  const base = indentAt(source.text, commit.getStart(source));
  const own = indentAt(source.text, statement.getStart(source));
  const moved = leadingComments(source, statement) + textOf(source, statement);
  return [
    {
      title: `Run ${effect.name} after the commit`,
      safety: "review",
      edits: [
        { file, start: Math.min(from, statement.pos), end: statement.end, text: "" },
        { file, start: commit.end, end: commit.end, text: `\n${base}${moved.replaceAll(`\n${own}`, `\n${base}`)}` },
      ],
    },
  ];
}

/** `await db.transaction(async (tx) => { … })` around the statement. */
function behindCallback(source: ts.SourceFile, statement: ts.Statement, site: Site): ts.Statement | undefined {
  const callback = functionsAround(source, { start: statement.getStart(source), end: statement.end })[0];
  const body = callback?.body;
  if (!callback || !body || !ts.isBlock(body) || !body.statements.includes(statement)) return undefined;
  if (callback.getStart(source) < site.start || callback.end > site.end) return undefined;
  const inside = new Set([
    ...callback.parameters.flatMap((parameter) => namesIn(parameter.name)),
    ...declaredBy(body.statements),
  ]);
  if (uses(statement, inside)) return undefined;
  const outer = nodesAround(source, site.start, site.end).findLast(
    (node): node is ts.Statement => ts.isStatement(node) && !ts.isBlock(node),
  );
  return outer && (ts.isExpressionStatement(outer) || ts.isVariableStatement(outer)) ? outer : undefined;
}

/** `await client.query("COMMIT")` further on in the same block. */
function behindStatement(source: ts.SourceFile, statement: ts.Statement): ts.Statement | undefined {
  const block = nodesAround(source, statement.getStart(source), statement.end).findLast(
    (node): node is ts.Block => ts.isBlock(node) && node.statements.includes(statement),
  );
  if (!block) return undefined;
  const after = block.statements.slice(block.statements.indexOf(statement) + 1);
  return after.find((one) => ts.isExpressionStatement(one) && /\(\s*["'`]COMMIT\b/i.test(textOf(source, one)));
}

function leadingComments(source: ts.SourceFile, statement: ts.Statement): string {
  return source.text.slice(statement.getFullStart(), statement.getStart(source)).trimStart();
}

function declaredBy(statements: readonly ts.Statement[]): readonly string[] {
  return statements.flatMap((statement) => {
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.flatMap((one) => namesIn(one.name));
    return (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name
      ? [statement.name.text]
      : [];
  });
}

function namesIn(name: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : namesIn(element.name)));
}

function uses(node: ts.Node, names: ReadonlySet<string>): boolean {
  let found = false;
  const visit = (child: ts.Node): void => {
    if (ts.isIdentifier(child) && names.has(child.text)) found = true;
    if (!found && !isFunction(child)) ts.forEachChild(child, visit);
  };
  visit(node);
  return found;
}
