import { ts } from "ts-morph";
import type { Effect } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";

/**
 * Some other code asks for reservations of this table by their age (`WHERE locked_at < $1`, `{ lockedAt: { lt: since } }`): it
 * looks after those that nobody finished. What a function is called says nothing about that.
 */
export function isRecovered(claim: Effect, context: RuleContext): boolean {
  const names = [claim.target, ...(context.schema.table(claim.target)?.aliases ?? [])].filter(
    (name) => name.length > 3,
  );
  const mentions = new RegExp(`\\b(${names.map((name) => name.replaceAll(/\W/g, "\\$&")).join("|")})\\b`);
  return context.sources().some((source) => {
    if (TEST.test(source.fileName) || names.length === 0 || !mentions.test(source.text) || !AGED.test(source.text))
      return false;
    return statementsOf(source).some((statement) => {
      const isClaim =
        source.fileName === claim.sink.file && statement.pos <= claim.sink.start && claim.sink.end <= statement.end;
      if (isClaim) return false;
      const text = source.text.slice(statement.getStart(source), statement.end).replaceAll(/\/\/.*$/gm, "");
      return mentions.test(text) && AGED.test(text);
    });
  });
}

/** The innermost statements, each with the queries that it makes. */
function statementsOf(source: ts.SourceFile): readonly ts.Node[] {
  const below = (node: ts.Node): readonly ts.Node[] => {
    const inner: ts.Node[] = [];
    ts.forEachChild(node, (child) => void inner.push(...below(child)));
    return inner.length === 0 && isPlainStatement(node) ? [node] : inner;
  };
  return below(source);
}

function isPlainStatement(node: ts.Node): boolean {
  return (
    ts.isExpressionStatement(node) ||
    ts.isVariableStatement(node) ||
    ts.isReturnStatement(node) ||
    ts.isForOfStatement(node) ||
    ts.isIfStatement(node)
  );
}

const COLUMN = String.raw`\w*(?:_at|At|_until|Until|_time|Time|heartbeat|Heartbeat|[lL]ease\w*|[eE]xpir\w*|[dD]eadline)`;

/** A time of the row is compared with a bound: in SQL, in an object of conditions, by a function or with an operator as text. */
const AGED = new RegExp(
  [
    String.raw`\b${COLUMN}["'\x60]?\s*(?:<=?|\+\s*(?:interval|make_interval))`,
    String.raw`(?<!=)>=?\s*["'\x60]?\w*\.?${COLUMN}\b`,
    String.raw`\b${COLUMN}["'\x60]?\s*:\s*(?:\{\s*(?:\$|\[Op\.)?lte?\b|LessThan)`,
    String.raw`\blte?\(\s*[\w.]*\b${COLUMN}`,
    String.raw`\b${COLUMN}["'\x60]\s*,\s*["'\x60]<=?`,
  ].join("|"),
);
const TEST = /\.(test|spec|idemlint)\.[cm]?[jt]sx?$|\/(__tests__|tests?)\//;
