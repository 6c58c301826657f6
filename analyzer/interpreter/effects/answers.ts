import type { CallItem } from "../../models/patterns.js";
import { foundAmong, from } from "../../provenance.js";
import type { Effect, EffectKind } from "../../trace.js";
import type { Draft } from "./drafts.js";
import { recordAfter } from "../values/records.js";
import { object, unknown, type LibraryValue, type Result, type Value } from "../values/value.js";
import type { Judgement } from "./write-guards.js";

/** What a modelled call answers: a row, a count, a reply, with what is known of its making. */
export function answerOf(
  effect: Effect,
  draft: Draft,
  model: CallItem,
  judgement: Judgement,
  base: LibraryValue,
  parts: Result["parts"],
): Value {
  const shape = shapeOf(model, draft.kind);
  const result: Result = {
    effect,
    shape,
    path: [],
    ...(judgement.claim ? { claim: judgement.claim } : {}),
    ...(model.found === undefined ? {} : { found: model.found }),
    ...(parts ? { parts } : {}),
    ...(model.record === undefined ? {} : { record: recordAfter(base, model.record) }),
  };
  const fresh = isFresh(draft, judgement);
  const what =
    draft.kind === "insert" || draft.ofAttempt
      ? `the new ${draft.target}`
      : draft.kind === "call"
        ? `the reply of ${draft.name ?? effect.name}`
        : draft.target;
  const source = from(fresh ? "attempt" : "business", what, effect.site, effect.site);
  const made = draft.found ? foundAmong(source, draft.found) : source;
  if (draft.kind === "insert" && shape === "row") {
    const members = Object.entries(draft.columns.values).filter(([name]) => name !== "*");
    return {
      ...object(new Map(members.map(([name, value]) => [name, unknown(value)])), unknown(made)),
      provenance: made,
      result,
    };
  }
  const counted = countedOn(draft, judgement, shape);
  if (counted.length > 0) {
    const moved = from("attempt", `the next ${draft.target}`, effect.site, effect.site);
    if (shape === "reply") return { ...unknown(moved), result };
    const members = counted.map((column): [string, Value] => [column, unknown(moved)]);
    return { ...object(new Map(members), unknown(made)), provenance: made, result };
  }
  return { ...unknown(shape === "row" && draft.kind === "read" ? { ...made, maybeNull: true } : made), result };
}

/** Whether what a call returns is new each time it runs. */
function isFresh(draft: Draft, judgement: Judgement): boolean {
  if (draft.ofAttempt) return true;
  if (draft.kind === "insert" || draft.kind === "append") return judgement.guards.length === 0;
  if (draft.kind === "call" || draft.kind === "start")
    return draft.risk !== "low" && draft.key !== undefined && judgement.guards.length === 0;
  return false;
}

/** What was counted on to get the answer is another number each time: a counter's next value identifies no intent. */
function countedOn({ kind, columns }: Draft, { guards }: Judgement, shape: Result["shape"]): readonly string[] {
  if (guards.length > 0 || (shape !== "row" && shape !== "reply")) return [];
  const counts = kind === "increment" || ((kind === "update" || kind === "upsert") && columns.relative.length > 0);
  if (!counts) return [];
  return columns.relative.length > 0 ? columns.relative : shape === "reply" ? ["*"] : [];
}

function shapeOf(model: CallItem, kind: EffectKind): Result["shape"] {
  if (typeof model.returns === "string") return model.returns;
  return kind === "read" ? "row" : "reply";
}
