import { ts } from "ts-morph";
import { withContext } from "../interpreter/walk/frames.js";
import { functionName } from "../interpreter/functions/function-name.js";
import type { Frame, Machine } from "../interpreter/walk/machine.js";
import { middlewareGuard, middlewareSign } from "../interpreter/libraries/middleware.js";
import { meet, type State } from "../interpreter/walk/state.js";
import { parametersOf } from "../interpreter/functions/parameters.js";
import { instanceOfLibrary } from "../interpreter/world/types.js";
import { object, unknown, type FunctionValue, type LibraryValue, type Value } from "../interpreter/values/value.js";
import { noteReturned, useOf } from "../interpreter/walk/uses.js";
import { topFrame } from "../interpreter/world/world.js";
import type { ParameterModel } from "../models/entry-model.js";
import { from, nothing } from "../provenance.js";
import { siteKey, siteOf } from "../sites.js";
import type { Effect, EntryPoint, Shortfall, Trace } from "../trace.js";
import type { Candidate } from "./candidate.js";
import { contextOf } from "./context.js";
import { identitiesIn } from "./identities.js";
import { madeByOption } from "./made-by-option.js";
import { renewedIn } from "./renewed.js";
import { ofItems, ofRecords } from "./rounds.js";
import { placed } from "./placed.js";
import { heldLocks } from "./held-locks.js";
import { asSent, sentBy } from "./sent.js";

/** Walks an entry point: middleware in order, then the handler; what one established holds for the next. */
export function walkEntry(candidate: Candidate, machine: Machine): { readonly trace: Trace; readonly opaque: number } {
  const { name, before } = placed(candidate, machine);
  const top = topFrame(machine.world.moduleEnv(candidate.node.getSourceFile().fileName), candidate.node);
  const frame = candidate.retry ? withContext(top, { ...top.context, retry: candidate.retry }) : top;
  const shortfalls: Shortfall[] = [];
  for (const handler of before) runHandler(handler, candidate, false, shortfalls, frame, machine);
  frame.output.effects = [];
  candidate.handlers.forEach((handler, index) => {
    const last = index === candidate.handlers.length - 1;
    runHandler(handler, candidate, last, shortfalls, frame, machine);
  });
  const handler = innermost(candidate.handlers.at(-1));
  const entry = entryOf({ ...candidate, name }, handler, frame, machine);
  const decided = heldLocks(frame.output.effects);
  const all = distinct(frame.output.effects).map((effect) => finished(effect, shortfalls, decided, frame));
  const effects = candidate.rounds ? ofItems(all, candidate.rounds) : candidate.perRecord ? ofRecords(all) : all;
  return {
    trace: { entry, effects, files: [...frame.output.files, candidate.node.getSourceFile().fileName] },
    opaque: frame.output.opaque,
  };
}

function runHandler(
  handler: Value,
  candidate: Candidate,
  last: boolean,
  shortfalls: Shortfall[],
  frame: Frame,
  machine: Machine,
): void {
  const middleware = middlewareGuard(handler, candidate.name.split(" ")[0] ?? "");
  if (middleware) {
    const { guard, shortfall } = middleware;
    if (guard) frame.state = { ...frame.state, guards: new Map(frame.state.guards).set(siteKey(guard.site), guard) };
    if (shortfall) shortfalls.push(shortfall);
    return;
  }
  const sign = middlewareSign(handler);
  if (sign) {
    frame.output.signs.push(sign);
    return;
  }
  const states: State[] = [];
  const before = frame.state;
  const fn = innermost(handler);
  const args = parameterValues(candidate, fn, states, frame, machine);
  noteReturned(machine.apply(handler, args, candidate.node, frame), frame.output.uses);
  if (last) return;
  // A middleware that answers on some paths goes on only where it calls `next`.
  frame.state =
    states.length > 0 ? { ...meet(states), alive: true } : { ...before, guards: frame.state.guards, alive: true };
}

function parameterValues(
  candidate: Candidate,
  fn: FunctionValue | undefined,
  states: State[],
  frame: Frame,
  machine: Machine,
): readonly Value[] {
  const declared = fn ? parametersOf(fn.node) : [];
  const models = candidate.model.parameters ?? [];
  const count = Math.max(declared.length, ...models.map((model) => model.index + 1), 3);
  return Array.from({ length: count }, (_, index): Value => {
    const parameter = declared[index];
    const name = parameter && ts.isIdentifier(parameter.name) ? parameter.name.text : undefined;
    const site = siteOf(parameter ?? candidate.node);
    const decorated = candidate.parameters.get(index);
    const model = models.find((item) => item.index === index);
    if (name === "next" || (index === 2 && candidate.model.kind === "http" && !model && !decorated))
      return unknown(nothing, { continues: { states } });
    if (decorated) {
      const { kind, members = {} } = decorated;
      return unknown(from(kind, name ?? `parameter ${index + 1}`, site), { members });
    }
    if (!model)
      return parameter?.type
        ? (machine.typed({ node: parameter.type, file: parameter.getSourceFile().fileName }) ?? unknown())
        : unknown();
    const value = modelled(model, name ?? parameterLabel(model, candidate), site, candidate, frame, machine);
    // A text or a number names something: it is no payload of which a key could be a hash.
    return value.kind === "unknown" && isPlainType(parameter?.type) ? { ...value, whole: false } : value;
  });
}

