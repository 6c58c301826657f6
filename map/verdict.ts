import type { Risk } from "../analyzer/trace.js";

/** Whether what happens here may happen twice: a finding stands here, guards hold, or neither. */
export type Verdict = "gap" | "guarded" | "open";

/** What a run showed: the fault, or that the outcome stays that of once. */
export type Proof = "confirmed" | "refuted";

/** The worst of several verdicts. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes("gap")) return "gap";
  return verdicts.includes("open") ? "open" : "guarded";
}

/** The highest of several risks. */
export function highest(risks: readonly Risk[]): Risk {
  return (["critical", "high", "normal"] as const).find((risk) => risks.includes(risk)) ?? "low";
}

/** A fault that a run showed speaks for all; that there was none, only when it was shown for everything. */
export function proofOfAll(things: readonly { readonly proof?: Proof | undefined }[]): { readonly proof?: Proof } {
  if (things.some(({ proof }) => proof === "confirmed")) return { proof: "confirmed" };
  return things.length > 0 && things.every(({ proof }) => proof === "refuted") ? { proof: "refuted" } : {};
}
