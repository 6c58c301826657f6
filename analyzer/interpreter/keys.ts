import type { KeyModel } from "../models/model.js";
import { madeOf } from "../provenance.js";
import { siteOf } from "../sites.js";
import type { EffectKind, Guard, Key, KeySlot, Provenance, Shortfall, Site } from "../trace.js";
import { holds, inside, type Called } from "./places.js";
import { provenanceOf, type Value } from "./value.js";
import { isWhole } from "./whole.js";

/** The key that a call passes, where it could pass one, and whether what is passed does anything. */
export function keyOf(model: KeyModel | undefined, called: Called): Key | undefined {
  if (!model) return undefined;
  const slot = { argument: model.argument, property: model.property?.split(".") ?? [] };
  for (const argument of [model.argument, ...(model.orArgument === undefined ? [] : [model.orArgument])]) {
    for (const property of [model.property, ...(model.also ?? [])]) {
      const value = passedAt(argument, property, called);
      if (!value) continue;
      const inert = model.inert?.find(({ when }) => when.every((condition) => holds(condition, called)));
      return {
        place: model.place,
        slot,
        value: keyProvenance(value),
        site: value.provenance.sources[0]?.site ?? siteOf(called.link.node),
        ...(inert ? { inert: { why: inert.why, ...(inert.partly ? { partly: true } : {}) } } : {}),
      };
    }
  }
  const misplaced = misplacedKey(model, called);
  return { place: model.place, slot, ...(misplaced ? { misplaced } : {}) };
}

/** What the call's own key is worth as a guard. */
export function keyJudgement(
  { kind, key }: { readonly kind: EffectKind; readonly key?: Key },
  site: Site,
): { readonly guards: readonly Guard[]; readonly shortfalls: readonly Shortfall[] } {
  const value = key?.value;
  if (!key || !value) return { guards: [], shortfalls: [] };
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

/** Where the key stands instead of its place: the call never reads it there. */
function misplacedKey(model: KeyModel, called: Called): Key["misplaced"] {
  for (const { argument, property, why } of model.misplaced ?? []) {
    const value = passedAt(argument, property, called);
    if (!value) continue;
    const slot: KeySlot = { argument, property: property.split(".") };
    return { slot, value: keyProvenance(value), why };
  }
  return undefined;
}

/** A key that is the whole of what the caller sent, serialised or hashed, is made of the payload. */
function keyProvenance(value: Value): Provenance {
  const made = provenanceOf(value);
  if (!isWhole(value)) return made;
  const sources = made.sources.map((source) =>
    source.kind === "caller" || source.kind === "message" ? { ...source, kind: "payload" as const } : source,
  );
  return { ...made, sources };
}