function isPlainType(type: ts.TypeNode | undefined): boolean {
  return (
    type !== undefined &&
    [ts.SyntaxKind.StringKeyword, ts.SyntaxKind.NumberKeyword, ts.SyntaxKind.BigIntKeyword].includes(type.kind)
  );
}

function modelled(
  model: ParameterModel,
  name: string,
  site: ReturnType<typeof siteOf>,
  candidate: Candidate,
  frame: Frame,
  machine: Machine,
): Value {
  if (model.path !== undefined && model.kind === "unknown") {
    const library = machine.world.libraries.libraries.find((item) => item.model.library === candidate.library);
    if (library)
      return instanceOfLibrary(
        { kind: "library", library, path: "", links: [], generics: [], provenance: nothing },
        model.path.replace(/#$/, ""),
        [],
      );
  }
  const whole = unknown(from(model.kind, name, site), { members: model.members ?? {} });
  const method = model.method === undefined ? undefined : METHOD.exec(candidate.name)?.[0];
  const own = model.made && madeByOption(model.made, whole, candidate, frame, machine);
  const told = method ? object(new Map([[model.method ?? "", methodValue(method, whole)]]), whole) : whole;
  const value = own ? object(new Map([own]), told) : told;
  if (model.context) {
    const { member, link } = model.context;
    const own = machine.member(value, member, candidate.node, frame);
    const context = contextOf(link, own, candidate, frame, machine);
    if (context) return object(new Map([[member, context]]), value);
  }
  const library =
    model.paths && machine.world.libraries.libraries.find((item) => item.model.library === candidate.library);
  if (!library) return value;
  const base: LibraryValue = { kind: "library", library, path: "", links: [], generics: [], provenance: nothing };
  const typed = Object.entries(model.paths ?? {}).map(([member, path]): [string, Value] => [
    member,
    path.endsWith("#") ? instanceOfLibrary(base, path.replace(/#$/, ""), []) : { ...base, path },
  ]);
  return object(new Map(typed), value);
}

/** `app.on("GET", …)`, `@RequestMapping({ method: RequestMethod.GET })`: the method is written where the handler is registered. */
const ASKS = /^(GET|HEAD|OPTIONS) /;

const METHOD = /^(GET|HEAD|OPTIONS|POST|PUT|PATCH|DELETE)\b/;

/** The method is this one and no other: a way on which the handler asks for another is never taken. */
function methodValue(method: string, request: Value): Value {
  return { ...unknown(request.provenance), words: [{ word: method, facts: [] }] };
}

function parameterLabel(model: ParameterModel, candidate: Candidate): string {
  if (model.kind === "message") return candidate.model.kind === "webhook" ? "event" : "message";
  return model.index === 0 ? "request" : `parameter ${model.index + 1}`;
}

function entryOf(candidate: Candidate, handler: FunctionValue | undefined, frame: Frame, machine: Machine): EntryPoint {
  const { model, name, library } = candidate;
  const site = siteOf(candidate.node);
  const node = handler?.node ?? candidate.node;
  const base: EntryPoint = {
    site,
    handler: siteOf(node),
    kind: model.kind,
    delivery: model.delivery,
    name: name || functionName(node),
    library,
    repeatedBy: model.repeatedBy,
    ...identitiesIn(model.identities ?? [], handler),
    renewed: renewedIn(candidate, handler),
    safe: model.safe === true || (model.kind === "http" && ASKS.test(name)),
    ...(model.seeded ? { seeded: true } : {}),
    ...(model.grants === undefined ? {} : { grants: model.grants }),
    ...(model.comesFor === undefined ? {} : { comesFor: model.comesFor }),
  };
  if (base.kind !== "http") return base;
  // Nobody delivers an event by a GET: what is signed there comes in by another method of the same handler.
  return asSent(base, base.safe ? undefined : sentBy(candidate, frame, machine));
}

function innermost(value: Value | undefined): FunctionValue | undefined {
  if (value === undefined) return undefined;
  if (value.kind === "function") return value.inPlaceOf ?? value;
  if (value.kind === "unknown") return innermost(value.wraps?.at(-1));
  if (value.kind === "union") return value.options.map(innermost).find((found) => found !== undefined);
  return undefined;
}

/** The same effect reached twice in one trace with the same path and guards is one; a call that makes a row and changes one has two. */
function distinct(effects: readonly Effect[]): readonly Effect[] {
  const seen = new Set<string>();
  return effects.filter((effect) => {
    const path = effect.path.map((step) => `${step.site.file}:${step.site.start}`).join(">");
    const what = `${effect.kind} ${effect.target} ${effect.quiet === undefined ? "" : "quiet"}`;
    const key = `${siteKey(effect.sink)} ${what} ${path} ${effect.guards.length} ${effect.checks.length}`;
    return seen.has(key) ? false : (seen.add(key), true);
  });
}

function finished(
  effect: Effect,
  shortfalls: readonly Shortfall[],
  decided: ReturnType<typeof heldLocks>,
  frame: Frame,
): Effect {
  const { tested, uses } = frame.output;
  const use = useOf(effect, uses);
  return {
    ...effect,
    checks: effect.checks.map(decided),
    path: effect.path.slice(1),
    shortfalls: [...effect.shortfalls, ...shortfalls],
    countTested: effect.countTested || tested.has(siteKey(effect.sink)),
    ...(use ? { use } : {}),
  };
}
