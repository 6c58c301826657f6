import { configure, type Configured } from "../../analyzer/config/configure.js";
import { riskWordsOf } from "../../analyzer/config/compile.js";
import { isConfigFile, loadConfig, type Layer } from "../../analyzer/config/load.js";
import { unmatched } from "../../analyzer/config/unmatched.js";
import type { OwnModel } from "../../analyzer/interpreter/world/marks.js";
import { globExpression } from "../../analyzer/models/glob.js";
import type { Project } from "../../analyzer/project.js";
import { join, parentOf } from "../../analyzer/project/paths.js";
import type { RiskWords } from "../../analyzer/risk.js";
import type { Risk, Severity } from "../../analyzer/trace.js";
import type { OwnNames } from "../facts/names.js";
import { rulesById } from "../index.js";
import type { OpenOptions, Problem, RuleSettings } from "../session.js";

/** Settings of one check: the configuration's, and the host's over them. */
export interface Settings extends RuleSettings {
  /** Settings for some files, the later over the earlier. */
  readonly overrides?: readonly Override[];
  /** How long an attempt may come back, in hours, by risk. */
  readonly retention?: Readonly<Partial<Record<Risk, number>>>;
  /** Words of the user's that tell what a name is. */
  readonly names?: OwnNames;
  readonly riskWords?: RiskWords;
}

export interface Override {
  /** Globs over absolute paths. */
  readonly files: readonly string[];
  readonly rules: Readonly<Record<string, Severity>>;
}

/** The configuration of an open project. */
export interface Configuration {
  readonly configured: Configured;
  /** Whether a file is part of it. */
  reads(file: string): boolean;
  settings(asked: RuleSettings): Settings;
  /** What is wrong with it, given the functions of which it speaks in vain. */
  problems(missing: readonly OwnModel[]): readonly Problem[];
}

/** Reads a project's configuration. */
export function readConfiguration(project: Project, inline: OpenOptions["config"]): Configuration {
  const { layers, problems } = loadConfig(project, inline);
  const configured = configure({ layers }, project);
  const files = new Set(layers.map((layer) => layer.file));
  const written = settingsOf(layers);
  return {
    configured,
    reads: (file) => files.has(file) || isConfigFile(file),
    settings: (asked) => ({
      ...written,
      preset: asked.preset === "strict" ? "strict" : written.preset,
      rules: { ...written.rules, ...asked.rules },
      // What the host asks for by name holds everywhere.
      overrides: asked.rules
        ? (written.overrides ?? []).map((override) => without(override, asked.rules ?? {}))
        : written.overrides,
    }),
    problems(missing) {
      return [...problems, ...layers.flatMap(unknownRules), ...unmatched(configured, layers, project, missing)];
    },
  };
}

function settingsOf(layers: readonly Layer[]): Settings {
  return {
    preset: layers.findLast((layer) => layer.config.preset !== undefined)?.config.preset ?? "recommended",
    rules: Object.assign({}, ...layers.map((layer) => layer.config.rules ?? {})) as Record<string, Severity>,
    overrides: layers.flatMap((layer) =>
      (layer.config.overrides ?? []).map(({ files, rules }) => ({
        files: (typeof files === "string" ? [files] : files).map((glob) => join(parentOf(layer.file), glob)),
        rules,
      })),
    ),
    names: namesOf(layers),
    riskWords: riskWordsOf(layers),
    retention: Object.fromEntries(
      layers.flatMap((layer) =>
        Object.entries(layer.config.retention ?? {}).map(([risk, text]) => [risk, hours(text)]),
      ),
    ),
  };
}

function namesOf(layers: readonly Layer[]): OwnNames {
  const words = (list: keyof OwnNames) => layers.flatMap((layer) => layer.config.names?.[list] ?? []);
  return {
    telemetry: words("telemetry"),
    onRequest: words("onRequest"),
    trial: words("trial"),
    rank: words("rank"),
  };
}

const HOURS: Readonly<Record<string, number>> = { m: 1 / 60, h: 1, d: 24 };

function hours(duration: string): number {
  return Number(duration.slice(0, -1)) * (HOURS[duration.slice(-1)] ?? 1);
}

function without({ files, rules }: Override, asked: Readonly<Record<string, Severity>>): Override {
  return { files, rules: Object.fromEntries(Object.entries(rules).filter(([rule]) => asked[rule] === undefined)) };
}

function unknownRules(layer: Layer): readonly Problem[] {
  const named = [
    ...Object.keys(layer.config.rules ?? {}).map((rule) => ({ rule, path: ["rules", rule] })),
    ...(layer.config.overrides ?? []).flatMap(({ rules }, index) =>
      Object.keys(rules).map((rule) => ({ rule, path: ["overrides", index, "rules", rule] })),
    ),
  ];
  return named
    .filter(({ rule }) => !rulesById.has(rule))
    .map(({ rule, path }) => {
      const { file, line } = layer.place(path);
      return { file, message: `${file}:${line}: ${rule} is no rule; idemlint explain lists them.` };
    });
}

/** How loud a rule is in a file, where the settings say so. */
export function chosenSeverity(settings: Settings, rule: string, file: string): Severity | undefined {
  const override = settings.overrides?.findLast(
    ({ files, rules }) => rules[rule] !== undefined && files.some((glob) => globExpression(glob).test(file)),
  );
  return override?.rules[rule] ?? settings.rules?.[rule];
}
