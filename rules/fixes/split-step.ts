import { ts } from "ts-morph";
import type { Fix, Site } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";
import { indentAt, nodesAround, textOf } from "./syntax.js";

/**
 * Ends a step before its second effect and begins another one there: `await step.run("a", async () => { one; two; })`. Only where
 * neither the step's answer is used nor anything that the first half declares.
 */
export function splitStep(step: Site, next: Site, context: RuleContext): Fix[] {
  const source = context.source(step.file);
  if (!source) return [];
  const around = nodesAround(source, step.start, step.end);
  const call = around.findLast((node): node is ts.CallExpression => ts.isCallExpression(node) && node.end === step.end);
  const awaited = around.findLast(ts.isAwaitExpression);
  const statement = around.findLast(ts.isExpressionStatement);
  const [name, work, ...others] = call?.arguments ?? [];
  if (!call || awaited?.expression !== call || statement?.expression !== awaited || others.length > 0) return [];
  if (!name || !ts.isStringLiteral(name) || !work || !ts.isArrowFunction(work) || !ts.isBlock(work.body)) return [];
  const { statements } = work.body;
  const at = statements.findIndex(({ pos, end }) => pos <= next.start && next.end <= end);
  const second = statements[at];
  if (!second || at < 1 || work.parameters.length > 0 || /\breturn\b/.test(textOf(source, work.body))) return [];
  const rest = source.text.slice(second.getStart(source), work.body.end);
  const declares = statements.slice(0, at).some((one) => namesIn(one).some((word) => mentions(rest, word)));
  if (declares) return [];
  const start = second.getStart(source);
  const base = indentAt(source.text, statement.getStart(source));
  const head = source.text.slice(call.getStart(source), name.getStart(source));
  const quote = textOf(source, name).charAt(0);
  const opened = source.text.slice(name.end, work.body.getStart(source) + 1);
  const label = `${quote}${name.text}-${at + 1}${quote}`;
  const text = `});\n${base}await ${head}${label}${opened}\n${indentAt(source.text, start)}`;
  const lineStart = source.text.lastIndexOf("\n", start - 1) + 1;
  return [
    {
      title: "Give the second effect a step of its own",
      safety: "review",
      edits: [{ file: source.fileName, start: lineStart, end: start, text: base + text }],
    },
  ];
}

/** What a statement declares; anything but a plain variable counts as unknown, and as used. */
function namesIn(statement: ts.Statement): readonly string[] {
  if (ts.isExpressionStatement(statement)) return [];
  if (!ts.isVariableStatement(statement)) return [""];
  return statement.declarationList.declarations.map(({ name }) => (ts.isIdentifier(name) ? name.text : ""));
}

function mentions(text: string, word: string): boolean {
  return word === "" || new RegExp(`(?<![\\w$.])${word}(?![\\w$])`).test(text);
}
