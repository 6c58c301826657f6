import { ts } from "ts-morph";
import type { Effect, Fix, TextEdit, Trace } from "../../analyzer/trace.js";
import { madeAnew } from "../keys.js";
import type { RuleContext } from "../rule.js";
import { handlerAround, refuseWithout, type StableIdentity } from "./entry-identity.js";
import { findIdentity } from "./identity.js";
import { keyText } from "./key-text.js";
import { localInitializer } from "./scope.js";
import { fillSlot, fillSlotWhen, slotExpression } from "./slot.js";
import { callAt, indentAt } from "./syntax.js";
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

/** Replaces what is new on each attempt by the identity in scope, where the key is made or where it is passed. */
export function useStableKey(trace: Trace, effect: Effect, context: RuleContext): Fix[] {
  const place = placeOf(effect, context);
  const insisted = place && insistOnKey(trace, effect, place);
  if (insisted) return [insisted];
  const identity = place && findIdentity(trace, effect, context);
  if (!place || !effect.key || !identity) return [];
  if (identity.passed) return [fix(effect, identity, [])];
  if (identity.optional) return [];
  const passed = slotExpression(place.source, place.call, effect.key.slot);
  const value = keyText(identity, trace, effect);
  const made = passed && localInitializer(place.source, passed);
  const target = made ?? passed;
  const edits = target
    ? [{ file: place.source.fileName, start: target.getStart(place.source), end: target.end, text: value }]
    : fillSlot(place.source, place.call, effect.key.slot, value);
  if (!edits) return [];
  const fresh = madeAnew(trace, effect)?.source;
  const unused = target && fresh ? dropUnusedImport(place.source, target, value) : [];
  return [fix(effect, identity, [...edits, ...unused])];
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
