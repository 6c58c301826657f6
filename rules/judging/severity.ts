import type { Delivery, EntryPoint, Risk, Severity } from "../../analyzer/trace.js";
import type { Rule } from "../rule.js";

export type Preset = "recommended" | "strict";

/** How loud a rule is about an effect of this risk in code that this delivery repeats. */
export function severityOf(rule: Rule, risk: Risk, entry: EntryPoint, preset: Preset): Severity {
  if (preset === "recommended" && !rule.recommended) return "off";
  if (entry.safe && risk !== "critical" && risk !== "high") return "off";
  const row = TABLE[risk][entry.delivery === "retried" ? "retried" : "redelivered"];
  if (risk === "normal" && rule.severity === "every-risk") return "warning";
  return row[preset];
}

/** One step quieter: what a finding says when a step of its path could not be followed. */
export function quieter(severity: Severity): Severity {
  return severity === "error" ? "warning" : severity === "warning" ? "info" : severity;
}

/** Orders deliveries by how surely they repeat. */
export function deliveryRank(delivery: Delivery): number {
  return { redelivered: 2, replayed: 1, retried: 0 }[delivery];
}

/** Orders severities, loudest highest. */
export function severityRank(severity: Severity): number {
  return { error: 3, warning: 2, info: 1, off: 0 }[severity];
}

type Row = Readonly<Record<"redelivered" | "retried", Readonly<Record<Preset, Severity>>>>;

const LOUD: Row = {
  redelivered: { recommended: "error", strict: "error" },
  retried: { recommended: "error", strict: "error" },
};

const TABLE: Readonly<Record<Risk, Row>> = {
  critical: LOUD,
  high: LOUD,
  normal: {
    redelivered: { recommended: "warning", strict: "warning" },
    retried: { recommended: "off", strict: "warning" },
  },
  low: {
    redelivered: { recommended: "off", strict: "info" },
    retried: { recommended: "off", strict: "off" },
  },
};
