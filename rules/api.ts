export type {
  Confidence,
  Delivery,
  Effect,
  EffectKind,
  EntryKind,
  EntryPoint,
  Finding,
  Fix,
  FixSafety,
  Guard,
  Key,
  Provenance,
  Risk,
  Severity,
  Shortfall,
  Site,
  Stats,
  Step,
  TextEdit,
  Trace,
} from "../analyzer/trace.js";
export { defineConfig, type Config } from "../analyzer/config/config.js";
export { presets, rules } from "./index.js";
export type { Rule, RuleGroup } from "./rule.js";
export {
  openSession,
  type CheckResult,
  type OpenOptions,
  type OpenResult,
  type Problem,
  type RuleSettings,
  type Session,
} from "./session.js";
