import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname } from "node:path/posix";
import type { Rule as EslintRule } from "eslint";
import type { Finding, Severity } from "../../analyzer/trace.js";
import type { Rule } from "../rule.js";
import type { CheckResult, OpenOptions, OpenResult, RuleSettings, Session } from "../session.js";

/** `settings.idemlint` of an ESLint configuration. */
export interface EslintSettings {
  readonly preset?: RuleSettings["preset"];
  /** Overrides by rule id, as `--rule` on the command line. */
  readonly rules?: Readonly<Record<string, Severity>>;
  /** The tsconfig whose files are the project, relative to ESLint's working directory. */
  readonly project?: string;
  /** What `idemlint.config.ts` may hold besides: effects, guards, entry points and the like. */
  readonly [more: string]: unknown;
}

/** Projects held open for all files and rules that ESLint asks about. */
export interface SharedSessions {
  /** The findings of one rule in the file being linted. */
  findings(context: Context, rule: Rule): readonly Finding[];
}

type Context = Pick<EslintRule.RuleContext, "filename" | "physicalFilename" | "cwd" | "sourceCode" | "settings">;

/** One project for all files below one root, one analysis for all rules. */
export function shareSessions(open: (options: OpenOptions) => OpenResult): SharedSessions {
  const projects = new Map<string, OpenProject>();
  // Every rule sees the same source code object in one pass over a file, and a new one after each fix.
  const passes = new WeakMap<object, Pass>();

  function passOver(context: Context, file: string, settings: EslintSettings): Pass {
    const known = passes.get(context.sourceCode);
    if (known) return known;
    const made = startPass(projectOf(file, context.cwd.replaceAll("\\", "/"), settings), file, context.sourceCode.text);
    passes.set(context.sourceCode, made);
    return made;
  }

  function projectOf(file: string, cwd: string, settings: EslintSettings): OpenProject {
    const { project, preset: _preset, rules: _rules, ...config } = settings;
    const root = project === undefined ? projectRoot(file, cwd) : cwd;
    const inline = Object.keys(config).length > 0 ? { config, where: "settings.idemlint of ESLint" } : undefined;
    const key = `${root}\n${project ?? ""}\n${JSON.stringify(config)}`;
    const known = projects.get(key);
    if (known) return known;
    const result = open({ cwd: root, ...(project !== undefined && { project }), ...(inline && { config: inline }) });
    // ESLint has no place for a problem of the project but an error, which ends the run and says where.
    if (!result.ok) throw new Error(`idemlint: ${result.problem.message}`);
    const made = watched(result.session);
    projects.set(key, made);
    return made;
  }

  return {
    findings(context, rule) {
      // A block that a processor cut out of another file (Markdown, Vue) is no module of the project.
      if (context.physicalFilename !== context.filename || !/\.[cm]?[jt]sx?$/.test(context.filename)) return [];
      const file = context.filename.replaceAll("\\", "/");
      const settings = settingsOf(context.settings["idemlint"]);
      const { findings } = passOver(context, file, settings)(rulesFor(rule, settings));
      return findings.filter((finding) => finding.rule === rule.id && finding.site.file === file);
    },
  };
}

/** A rule that ESLint runs is on, whatever the preset says. */
function rulesFor(rule: Rule, { preset = "recommended", rules = {} }: EslintSettings): RuleSettings {
  const on = rule.recommended || preset === "strict" || rule.id in rules;
  return { preset, rules: on ? rules : { ...rules, [rule.id]: "warning" } };
}

/** One look at a file: the text stays the same for every rule. */
type Pass = (settings: RuleSettings) => CheckResult;

function startPass(project: OpenProject, file: string, text: string): Pass {
  project.refresh();
  // An overlay only where the text differs from the disk: a later change on disk must not hide behind it.
  project.session.setText(file, textOnDisk(file) === text ? undefined : text);
  const results = new Map<string, CheckResult>();
  return (settings) => {
    const key = JSON.stringify(settings);
    const known = results.get(key);
    if (known) return known;
    const made = project.session.check(settings);
    if (made.misconfigured) throw new Error(made.misconfigured.map(({ message }) => `idemlint: ${message}`).join("\n"));
    results.set(key, made);
    project.watch(made);
    return made;
  };
}

interface OpenProject {
  readonly session: Session;
  /** Remembers which files a result rests on. */
  watch(result: CheckResult): void;
  /** Tells the session of those that were changed on disk since: in an editor ESLint lives for hours. */
  refresh(): void;
}

/** How long the files on disk are taken to be unchanged. */
const FRESH_MS = 2000;

function watched(session: Session): OpenProject {
  const times = new Map<string, number>();
  let looked = Date.now();
  return {
    session,
    watch({ traces }) {
      for (const { files } of traces) for (const file of files) if (!times.has(file)) times.set(file, timeOf(file));
    },
    refresh() {
      if (Date.now() - looked < FRESH_MS) return;
      looked = Date.now();
      for (const [file, time] of times) {
        const now = timeOf(file);
        if (now === time) continue;
        times.set(file, now);
        session.touch(file);
      }
    },
  };
}

function timeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** The workspace, else the tsconfig, else the package above a file, but not above ESLint's working directory. */
function projectRoot(file: string, cwd: string): string {
  const folders = [dirname(file)];
  for (let at = dirname(file); at !== cwd && dirname(at) !== at; at = dirname(at)) folders.push(dirname(at));
  const holding = (...names: readonly string[]) =>
    folders.find((folder) => names.some((name) => existsSync(`${folder}/${name}`)));
  const workspace = folders.find(
    (folder) =>
      existsSync(`${folder}/pnpm-workspace.yaml`) || textOnDisk(`${folder}/package.json`)?.includes('"workspaces"'),
  );
  return workspace ?? holding("tsconfig.json", "jsconfig.json") ?? holding("package.json") ?? cwd;
}

function textOnDisk(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  } catch {
    return undefined;
  }
}

function settingsOf(value: unknown): EslintSettings {
  return typeof value === "object" && value !== null ? (value as EslintSettings) : {};
}
