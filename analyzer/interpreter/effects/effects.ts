import { ts } from "ts-morph";
import type { CallItem } from "../../models/patterns.js";
import { siteKey, siteOf } from "../../sites.js";
import type { Effect, EffectKind, Key, Retry, Site } from "../../trace.js";
import { answerOf } from "./answers.js";
import { partsOf, type Part } from "./batches.js";
import { withBuilt } from "../libraries/builders.js";
import { keyOfClient } from "../libraries/client-keys.js";
import { claimOf, expecting, refusedAgain } from "./claims.js";
import { isCleared } from "./cleared.js";
import { draftOf, type Draft } from "./drafts.js";
import { askedBefore, asRead, foundIn } from "./found.js";
import { keyJudgement, keyOf } from "./keys.js";
import { nestedEffect } from "./nested.js";
import { carries, isForAnyTable } from "../functions/lift.js";
import type { Context, Frame, Machine } from "../walk/machine.js";
import { riskOfEvents } from "./table-risk.js";
import { askedOfAll } from "../expressions/picked.js";
import { at, type Called } from "../libraries/places.js";
import { withLock } from "./row-locks.js";
import { partsOfRow } from "./row-parts.js";
import { lockIn, refine } from "../walk/state.js";
import { withStoredIds } from "./stored-ids.js";
import { sqlEffects } from "./statement-effects.js";
import { withTable } from "./tables-in-code.js";
import { together } from "./together.js";
import { routineAt } from "../routines/at-call.js";
import { textOf, type LibraryValue, type Link, type Value } from "../values/value.js";
import { conditional, judgeInsert, judgeUpdate, judgeUpsert, newKey, type Judgement } from "./write-guards.js";

/** Notes what a modelled call does to the world; yields the chain, and what awaiting it yields. */
export function emit(
  model: CallItem,
  called: Called,
  base: LibraryValue,
  frame: Frame,
  machine: Machine,
  earlier: readonly Effect[] | undefined,
): Value {
  // The chain goes on: what its shorter form did is replaced, unless every link adds a command of its own.
  if (earlier && !model.queued) withdraw(earlier, frame);
  called = withBuilt(model, called, base, frame, machine);
  if (typeof model.returns === "object") return valueOf(model.returns, base, machine);
  const ran = routineAt(model, called, base, frame, machine);
  if (ran?.writes) return ran.value;
  if (ran && !ran.unseen) model = { ...model, effect: "read" };
  if (model.effect === "sql") return sqlEffects(model, called, base, frame, machine);
  const parts = partsOf(model, called);
  if (parts.some((part) => part.model.effect === "sql")) return statements(parts, model, called, base, frame, machine);
  if (parts.length > 0) return publishAll(parts, model, keyOf(model.key, called), base, frame, machine);
  const draft = withTable(draftOf(model, called, base), model, called, frame, machine);
  const keyed =
    draft.key && model.key ? { ...draft, key: keyOfClient(model.key, called, draft.key, frame, machine) } : draft;
  const run = (): Value => publish(keyed, model, called, base, frame, machine);
  return model.within && at(model.within, called)
    ? together({ site: siteAround(called.link.node), library: base.library.model.library }, frame, run)
    : run();
}

/** What a call yields that does nothing yet: a builder, or another library's client (`em.getKnex()`). */
function valueOf({ path, library }: { path: string; library?: string }, base: LibraryValue, machine: Machine): Value {
  if (library === undefined) return { ...base, path, links: base.links };
  const other = machine.world.libraries.libraries.find(({ model }) => model.library === library);
  return other ? { ...base, library: other, path, links: [], generics: [] } : base;
}

/** The function in which the writes of one transaction are gathered. */
function siteAround(node: ts.Node): Site {
  let around = node;
  while (!ts.isSourceFile(around) && !ts.isFunctionLike(around)) around = around.parent;
  return siteOf(around);
}

