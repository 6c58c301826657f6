import { siteKey } from "../../analyzer/sites.js";
import type { Effect, Provenance, Site, Source, Trace } from "../../analyzer/trace.js";
import { valueIntoStep } from "../fixes/value-into-step.js";
import { plain } from "./repeats.js";
import type { Report, RuleContext } from "../rule.js";

/**
 * What a replay makes anew in the body of a durable workflow: an id that an earlier step has used already, or the answer
 * to whether a step runs at all.
 */
export function madeInBody(effect: Effect, trace: Trace, context: RuleContext): Report | undefined {
  if (trace.entry.seeded || stepsOf(effect).length === 0) return undefined;
  return otherIdentity(effect, trace, context) ?? otherWay(effect, trace, context);
}

/** Two steps name one thing by an id that the body makes: after a replay between them they name two. */
function otherIdentity(effect: Effect, trace: Trace, context: RuleContext): Report | undefined {
  const at = trace.effects.indexOf(effect);
  for (const source of identitiesOf(effect)) {
    if (!isInBody(source.site, effect, trace)) continue;
    const first = trace.effects.find(
      (other, index) =>
        index < at &&
        !sharesStep(other, effect) &&
        stepsOf(other).length > 0 &&
        identitiesOf(other).some(({ site }) => siteKey(site) === siteKey(source.site)),
    );
    if (!first) continue;
    return {
      effect,
      message: `${effect.name} names something else than ${first.name} did: ${source.what} stands in the body of ${trace.entry.name}, which is replayed between their steps and makes another one`,
      remedy: "Make the value in a step of its own, so that every replay is answered with the first one.",
      steps: [
        { site: source.site, what: `makes another one on each replay: ${source.what}` },
        { site: first.site, what: `has used the first one: ${first.name}` },
      ],
      fixes: valueIntoStep(source, trace.entry, context),
    };
  }
  return undefined;
}

/** A clock or a random value decides in the body whether the step runs. */
function otherWay(effect: Effect, trace: Trace, context: RuleContext): Report | undefined {
  const chance = effect.chances?.find(
    ({ condition, source }) => isMade(source) && isInBody(condition, effect, trace) && !isInStep(source.site, effect),
  );
  if (!chance) return undefined;
  const told = trace.effects.find((other) =>
    other.chances?.some(({ condition }) => siteKey(condition) === siteKey(chance.condition)),
  );
  if (told !== effect) return undefined;
  const { source, condition } = chance;
  return {
    effect,
    message: `${effect.name} is decided anew each time the body of ${trace.entry.name} is replayed: ${source.what} is another one then, so that a run goes both ways, or neither to its end`,
    remedy: "Read it in a step of its own, so that every replay goes the way of the first run.",
    steps: [{ site: condition, what: `decides by ${source.what}` }],
    atMost: { severity: "warning", because: "only a replay that comes at another moment goes another way" },
    fixes: valueIntoStep(source, trace.entry, context),
  };
}

function identitiesOf(effect: Effect): readonly Source[] {
  const named = [...Object.entries(effect.values), ...Object.entries(effect.where)].filter(([column]) =>
    IDENTITY.test(plain(column)),
  );
  const values: readonly Provenance[] = [
    ...named.map(([, value]) => value),
    ...(effect.key?.value ? [effect.key.value] : []),
  ];
  return values.flatMap(({ sources }) => sources).filter(isMade);
}

/** Made by a call. What an engine counts, as the number of the attempt, is handed in. */
function isMade({ kind, what }: Source): boolean {
  return kind === "attempt" && /[()]/.test(what);
}

/** In the function that is replayed, and in none of the steps in which the effect stands. */
function isInBody(site: Site, effect: Effect, { entry }: Trace): boolean {
  return within(entry.handler, site) && !isInStep(site, effect);
}

function isInStep(site: Site, effect: Effect): boolean {
  return stepsOf(effect).some((step) => within(step.site, site));
}

function sharesStep(a: Effect, b: Effect): boolean {
  return stepsOf(a).some((step) => stepsOf(b).some((other) => siteKey(step.site) === siteKey(other.site)));
}

function stepsOf({ guards }: Effect) {
  return guards.filter(({ kind }) => kind === "durable-step");
}

function within(outer: Site, inner: Site): boolean {
  return outer.file === inner.file && outer.start <= inner.start && inner.end <= outer.end;
}

const IDENTITY = /(id|key|ref|reference|number|token|code)$/;
