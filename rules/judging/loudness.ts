import type { Severity, Trace } from "../../analyzer/trace.js";
import type { Bound, Report, Rule } from "../rule.js";
import { chosenSeverity, type Settings } from "./configuration.js";
import { quieter, severityOf, severityRank } from "./severity.js";

/** How loud a finding is, and what decided it when the risk did not. */
export interface Loudness {
  readonly severity: Severity;
  readonly bound?: Bound;
}

/** A severity from the settings replaces the table's where the rule speaks, and switches on a rule outside the preset. */
export function loudness(rule: Rule, { effect, atMost, atLeast }: Report, trace: Trace, settings: Settings): Loudness {
  const chosen = chosenSeverity(settings, rule.id, effect.site.file);
  if (chosen === "off") return { severity: "off" };
  const asked = chosen ? { ...rule, recommended: true } : rule;
  const least = effect.risk === "low" || !asked.recommended ? undefined : atLeast;
  const byRisk = severityOf(asked, effect.risk, trace.entry, settings.preset);
  const raised = least && severityRank(least.severity) > severityRank(byRisk) ? least : undefined;
  const byTable = raised?.severity ?? byRisk;
  if (byTable === "off") return { severity: "off" };
  if (chosen) return { severity: chosen };
  const severity = effect.confidence === "possible" ? quieter(byTable) : byTable;
  const bound = atMost && severityRank(atMost.severity) < severityRank(severity) ? atMost : raised;
  return bound ? { severity: bound === raised ? severity : bound.severity, bound } : { severity };
}