/** Several statements of one call, one after the other. */
function statements(
  parts: readonly Part[],
  model: CallItem,
  called: Called,
  base: LibraryValue,
  frame: Frame,
  machine: Machine,
): Value {
  const key = keyOf(model.key, called);
  const run = (): Value =>
    parts.reduce<Value>((_, part) => sqlEffects(part.model, part.called, base, frame, machine, key), base);
  if (model.batch?.atomic)
    return together({ site: siteOf(called.link.node), library: base.library.model.library }, frame, run);
  const before = frame.state;
  const value = run();
  frame.state = before;
  return value;
}

/** Notes what setting values on a watched record writes. */
export function emitTracked(
  record: LibraryValue,
  values: Value,
  node: Link["node"],
  frame: Frame,
  machine: Machine,
): void {
  const { tracked } = record.library.model;
  const read = record.subject?.result?.effect;
  if (!tracked || !read) return;
  const model: CallItem = { match: record.path, ...tracked };
  const link: Link = { name: "=", args: [values], node };
  const called: Called = { receiver: record, link, links: [...record.links, link], path: record.path, args: link.args };
  publish({ ...draftOf(model, called, record), target: read.target }, model, called, record, frame, machine);
}

/** Several writes of one call; where all fail with one, a second attempt does not get past any. */
function publishAll(
  parts: readonly Part[],
  model: CallItem,
  key: Key | undefined,
  base: LibraryValue,
  frame: Frame,
  machine: Machine,
): Value {
  const drafts = parts.map((part) => ({
    ...part,
    draft: { ...draftOf(part.model, part.called, base), ...(key ? { key } : {}) },
  }));
  const decides = (part: (typeof drafts)[number]): boolean =>
    judge(part.draft, part.model, part.called, frame, machine).claims !== undefined;
  const ordered = model.batch?.atomic
    ? [...drafts.filter(decides), ...drafts.filter((part) => !decides(part))]
    : drafts;
  const emitted: Effect[] = [];
  let last: Value = base;
  const { transaction } = frame.state;
  for (const part of ordered) {
    const before = frame.state;
    if (model.batch?.atomic) {
      const own = { site: siteOf(part.called.link.node), library: base.library.model.library };
      frame.state = { ...before, transaction: transaction ?? own };
    }
    last = publish(part.draft, part.model, part.called, base, frame, machine);
    if (!model.batch?.atomic) frame.state = before;
    if (last.kind === "library") emitted.push(...(last.emitted ?? []));
  }
  const { transaction: _own, ...rest } = frame.state;
  frame.state = transaction ? frame.state : rest;
  return last.kind === "library" ? { ...last, emitted } : last;
}

/** Judges a draft's guards, emits it, and makes its answer. */
export function publish(
  draft: Draft,
  model: CallItem,
  called: Called,
  base: LibraryValue,
  frame: Frame,
  machine: Machine,
): Value {
  const judgement = judge(draft, model, called, frame, machine);
  const effect = effectOf(draft, judgement, model, called, base, frame, machine);
  frame.output.effects.push(effect);
  const nested = draft.columns.nested.flatMap(
    (one) => nestedEffect(one, called.link.node, effect, judgement, frame.state, machine) ?? [],
  );
  frame.output.effects.push(...nested);
  if (draft.kind === "delete") {
    const { target, where } = draft;
    frame.state = { ...frame.state, cleared: [...frame.state.cleared, { site: effect.site, target, where }] };
  }
  if (draft.kind === "read") frame.state = withLock(frame.state, draft, base, effect);
  if (judgement.claims) {
    const guards = new Map(frame.state.guards).set(siteKey(judgement.claims.site), judgement.claims);
    frame.state = { ...frame.state, guards };
  }
  const answer = answerOf(
    effect,
    foundIn(draft, machine.world.schema),
    model,
    judgement,
    base,
    partsOfRow(model, called),
  );
  const emitted = [effect, ...nested];
  return { ...base, emitted, answer, ...(answer.result ? { result: answer.result } : {}) };
}

