import type { InertModel } from "../../models/key-model.js";
import type { Guard, Shortfall } from "../../trace.js";
import { at, holds, type Called } from "./places.js";

/** Why a guard lets every second attempt through, the way it was set up. */
export function shortfallOf(
  { kind, site }: Guard,
  models: readonly InertModel[] | undefined,
  called: Called,
): Shortfall | undefined {
  const inert = found(models, called, false);
  return inert && { kind, site, why: inert.why };
}

/** A guard with what it says of those whom it lets through, the way it was set up. */
export function withLeak(guard: Guard, models: readonly InertModel[] | undefined, called: Called): Guard {
  const inert = found(models, called, true);
  if (!inert) return guard;
  return { ...guard, partly: { why: inert.why, ...(inert.unless ? { unless: inert.unless } : {}) } };
}

/** What is chosen while the program runs (a store in memory for tests, another one elsewhere) is held against nobody. */
function found(models: readonly InertModel[] | undefined, called: Called, partly: boolean): InertModel | undefined {
  return models?.find(
    (model) =>
      (model.partly ?? false) === partly &&
      model.when.every((condition) => at(condition.place, called)?.kind !== "union" && holds(condition, called)),
  );
}
