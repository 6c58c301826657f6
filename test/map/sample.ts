import { plainEffect } from "../../analyzer/interpreter/effects/plain.js";
import type { Effect, EffectKind, EntryKind, EntryPoint, Finding, Guard, Site, Trace } from "../../analyzer/trace.js";

/** What one effect of a sample does. */
interface SampleEffect {
  readonly kind: EffectKind;
  readonly name: string;
  readonly target: string;
  readonly library?: string;
  readonly guard?: string;
  readonly rule?: string;
}

/** One entry point of a sample. */
export interface SampleEntry {
  readonly kind: EntryKind;
  readonly name: string;
  readonly library: string;
  readonly effects: readonly SampleEffect[];
}

/** Traces and findings as the analyzer would give them, from a short description; each entry has a file of its own. */
export function sampleResult(root: string, entries: readonly SampleEntry[]) {
  const traces: Trace[] = [];
  const findings: Finding[] = [];
  for (const [index, { kind, name, library, effects }] of entries.entries()) {
    const file = `${root}/src/handlers/handler-${index + 1}.ts`;
    const site = siteAt(file, 3);
    const entry: EntryPoint = {
      site,
      handler: site,
      kind,
      delivery: kind === "http" ? "retried" : "redelivered",
      name,
      library,
      repeatedBy: `${library} runs it again`,
      identities: [],
      renewed: [],
      safe: false,
    };
    const made = effects.map((effect, at) => ({ effect: effectOf(effect, siteAt(file, 5 + at)), rule: effect.rule }));
    traces.push({ entry, effects: made.map(({ effect }) => effect), files: [file] });
    for (const { effect, rule } of made) if (rule !== undefined) findings.push(findingOf(rule, effect, entry));
  }
  return { traces, findings };
}

function siteAt(file: string, line: number): Site {
  return { file, start: line * 100, end: line * 100 + 40, line, column: 3, endLine: line, endColumn: 43 };
}

function effectOf({ kind, name, target, library = "prisma", guard }: SampleEffect, site: Site): Effect {
  const guards: Guard[] = guard === undefined ? [] : [{ kind: "unique-constraint", site, what: guard }];
  return {
    site,
    sink: site,
    kind,
    library,
    name,
    target,
    risk: "high",
    riskReason: target,
    ...plainEffect,
    guards,
    confidence: "certain",
  };
}

function findingOf(rule: string, effect: Effect, entry: EntryPoint): Finding {
  return {
    rule,
    severity: "error",
    confidence: "certain",
    risk: effect.risk,
    riskReason: effect.riskReason,
    site: effect.site,
    message: "",
    remedy: "",
    effect,
    entry,
    path: [],
    fixes: [],
    within: "",
    fingerprint: "",
    docs: "",
  };
}