function judge(given: Draft, model: CallItem, called: Called, frame: Frame, machine: Machine): Judgement {
  const site = siteOf(called.link.node);
  const written = { ...given, values: given.columns.values };
  const draft = askedBefore(written, frame.state.checks) ? asRead(given) : given;
  const base: Judgement = { guards: [], shortfalls: [], conflict: "none", unknownSchema: false };
  const judged =
    draft.kind === "insert"
      ? replacing(
          written,
          judgeInsert(withStoredIds(draft, frame.output.effects), site, machine.world.schema),
          frame,
          machine,
        )
      : draft.kind === "upsert" || (draft.kind === "increment" && draft.ignoresConflict)
        ? judgeUpsert(draft, site, machine.world.schema, lockIn(frame.state) ? undefined : model.looksFirst)
        : draft.kind === "update"
          ? judgeUpdate(draft, site, machine.world.schema)
          : draft.kind === "increment" || draft.kind === "delete"
            ? conditional(draft, site)
            : base;
  if (model.conditional && newKey(draft, machine.world.schema) === undefined) return expecting(draft, site, judged);
  const known = model.keyedOnly ? { ...judged, unknownSchema: false } : judged;
  const keyed = keyJudgement(draft, site);
  const claim = model.claim ? claimOf(model.claim, draft, called, judged) : undefined;
  return {
    ...known,
    guards: [...judged.guards, ...keyed.guards],
    shortfalls: [...judged.shortfalls, ...keyed.shortfalls, ...(claim?.shortfall ? [claim.shortfall] : [])],
    ...(claim?.claim ? { claim: claim.claim } : {}),
    // A stable key gets it the answer of the first one.
    ...(model.once && keyed.guards.length === 0 ? { claims: refusedAgain(draft, site) } : {}),
  };
}

/** Where the row of an earlier attempt is deleted first, nobody fails at the unique set, and nobody is kept from what follows. */
function replacing(
  written: Pick<Effect, "target" | "values">,
  judged: Judgement,
  { state, output }: Frame,
  machine: Machine,
): Judgement {
  const { schema } = machine.world;
  const columns = judged.guards.find(({ kind }) => kind === "unique-constraint")?.columns;
  if (!judged.claims || !columns || !isCleared(written, columns, state.cleared, { schema, effects: output.effects }))
    return judged;
  const { claims: _claims, ...rest } = judged;
  return { ...rest, conflict: "none" };
}

function effectOf(
  draft: Draft,
  judgement: Judgement,
  model: CallItem,
  called: Called,
  base: LibraryValue,
  frame: Frame,
  machine: Machine,
): Effect {
  const { state, context } = frame;
  const { node } = called.link;
  const site = siteOf(node);
  const retry =
    context.retry ??
    rerunOf(draft.kind, context) ??
    machine.clients.retryOf(base, methodOf(draft)) ??
    repeatOf(model, draft, called, machine);
  const quiet = quietReason(draft);
  const { risk, reason } = machine.world.ownRisk(draft.target) ??
    (draft.risk === "low" ? riskOfEvents(draft.target, machine.world.schema, machine.world.ownRisk) : undefined) ?? {
      risk: draft.risk,
      reason: draft.riskReason,
    };
  const weak = base.weak ?? (judgement.unknownSchema ? `no schema is known for ${draft.target}` : undefined);
  return {
    site,
    sink: site,
    kind: draft.kind,
    library: base.library.model.library,
    name: draft.name ?? calleeText(node),
    target: draft.target,
    risk,
    riskReason: reason,
    values: draft.columns.values,
    where: draft.where,
    relative: draft.columns.relative,
    constants: draft.columns.constants,
    path: [],
    guards: [...state.guards.values(), ...judgement.guards],
    shortfalls: judgement.shortfalls,
    checks: [...refine(state, askedOfAll(called.args, lockIn(state)), new Set()).checks.values()],
    conflict: judgement.conflict,
    ignoresConflict: draft.ignoresConflict,
    countTested: false,
    inLoop: context.inLoop,
    confidence: weak === undefined ? "certain" : judgement.unknownSchema ? "possible" : "likely",
    carried:
      carries(node, frame.node, draft.kind, isGeneric(model, draft.kind)) ||
      isForAnyTable(frame.node, draft.kind, draft.target) ||
      machine.world.project.isGenerated(frame.node.getSourceFile().fileName),
    ...(weak === undefined ? {} : { weakStep: weak }),
    ...(draft.key ? { key: draft.key } : {}),
    ...(draft.selects ? { selects: draft.selects } : {}),
    ...(draft.lacks
      ? { lacks: draft.lacks.map((name) => machine.world.schema.table(draft.target)?.held?.[name]?.target ?? name) }
      : {}),
    ...(state.transaction ? { transaction: state.transaction } : {}),
    ...(base.handle ? { handle: base.handle } : {}),
    ...(retry ? { retry } : {}),
    ...(quiet === undefined ? {} : { quiet }),
    ...(state.chances.size > 0 ? { chances: [...state.chances.values()] } : {}),
  };
}

