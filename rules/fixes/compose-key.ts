import { ts } from "ts-morph";
import type { Effect, Fix, TextEdit, Trace } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";
import { findIdentity } from "./identity.js";
import { localInitializer } from "./scope.js";
import { slotExpression } from "./slot.js";
import { callAt, quoteStyle, textOf } from "./syntax.js";

/** Puts what names the wish behind a key that names only who asks. */
export function addIntent(trace: Trace, effect: Effect, context: RuleContext): Fix[] {
  const source = context.source(effect.sink.file);
  const call = source && callAt(source, effect.sink);
  const passed = call && effect.key && slotExpression(source, call, effect.key.slot);
  if (!source || !passed) return [];
  const identity = findIdentity(trace, effect, context, ts.isIdentifier(passed) ? passed.text : undefined);
  if (!identity || identity.passed || identity.optional) return [];
  const made = localInitializer(source, passed) ?? passed;
  if (textOf(source, made).includes(identity.expression)) return [];
  // BullMQ refuses a colon.
  const separator = effect.library.startsWith("Bull") || effect.kind === "start" ? "-" : ":";
  const edit = extend(source, made, `${separator}${spanOf(identity.expression)}`);
  return [{ title: `Add ${identity.what} to the key`, safety: "review", edits: [...identity.edits, edit] }];
}

/** The edit that puts more text behind what an expression comes to: its template grows, or it becomes one. */
function extend(source: ts.SourceFile, node: ts.Expression, after: string): TextEdit {
  const text = textOf(source, node);
  const inner =
    ts.isTemplateExpression(node) || ts.isNoSubstitutionTemplateLiteral(node)
      ? text.slice(1, -1)
      : ts.isStringLiteral(node)
        ? node.text
        : `\${${text}}`;
  return {
    file: source.fileName,
    start: node.getStart(source),
    end: node.end,
    text: (inner + after).includes("${") ? `\`${inner}${after}\`` : quote(source, inner + after),
  };
}

/** `${id}`, or what stands between the backticks of a template. */
export function spanOf(expression: string): string {
  return /^`.*`$/s.test(expression) ? expression.slice(1, -1) : `\${${expression}}`;
}

function quote(source: ts.SourceFile, text: string): string {
  const mark = quoteStyle(source.text);
  return mark + text + mark;
}
