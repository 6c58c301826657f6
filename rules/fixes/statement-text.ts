import { ts } from "ts-morph";
import type { Effect } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";
import { localInitializer } from "./scope.js";
import { callAt, textOf } from "./syntax.js";

/** A piece of source text that says what a statement does. */
export interface Written {
  readonly text: string;
  readonly start: number;
}

/** The call of an effect and, where it is given a statement by name, the statement: as written. */
export function statementText(effect: Effect, context: RuleContext): string {
  const source = context.source(effect.sink.file);
  const call = source && callAt(source, effect.sink);
  if (!source || !call) return "";
  return [textOf(source, call), ...literals(source, call).map(({ text }) => text)].join("\n");
}

/** The SQL text of an effect, where it is one literal. */
export function sqlLiteral(effect: Effect, context: RuleContext): Written | undefined {
  const source = context.source(effect.sink.file);
  const call = source && callAt(source, effect.sink);
  const found = source && call ? literals(source, call) : [];
  return found.find(({ text }) => /^\s*(insert|update|merge)\b/i.test(text));
}

function literals(source: ts.SourceFile, call: ts.CallExpression | ts.NewExpression): readonly Written[] {
  return (call.arguments ?? []).flatMap((argument) => {
    const node = localInitializer(source, argument) ?? argument;
    if (!ts.isStringLiteral(node) && !ts.isNoSubstitutionTemplateLiteral(node)) return [];
    const start = node.getStart(source) + 1;
    return [{ text: source.text.slice(start, node.end - 1), start }];
  });
}
