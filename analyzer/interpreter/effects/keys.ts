import type { CallModel } from "../../models/call-model.js";
import type { KeyModel } from "../../models/key-model.js";
import { from, madeOf } from "../../provenance.js";
import { siteOf } from "../../sites.js";
import type { EffectKind, Guard, Key, KeySlot, Shortfall, Site } from "../../trace.js";
import { at, holds, inside, linked, type Called } from "../libraries/places.js";
import { textOf, type Value } from "../values/value.js";
import { madeOfWhole } from "../values/whole.js";

/** The key that a call passes, where it could pass one, and whether what is passed does anything. */
export function keyOf(model: KeyModel | undefined, called: Called): Key | undefined {
  if (!model) return undefined;
  const link = model.property === undefined ? model.setBy?.[0] : undefined;
  const slot = { argument: model.argument, property: model.property?.split(".") ?? [], ...(link ? { link } : {}) };
  const known = {
    ...(model.window === undefined ? {} : { window: model.window }),
    ...(model.uuid ? { uuid: true } : {}),
    ...(model.switchedOn ? { switchedOn: model.switchedOn } : {}),
  };
  const places = [model.argument, ...(model.orArgument === undefined ? [] : [model.orArgument])];
  for (const argument of link === undefined ? places : []) {
    for (const property of [model.property, ...(model.also ?? [])]) {
      const value = passedAt(argument, property, called);
      if (!value) continue;
      const inert = model.inert?.find(({ when }) => when.every((condition) => holds(condition, called)));
      return {
        place: model.place,
        slot,
        value: madeOfWhole(value),
        site: value.provenance.sources[0]?.site ?? siteOf(called.link.node),
        ...known,
        ...(inert ? { inert: { why: inert.why, ...(inert.partly ? { partly: true } : {}) } } : {}),
      };
    }
  }
  const set = setInChain(model, called);
  if (set) {
    const site = set.provenance.sources[0]?.site ?? siteOf(called.link.node);
    return { place: model.place, slot, value: madeOfWhole(set), site, ...known };
  }
  const byContent = model.byContent === undefined ? undefined : passedAt(model.argument, model.byContent, called);
  if (byContent?.kind === "literal" && byContent.value === true) {
    const site = siteOf(called.link.node);
    return { place: model.place, slot, value: from("payload", "content", site), site };
  }
  const misplaced = misplacedKey(model, called);
  const optional = model.use === "optional" ? { optional: true } : {};
  return { place: model.place, slot, ...optional, ...known, ...(misplaced ? { misplaced } : {}) };
}

/** The key under which a command reserves: whoever comes second finds it taken. */
export function claimedKey({ effect, claim }: CallModel, called: Called): Key | undefined {
  const { argument, property, link } = claim?.key ?? {};
  const value =
    effect === "reserve" && argument !== undefined && link === undefined ? at(claim?.key, called) : undefined;
  if (!value || argument === undefined) return undefined;
  const slot = { argument, property: property?.split(".") ?? [] };
  const site = value.provenance.sources[0]?.site ?? siteOf(called.link.node);
  return { place: "the claimed key", slot, value: madeOfWhole(value), site };
}

/** What the call's own key is worth as a guard. */
export function keyJudgement(
  { kind, key }: { readonly kind: EffectKind; readonly key?: Key },
  site: Site,
): { readonly guards: readonly Guard[]; readonly shortfalls: readonly Shortfall[] } {
  const value = key?.value;
  // A claim guards what follows it; what it is worth is judged with it.
  if (!key || !value || kind === "reserve") return { guards: [], shortfalls: [] };
  const guard = kind === "publish" || kind === "enqueue" ? "message-id" : "stable-key";
  const fresh = madeOf(value, "attempt");
  const why = fresh
    ? `${key.place} is new on each attempt: ${fresh.what}`
    : key.inert && !key.inert.partly
      ? key.inert.why
      : undefined;
  if (why !== undefined) return { guards: [], shortfalls: [{ kind: guard, site: key.site ?? site, why }] };
  if (value.maybeNull && value.sources.length === 0) return { guards: [], shortfalls: [] };
  const made = value.sources.map((source) => source.what).join(", ") || "stable";
  return { guards: [{ kind: guard, site, what: `${key.place} is ${made}` }], shortfalls: [] };
}

function passedAt(argument: number, property: string | undefined, called: Called): Value | undefined {
  const owner = called.args[argument];
  const value = owner && (property === undefined ? owner : inside(owner, property));
  const isNothing = value?.kind === "literal" && (value.value === undefined || value.value === null);
  return isNothing ? undefined : value;
}

/** What another call of the chain sets: `.set("Idempotency-Key", id)`, `.headers({ "Idempotency-Key": id })`, `.setId(id)`. */
function setInChain(model: KeyModel, called: Called): Value | undefined {
  if (model.property === undefined)
    return model.setBy && linked(model.setBy, called.links).at(-1)?.args[model.argument];
  const names = [model.property, ...(model.also ?? [])].flatMap((one) => /^headers\.(.+)/.exec(one)?.[1] ?? []);
  for (const { args } of model.setBy ? linked(model.setBy, called.links) : []) {
    const [first, second] = args;
    const written = textOf(first)?.toLowerCase();
    if (second && names.some((name) => name.toLowerCase() === written)) return second;
    const value = first && names.flatMap((name) => inside(first, name) ?? [])[0];
    if (value) return value;
  }
  return undefined;
}

/** Where the key stands instead of its place: the call never reads it there. */
function misplacedKey(model: KeyModel, called: Called): Key["misplaced"] {
  for (const { argument, property, why } of model.misplaced ?? []) {
    const value = passedAt(argument, property, called);
    if (!value) continue;
    const slot: KeySlot = { argument, property: property.split(".") };
    return { slot, value: madeOfWhole(value), why };
  }
  return undefined;
}
