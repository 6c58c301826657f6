import type { ts } from "ts-morph";
import type { Effect, Fix, Risk, Step, Trace } from "../analyzer/trace.js";
import type { NamedRisk } from "../analyzer/risk.js";
import type { SchemaIndex } from "../analyzer/schema/unique.js";
import type { Names } from "./facts/names.js";

export type RuleGroup = "keys" | "guards" | "time" | "governance";

/** A severity that the table of risks is not asked for, and why: the rest of a sentence that says how grave it is. */
export interface Bound {
  readonly severity: "warning" | "info";
  readonly because: string;
}

/** What a rule says about one effect; the judge adds severity, fingerprint and docs. */
export interface Report {
  readonly effect: Effect;
  /** The effect as the trace has it, when the report moves it to where the code decides on it. */
  readonly moved?: Effect;
  /** What happens, then why: "`x` runs again when the queue redelivers: the key is new on each attempt". */
  readonly message: string;
  /** What to do, one sentence. */
  readonly remedy: string;
  /** Steps after the effect's own path: the unstable source, the guard that falls short. */
  readonly steps?: readonly Step[];
  readonly fixes?: readonly Fix[];
  /** Severity that this report never exceeds, when the harm is smaller than the risk of the target says. */
  readonly atMost?: Bound;
  /** Severity that this report has at least, unless the target is of low risk, when more than the risk speaks for it. */
  readonly atLeast?: Bound;
}

/** What a rule may ask besides the trace. */
export interface RuleContext {
  readonly schema: SchemaIndex;
  /** Text of a file as analysed. */
  text(file: string): string | undefined;
  /** A source file as analysed, parsed; parent pointers may be missing. */
  source(file: string): ts.SourceFile | undefined;
  /** Every source of the project, to look for other callers. */
  sources(): readonly ts.SourceFile[];
  /** The file of the project that an import leads to. */
  resolve(specifier: string, from: string): string | undefined;
  /** How long an attempt at an effect of this risk may come back, in hours: what guards it has to be kept for that long. */
  horizon(risk: Risk): number;
  /** What names of the project tell where neither a type nor a model can. */
  readonly names: Names;
  /** What a name says about risk: the user's own words first. */
  riskOf(name: string): NamedRisk;
  /** True when a more specific rule already spoke about this effect. */
  reported(effect: Effect): boolean;
}

export interface Rule {
  /** Named after the fault; equals the file name. */
  readonly id: string;
  readonly summary: string;
  readonly group: RuleGroup;
  readonly recommended: boolean;
  /** Lowest risk at which it speaks in `recommended`; keys, races, locks and retries speak at every risk but `low`. */
  readonly severity: "by-risk" | "every-risk";
  /** It judges what a page does when somebody presses, alone or besides what runs on a server; every other rule is about a server. */
  readonly client?: "only" | "also";
  /** No run of the program can show the fault: what is missing is a trace of it, not an effect. */
  readonly staticOnly?: boolean;
  check(trace: Trace, context: RuleContext): Iterable<Report>;
}

/** Fixes the shape of a rule and keeps its literal types. */
export function defineRule(rule: Rule): Rule {
  return rule;
}

export type { Effect, Fix, Step, Trace };