/** A transaction that its library runs again: its own writes were rolled back, what left the database was not. */
export function rerunOf(kind: EffectKind, context: Context): Retry | undefined {
  return kind === "call" || kind === "publish" || kind === "enqueue" || kind === "start" ? context.reruns : undefined;
}

/** The library sends a request again on its own, unless it was told not to or the method is not one that it repeats. */
function repeatOf(model: CallItem, draft: Draft, called: Called, machine: Machine): Retry | undefined {
  const { repeats } = model;
  const method = methodOf(draft) ?? "";
  if (draft.kind === "read") return undefined;
  if (!repeats) {
    const isFunction = model.effect === "http" && !called.path.includes("#");
    return isFunction ? machine.clients.retryOfAll(called.receiver.library.model.library, method) : undefined;
  }
  const limit = at(repeats.limit, called);
  if (limit?.kind === "literal" && (limit.value === 0 || limit.value === false)) return undefined;
  const listed = at(repeats.methodsOption, called);
  const methods = listed?.kind === "array" ? listed.items.flatMap((item) => textOf(item) ?? []) : repeats.methods;
  if (methods && !methods.some((name) => name.toUpperCase() === method)) return undefined;
  const site = siteOf(called.link.node);
  return { site, body: site, what: repeats.what };
}

/** The HTTP method that a request's name begins with. */
function methodOf({ name }: Draft): string | undefined {
  return name?.split(" ")[0];
}

/** What is passed decides what is done, not the operation's name. */
function isGeneric(model: CallItem, kind: EffectKind): boolean {
  return (
    model.effect === "http" || model.content === true || kind === "publish" || kind === "enqueue" || kind === "start"
  );
}

/**
 * A row that belongs to a row which only this attempt made follows its parent: the parent is where the gap is. One that belongs to
 * a row which was found, and was made where none was (`found ?? created`), is on its own.
 */
function quietReason(draft: Draft): string | undefined {
  if (draft.quiet !== undefined) return draft.quiet;
  const columns = [draft.where, draft.kind === "insert" || draft.kind === "upsert" ? draft.columns.values : {}];
  for (const { sources } of columns.flatMap((values) => Object.values(values))) {
    const made = sources.find(({ kind, origin, what }) => kind === "attempt" && origin && what.startsWith(NEW));
    const parent = made?.what.slice(NEW.length).replace(/\.\w+$/, "");
    const isFound = sources.some(({ kind, what }) => kind === "business" && what.replace(/\.\w+$/, "") === parent);
    if (parent !== undefined && !isFound) return `it belongs to ${NEW}${parent}, which this attempt made`;
  }
  return undefined;
}

const NEW = "the new ";

function calleeText(node: ts.Node): string {
  const callee =
    "expression" in node && !ts.isPropertyAccessExpression(node) && !ts.isElementAccessExpression(node)
      ? (node as ts.CallExpression).expression
      : "tag" in node
        ? (node as ts.TaggedTemplateExpression).tag
        : node;
  const text = callee.getText().replace(/\s+/g, "");
  return text.length > 80 ? `…${text.slice(-79)}` : text;
}

function withdraw(effects: readonly Effect[], frame: Frame): void {
  const guards = new Map(frame.state.guards);
  // What a routine of the database asks first is kept behind the site of its call.
  const sites = effects.map((effect) => siteKey(effect.site));
  for (const key of guards.keys())
    if (sites.some((site) => key === site || key.startsWith(`${site} `))) guards.delete(key);
  frame.state = { ...frame.state, guards };
  frame.output.effects = frame.output.effects.filter((effect) => !effects.includes(effect));
}
