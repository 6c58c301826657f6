import { parseArgs } from "node:util";
import type { Severity } from "../analyzer/trace.js";
import { mapFormats, type MapFormat } from "../map/formats.js";
import { FORMATS, type ReportTarget } from "./formats/format.js";
import { suggestion } from "./nearest.js";

/** Severities that a finding can have. */
export type Level = Exclude<Severity, "off">;

/** `idemlint check`, as asked for. */
export interface CheckCommand {
  readonly name: "check";
  readonly paths: readonly string[];
  readonly project?: string;
  readonly reports: readonly ReportTarget[];
  readonly failOn: Level;
  readonly fix: boolean;
  /** Fingerprints of findings whose fix was reviewed. */
  readonly fixReview: readonly string[];
  readonly strict: boolean;
  readonly rules: Readonly<Record<string, Severity>>;
  readonly stats: boolean;
  /** Where runs left their verdicts; else where they leave them by default, if there. */
  readonly verdicts?: string;
  readonly debug: boolean;
}

/** `idemlint map`, as asked for. */
export interface MapCommand {
  readonly name: "map";
  readonly paths: readonly string[];
  readonly project?: string;
  /** Only this entry point and what follows from it. */
  readonly entry?: string;
  readonly format: MapFormat;
  /** The file that gets the map instead of the terminal. */
  readonly out?: string;
  readonly debug: boolean;
}

/** `idemlint models`, as asked for. */
export interface ModelsCommand {
  readonly name: "models";
  readonly paths: readonly string[];
  /** An entry of the configuration that matches nothing is an error. */
  readonly check: boolean;
}

/** What the user asks for. */
export type Command =
  | CheckCommand
  | MapCommand
  | ModelsCommand
  | { readonly name: "explain"; readonly rule: string | undefined; readonly debug: boolean }
  /** The harness reads its own options. */
  | { readonly name: "verify"; readonly args: readonly string[] }
  | { readonly name: "help"; readonly topic: string | undefined }
  | { readonly name: "version" };

/** A command, or the one sentence that says what is wrong with the arguments. */
export type Parsed =
  { readonly ok: true; readonly command: Command } | { readonly ok: false; readonly message: string };

const COMMANDS = ["check", "map", "explain", "models", "verify", "help"];

interface Option {
  readonly type: "string" | "boolean";
  readonly short?: string;
  readonly multiple?: true;
  readonly values?: readonly string[];
}

const COMMON = {
  help: { type: "boolean", short: "h" },
  debug: { type: "boolean" },
} satisfies Record<string, Option>;

const CHECK: Readonly<Record<string, Option>> = {
  ...COMMON,
  project: { type: "string", short: "p" },
  format: { type: "string", multiple: true },
  "fail-on": { type: "string", values: ["error", "warning", "info"] },
  fix: { type: "boolean" },
  "fix-review": { type: "string", multiple: true },
  strict: { type: "boolean" },
  rule: { type: "string", multiple: true },
  stats: { type: "boolean" },
  verdicts: { type: "string" },
};

const MAP: Readonly<Record<string, Option>> = {
  ...COMMON,
  project: { type: "string", short: "p" },
  entry: { type: "string" },
  format: { type: "string", values: mapFormats },
  out: { type: "string", short: "o" },
};

const SEVERITIES = ["error", "warning", "info", "off"] as const satisfies readonly Severity[];

/** Reads the command line. */
export function parseCommandLine(args: readonly string[]): Parsed {
  const [first, ...rest] = args;
  if (first === undefined || first === "--help" || first === "-h") return command({ name: "help", topic: undefined });
  if (first === "--version" || first === "-v") return command({ name: "version" });
  if (first.startsWith("-")) return wrong(`The command comes first: idemlint check ${first} …, or idemlint --help.`);
  if (!COMMANDS.includes(first))
    return wrong(`There is no command ${first}.${suggestion(first, COMMANDS)} idemlint --help lists them.`);
  if (first === "help") return command({ name: "help", topic: rest[0] });
  if (first === "verify") return command({ name: "verify", args: rest });
  if (first === "map") return parseMap(rest);
  if (first === "models") return parseModels(rest);
  return first === "check" ? parseCheck(rest) : parseExplain(rest);
}

function parseCheck(args: readonly string[]): Parsed {
  const read = readOptions("check", args, CHECK);
  if (!read.ok) return read;
  const { options, positionals } = read;
  if (options.flag("help")) return command({ name: "help", topic: "check" });
  const rules = readRules(options.all("rule"));
  if (!rules.ok) return rules;
  const reports = readReports(options.all("format"));
  if (!reports.ok) return reports;
  const [project, verdicts] = [options.last("project"), options.last("verdicts")];
  return command({
    name: "check",
    paths: positionals,
    ...(project !== undefined && { project }),
    ...(verdicts !== undefined && { verdicts }),
    reports: reports.reports,
    failOn: levelOf(options.last("fail-on")),
    fix: options.flag("fix"),
    fixReview: options.all("fix-review"),
    strict: options.flag("strict"),
    rules: rules.rules,
    stats: options.flag("stats"),
    debug: options.flag("debug"),
  });
}

