import type { Check, Effect, Trace } from "../analyzer/trace.js";
import { siteKey } from "../analyzer/sites.js";
import { makeCheckAtomic } from "./fixes/atomic-check.js";
import { plain, repeats, sameTarget, secondRun, writes } from "./repeats.js";
import { defineRule, type Report, type RuleContext } from "./rule.js";
import { stateColumn } from "./states.js";

export default defineRule({
  id: "check-then-act",
  summary: "A read decides whether to act, and nothing keeps two attempts from both passing it",
  group: "guards",
  recommended: true,
  severity: "every-risk",

  *check(trace, context) {
    const answered = new Set<string>();
    const acted = new Set<Effect>();
    for (const [at, effect] of trace.effects.entries()) {
      for (const check of effect.checks) {
        const identity = `${siteKey(check.read)} ${check.kind}`;
        if (answered.has(identity) || check.locked || !repeats(effect)) continue;
        const settled = settledBy(check, trace, at);
        if (settled === undefined) continue;
        answered.add(identity);
        if (settled === "closed" || acted.has(effect) || context.reported(effect)) continue;
        acted.add(effect);
        yield reportOf(check, effect, trace, at, context);
      }
    }
  },
});

/**
 * Whether this code itself changes what the check found out, and where: only then was the check made against a second
 * attempt. A check of something else (permissions, whether a parent exists) answers the same however often it is asked.
 * `closed`: a write before the effect already decided, or is reported in its place (`unguarded-transition`).
 */
function settledBy(check: Check, trace: Trace, at: number): "open" | "closed" | undefined {
  for (const [index, other] of trace.effects.entries()) {
    if (!changes(other, check)) continue;
    if (index >= at) return "open";
    if (!other.checks.some((one) => siteKey(one.read) === siteKey(check.read))) continue;
    const transition = other.kind === "update" && stateColumn(other) !== undefined;
    return transition || other.countTested || other.conflict === "escapes" ? "closed" : "open";
  }
  return undefined;
}

function changes(effect: Effect, check: Check): boolean {
  if (!writes(effect) || !sameTarget(effect.target, check.target)) return false;
  const made =
    effect.kind === "insert" || effect.kind === "upsert" || effect.kind === "append" || effect.kind === "reserve";
  switch (check.kind) {
    case "absence":
      return made || sets(effect, check.tests);
    case "limit":
      return made || sets(effect, check.tests) || (check.tests.length === 0 && effect.kind === "increment");
    case "state":
      return effect.kind === "delete" || sets(effect, check.tests);
    case "presence":
      return effect.kind === "delete" || sets(effect, [...check.tests, ...check.by]);
  }
}

function sets(effect: Effect, columns: readonly string[]): boolean {
  const set = new Set([...Object.keys(effect.values), ...Object.keys(effect.constants), ...effect.relative].map(plain));
  return columns.some((column) => set.has(plain(column)) && !/^(_?id|uuid)$/i.test(column));
}

function reportOf(check: Check, effect: Effect, trace: Trace, at: number, context: RuleContext): Report {
  const later = trace.effects.filter(
    (other, index) =>
      index > at && repeats(other) && other.checks.some((one) => siteKey(one.read) === siteKey(check.read)),
  );
  return {
    effect,
    message: `${effect.name} runs for each of two attempts that both ${passed(check)} at line ${check.read.line}: nothing between the read and this ${actOf(effect)} is atomic, so the second ${secondRun(effect)}${alsoBehind(later)}`,
    remedy: remedyOf(check, effect),
    steps: [
      { site: check.read, what: `reads ${check.target}` },
      { site: check.condition, what: `goes on because it ${passed(check)}` },
    ],
    fixes: makeCheckAtomic(check, effect, context),
  };
}

function passed(check: Check): string {
  switch (check.kind) {
    case "absence":
      return `find nothing in ${check.target}`;
    case "presence":
      return `find ${check.target} still there`;
    case "state":
      return `find ${check.target}.${check.tests.join(", ") || "state"} unchanged`;
    case "limit":
      return `find ${check.target} below its limit`;
  }
}

function actOf(effect: Effect): string {
  return writes(effect) ? "write" : "call";
}

function alsoBehind(later: readonly Effect[]): string {
  if (later.length === 0) return "";
  const names = [...new Set(later.map((effect) => effect.name))];
  return ` (and so with ${names.slice(0, 2).join(", ")}${names.length > 2 ? ` and ${names.length - 2} more` : ""} after it)`;
}

function remedyOf(check: Check, effect: Effect): string {
  switch (check.kind) {
    case "absence":
      return writes(effect) && sameTarget(effect.target, check.target)
        ? `Let the write decide: a unique constraint on what identifies the row, and an insert that tolerates the conflict.`
        : `Claim first: insert the record that says this was done, under a unique key, and act only when the insert was new.`;
    case "state":
    case "presence":
      return `Let the write decide: update ${check.target} on condition that it is still in the state that was read, and act only when a row was changed.`;
    case "limit":
      return `Let the write decide: one conditional update that counts and compares, or a row lock before the count.`;
  }
}
