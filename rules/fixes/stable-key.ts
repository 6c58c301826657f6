import { ts } from "ts-morph";
import type { Effect, Fix, Source, TextEdit, Trace } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";
import { spanOf } from "./compose-key.js";
import { handlerAround, refuseWithout, type StableIdentity } from "./entry-identity.js";
import { findIdentity } from "./identity.js";
import { keyText } from "./key-text.js";
import { isReassigned, localInitializer } from "./scope.js";
import { fillSlot, fillSlotWhen, slotExpression } from "./slot.js";
import { callAt, indentAt, textOf } from "./syntax.js";
import { dropUnusedImport } from "./unused-import.js";

/** Passes a key made of the identity in scope to a call that gets none. */
export function passStableKey(trace: Trace, effect: Effect, context: RuleContext): Fix[] {
  const place = placeOf(effect, context);
  const identity = place && findIdentity(trace, effect, context);
  if (!place || !effect.key || !identity) return [];
  if (identity.passed) return [fix(effect, identity, [])];
  const value = keyText(identity, trace, effect);
  const edits = identity.optional
    ? fillSlotWhen(place.source, place.call, effect.key.slot, value, identity.expression)
    : fillSlot(place.source, place.call, effect.key.slot, value);
  return edits ? [fix(effect, identity, edits)] : [];
}

/** Replaces what falls short as a key by the identity in scope, where the key is made or where it is passed. */
export function useStableKey(trace: Trace, effect: Effect, context: RuleContext): Fix[] {
  const place = placeOf(effect, context);
  const insisted = place && insistOnKey(trace, effect, place);
  if (insisted) return [insisted];
  const passed = place && effect.key && slotExpression(place.source, place.call, effect.key.slot);
  // What is set in several places is not put right in one of them.
  if (place && passed && isReassigned(place.source, passed)) return [];
  const replaced = passed && ts.isIdentifier(passed) ? passed.text : undefined;
  const identity = place && findIdentity(trace, effect, context, replaced);
  if (!place || !effect.key || !identity) return [];
  if (identity.passed) return [fix(effect, identity, [])];
  if (identity.optional) return [];
  const value = keyText(identity, trace, effect);
  const made = passed && localInitializer(place.source, passed);
  const target = made ?? passed;
  const part = target && fallingShort(target, effect, place.source);
  const edits = part
    ? [{ file: place.source.fileName, start: part.start, end: part.end, text: spanOf(identity.expression) }]
    : target
      ? [{ file: place.source.fileName, start: target.getStart(place.source), end: target.end, text: value }]
      : fillSlot(place.source, place.call, effect.key.slot, value);
  if (!edits) return [];
  const unused = target ? dropUnusedImport(place.source, target, part ? part.rest : value) : [];
  return [fix(effect, identity, [...edits, ...unused])];
}

/** The `${…}` of a template that falls short, when what stands around it names no wish: it stays. */
function fallingShort(
  target: ts.Expression,
  { key, kind }: Effect,
  source: ts.SourceFile,
): { readonly start: number; readonly end: number; readonly rest: string } | undefined {
  const wrong = key?.value?.sources.find(
    (one) => one.kind === "payload" || (kind === "reserve" && one.kind === "attempt"),
  );
  if (!wrong || !ts.isTemplateExpression(target)) return undefined;
  const spans = target.templateSpans.filter(({ expression }) => holds(source, expression, wrong));
  const [span] = spans;
  if (!span || spans.length > 1) return undefined;
  const start = source.text.lastIndexOf("${", span.expression.getStart(source));
  const end = span.literal.getStart(source) + 1;
  const text = textOf(source, target);
  const from = target.getStart(source);
  return { start, end, rest: text.slice(0, start - from) + text.slice(end - from) };
}

/** It names what falls short, or is the variable that was made of it. */
function holds(source: ts.SourceFile, expression: ts.Expression, { what }: Source): boolean {
  return textOf(source, localInitializer(source, expression) ?? expression).includes(what);
}

interface KeyPlace {
  readonly source: ts.SourceFile;
  readonly call: ts.CallExpression | ts.NewExpression;
}

/** `const key = header ?? randomUUID()` in the handler: the header stays, and a request without it is refused. */
function insistOnKey(trace: Trace, effect: Effect, { source, call }: KeyPlace): Fix | undefined {
  const passed = effect.key && slotExpression(source, call, effect.key.slot);
  const made = passed && handlerAround(trace, source, effect.sink) && localInitializer(source, passed);
  if (!passed || !made || !ts.isBinaryExpression(made) || !isFallback(made) || trace.entry.kind !== "http")
    return undefined;
  const name = passed.getText(source);
  const refusal = refuseWithout(trace, source, name, indentAt(source.text, made.getStart(source)));
  if (refusal === undefined) return undefined;
  const end = source.text.indexOf("\n", made.end);
  return {
    title: "Refuse a request without the Idempotency-Key header",
    safety: "review",
    edits: [
      { file: source.fileName, start: made.left.end, end: made.end, text: "" },
      { file: source.fileName, start: end, end, text: refusal },
      ...dropUnusedImport(source, made.right, ""),
    ],
  };
}

function isFallback({ operatorToken }: ts.BinaryExpression): boolean {
  return [ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.BarBarToken].includes(operatorToken.kind);
}

function placeOf(effect: Effect, context: RuleContext): KeyPlace | undefined {
  // How to make one from an identity (a UUID of version 5) is a decision: under which namespace.
  if (effect.key?.uuid) return undefined;
  const source = context.source(effect.sink.file);
  const call = source && callAt(source, effect.sink);
  return source && call ? { source, call } : undefined;
}

function fix(effect: Effect, identity: StableIdentity, edits: readonly TextEdit[]): Fix {
  return {
    title: `Set ${effect.key?.place ?? "the key"} from ${identity.what}`,
    safety: "review",
    edits: [...identity.edits, ...edits],
  };
}
