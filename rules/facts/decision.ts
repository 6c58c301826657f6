import type { Check, Effect, Site } from "../../analyzer/trace.js";
import { functionsAround } from "../fixes/syntax.js";
import type { RuleContext } from "../rule.js";

/**
 * Where the code decides on an effect by a check: in the function that tests, at the effect itself or at the call that
 * leads to it. A helper that only creates is not where a person looks for the missing guard.
 */
export function decisionOn(effect: Effect, check: Check, context: RuleContext): Site {
  const [tests] = functionsOf(check.condition, context);
  const places = [...effect.path.map(({ site }) => site), effect.site];
  return places.findLast((site) => tests !== undefined && functionsOf(site, context).includes(tests)) ?? effect.site;
}

/** The functions around a place, innermost first. */
function functionsOf(site: Site, context: RuleContext): readonly string[] {
  const source = context.source(site.file);
  return source ? functionsAround(source, site).map(({ pos }) => `${site.file}:${pos}`) : [];
}