function parseMap(args: readonly string[]): Parsed {
  const read = readOptions("map", args, MAP);
  if (!read.ok) return read;
  const { options, positionals } = read;
  if (options.flag("help")) return command({ name: "help", topic: "map" });
  const [project, entry, out] = [options.last("project"), options.last("entry"), options.last("out")];
  const format = mapFormats.find((one) => one === options.last("format"));
  return command({
    name: "map",
    paths: positionals,
    ...(project !== undefined && { project }),
    ...(entry !== undefined && { entry }),
    ...(out !== undefined && { out }),
    format: format ?? formatOfFile(out) ?? "mermaid",
    debug: options.flag("debug"),
  });
}

/** `map.svg` says what it is to be. */
function formatOfFile(file: string | undefined): MapFormat | undefined {
  const ending = file?.split(".").at(-1);
  return mapFormats.find((format) => format === ending || (format === "mermaid" && ending === "mmd"));
}

function parseModels(args: readonly string[]): Parsed {
  const read = readOptions("models", args, { ...COMMON, check: { type: "boolean" } });
  if (!read.ok) return read;
  if (read.options.flag("help")) return command({ name: "help", topic: "models" });
  return command({ name: "models", paths: read.positionals, check: read.options.flag("check") });
}

function parseExplain(args: readonly string[]): Parsed {
  const read = readOptions("explain", args, COMMON);
  if (!read.ok) return read;
  if (read.options.flag("help")) return command({ name: "help", topic: "explain" });
  if (read.positionals.length > 1) return wrong("idemlint explain takes one rule at a time.");
  return command({ name: "explain", rule: read.positionals[0], debug: read.options.flag("debug") });
}

function readRules(
  settings: readonly string[],
): { readonly ok: true; readonly rules: Record<string, Severity> } | Extract<Parsed, { ok: false }> {
  const rules: Record<string, Severity> = {};
  for (const setting of settings) {
    const [id = "", severity = ""] = setting.split("=");
    const known = SEVERITIES.find((one) => one === severity);
    if (!known) return wrong(`--rule ${setting} is not of the form <rule>=<${SEVERITIES.join("|")}>.`);
    rules[id] = known;
  }
  return { ok: true, rules };
}

/** `sarif=out.sarif,pretty`; what machines read goes to the terminal only by itself. */
function readReports(
  asked: readonly string[],
): { readonly ok: true; readonly reports: readonly ReportTarget[] } | Extract<Parsed, { ok: false }> {
  const reports: ReportTarget[] = [];
  for (const part of asked.flatMap((text) => text.split(","))) {
    const [name = "", ...rest] = part.split("=");
    const format = FORMATS.find((one) => one === name);
    if (!format) return wrong(`--format ${name} is not one of ${FORMATS.join(", ")}.${suggestion(name, FORMATS)}`);
    const file = rest.join("=");
    if (rest.length > 0 && file === "") return wrong(`--format ${part} names no file: ${name}=<file>.`);
    reports.push({ format, ...(file !== "" && { file }) });
  }
  const shown = reports.filter(({ file }) => file === undefined);
  const machine = shown.find(({ format }) => !FOR_PEOPLE.has(format));
  if (machine && shown.length > 1)
    return wrong(`--format ${machine.format} cannot share the terminal: write ${machine.format}=<file>.`);
  return { ok: true, reports: reports.length > 0 ? reports : [{ format: "pretty" }] };
}

/** GitHub picks its commands out of whatever else a job prints. */
const FOR_PEOPLE: ReadonlySet<string> = new Set<(typeof FORMATS)[number]>(["pretty", "github", "markdown"]);

function levelOf(text: string | undefined): Level {
  return text === "warning" || text === "info" ? text : "error";
}

interface Options {
  flag(name: string): boolean;
  last(name: string): string | undefined;
  all(name: string): readonly string[];
}

type ReadOptions =
  | { readonly ok: true; readonly options: Options; readonly positionals: readonly string[] }
  | Extract<Parsed, { ok: false }>;

function readOptions(name: string, args: readonly string[], known: Readonly<Record<string, Option>>): ReadOptions {
  const { tokens, positionals } = parseArgs({
    args: [...args],
    options: known,
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  const values = new Map<string, string[]>();
  const flags = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const option = known[token.name];
    if (!option) {
      const names = Object.keys(known).map((one) => `--${one}`);
      return wrong(`idemlint ${name} has no option ${token.rawName}.${suggestion(token.rawName, names)}`);
    }
    if (option.type === "boolean") {
      if (token.value !== undefined) return wrong(`--${token.name} takes no value.`);
      flags.add(token.name);
    } else {
      const problem = valueProblem(token.name, token.value, option);
      if (problem) return wrong(problem);
      values.set(token.name, [...(values.get(token.name) ?? []), token.value ?? ""]);
    }
  }
  const all = (one: string) => values.get(one) ?? [];
  return { ok: true, positionals, options: { flag: (one) => flags.has(one), last: (one) => all(one).at(-1), all } };
}

function valueProblem(name: string, value: string | undefined, { values }: Option): string | undefined {
  if (value === undefined || value === "") return `--${name} needs a value${values ? `: ${values.join(", ")}` : ""}.`;
  if (!values || values.includes(value)) return undefined;
  return `--${name} ${value} is not one of ${values.join(", ")}.${suggestion(value, values)}`;
}

function command(made: Command): Parsed {
  return { ok: true, command: made };
}

function wrong(message: string): Extract<Parsed, { ok: false }> {
  return { ok: false, message };
}
