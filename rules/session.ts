import { existsSync } from "node:fs";
import { matchesOf, type Call, type Matched } from "../analyzer/config/matches.js";
import { createAnalyzer, type Analysis } from "../analyzer/engine.js";
import { openProject, type LeftOut, type Project } from "../analyzer/project.js";
import { schemaIndexer } from "../analyzer/schema/build-index.js";
import { siteOf } from "../analyzer/sites.js";
import { entriesWith } from "../analyzer/schema/files.js";
import type { Effect, Finding, Severity, Site, Stats, Trace } from "../analyzer/trace.js";
import { rules } from "./index.js";
import { repositoryAround } from "./judging/repository.js";
import { readConfiguration } from "./judging/configuration.js";
import { keptFor } from "./facts/expiry.js";
import { createJudgeMemory, judge, type JudgedProject } from "./judging/judge.js";
import { lessonsFor, severityLesson, type Lesson } from "./judging/lessons.js";
import { presentOf } from "./known/present.js";
import type { Present } from "./known/compare.js";
import { holds, type Share } from "./judging/share.js";
import { untimed, type Timing } from "./judging/timing.js";
import type { SuppressedFinding } from "./judging/suppress.js";

/** A sentence for the user: what, where, what to do. */
export interface Problem {
  readonly message: string;
  readonly file?: string;
  /** Present when it is about a comment that switches nothing off any more. */
  readonly idleSuppression?: true;
}

/** What a host asks for on top of the configuration file. */
export interface RuleSettings {
  readonly preset: "recommended" | "strict";
  /** Overrides by rule id. */
  readonly rules?: Readonly<Record<string, Severity>>;
  /** The day on which suppressions are judged, `2026-12-31`; absent means today. */
  readonly today?: string;
}

export interface CheckResult {
  readonly findings: readonly Finding[];
  /** What comments switch off, with their reasons. */
  readonly suppressed?: readonly SuppressedFinding[];
  readonly traces: readonly Trace[];
  readonly stats: Stats;
  /** What could not be read, and why; the check went on without it. */
  readonly problems: readonly Problem[];
  /** What is wrong with the configuration; absent when nothing is. Findings then rest on what could be read of it. */
  readonly misconfigured?: readonly Problem[];
  /** Functions that could not be seen, by name, with how often they are called. */
  readonly opaque?: Analysis["opaque"];
  /** How many such calls each entry point makes. */
  readonly opaqueIn?: Analysis["opaqueIn"];
  /** Files that hold code and were not read, with the reason. */
  readonly leftOut?: () => readonly LeftOut[];
  /** How long what a reservation remembers is kept, in seconds, where the code says it. */
  readonly keptFor?: (effect: Effect) => number | "for ever" | undefined;
  /** Where the schema declares an effect's target, and under which name. */
  readonly tableOf?: (target: string) => { readonly name: string; readonly site: Site } | undefined;
}

/** A project held open: edits in, findings out. Results are kept per entry point; an edit re-walks only what read the file. */
export interface Session {
  readonly root: string;
  /** The code as it is, for those who recognise gaps of earlier states. */
  readonly present: Present;
  /** Replaces a file's text by an editor's; `undefined` goes back to what is on disk. */
  setText(file: string, text: string | undefined): void;
  /** The same for many files at once. */
  setTexts(texts: ReadonlyMap<string, string | undefined>): void;
  /** A file was changed, created or deleted on disk (sources, schema files, tsconfig). */
  touch(file: string): void;
  check(settings: RuleSettings): CheckResult;
  /** What the entries of the configuration matched, by a walk of its own. */
  matches(): readonly Matched[];
  /** What the user can say in the configuration so that a finding goes: what they know and the code does not show. */
  lessons(finding: Finding): readonly Lesson[];
  /** Sets how loud a rule is, in the configuration. */
  severityLesson(rule: string, severity: Severity): Lesson | undefined;
}

export interface OpenOptions {
  readonly cwd: string;
  /** Folders, files or tsconfigs; empty means `cwd`. */
  readonly paths?: readonly string[];
  readonly project?: string;
  /** A configuration that the host holds, laid over the file's: its value, and what to call it in a message. */
  readonly config?: { readonly config: unknown; readonly where: string };
  /** Only a part of the entry points is walked: the second of four. What they reach is found as always. */
  readonly share?: Share;
  /** Told how long the parts of a check take. */
  readonly timing?: Timing;
  /** Told how far the check has come. */
  readonly onProgress?: (phase: string, done: number, total: number) => void;
}

export type OpenResult =
  { readonly ok: true; readonly session: Session } | { readonly ok: false; readonly problem: Problem };

/** Opens the project that the options name. What the user can repair comes back as a problem; nothing is thrown at them. */
export function openSession(options: OpenOptions): OpenResult {
  const began = performance.now();
  const opened = (options.timing ?? untimed).measure("open", () => openProject(options));
  return opened.ok ? { ok: true, session: sessionOver(opened.project, began, options) } : opened;
}

function sessionOver(project: Project, openedAt: number, { config, onProgress, timing, share }: OpenOptions): Session {
  const { measure } = timing ?? untimed;
  const overlaid = new Set<string>();
  const schema = schemaIndexer({
    roots: project.schemaRoots,
    files: { entries: (folder) => entriesWith(folder, overlaid), read: (file) => project.text(file) },
    sources: () => project.sources(),
    beyond: { files: () => project.beyond(), source: (file) => project.source(file) },
  });
  const memory = createJudgeMemory();
  // A finding has one fingerprint, whatever part of a repository is checked.
  const repository = repositoryAround(project.root) ?? project.root;
  const results = new Map<string, CheckResult>();
  let configuration = readConfiguration(project, config);
  let analyzer = newAnalyzer();
  let checks = 0;

  function newAnalyzer() {
    const { models, own, ownRisk } = configuration.configured;
    return createAnalyzer({
      project,
      schema: () => schema.index(),
      models,
      own,
      ownRisk,
      share: share && holds(share),
    });
  }

  function changed(...files: readonly string[]): void {
    if (files.length === 0) return;
    results.clear();
    for (const file of files) schema.touch(file);
    const configured = files.some((file) => configuration.reads(file));
    if (configured) configuration = readConfiguration(project, config);
    if (configured || files.some(isConfiguration)) analyzer = newAnalyzer();
    else analyzer.touch(...files);
  }

  function setTexts(texts: ReadonlyMap<string, string | undefined>): void {
    const files = [...texts].flatMap(([file, text]) => {
      const before = project.version(file);
      if (text === undefined) overlaid.delete(file);
      else overlaid.add(file);
      project.setText(file, text);
      return project.version(file) === before ? [] : [file];
    });
    changed(...files);
  }

  function check(settings: RuleSettings): CheckResult {
    const began = checks++ === 0 ? openedAt : performance.now();
    if (onProgress ?? timing) measure("parse", () => parse(project, onProgress));
    const index = measure("schema", () => schema.index());
    const analysis = measure("walk", () => analyzer.analyze());
    const asked = configuration.settings(settings);
    const misconfigured = configuration.problems(analyzer.missing());
    const judged: JudgedProject = {
      root: repository,
      schema: index,
      text: (file) => project.text(file),
      source: (file) => project.source(file),
      sources: () => project.sources(),
      resolve: (specifier, from) => project.resolve(specifier, from),
      ...(timing && { timing }),
    };
    const { findings, suppressed, problems } = measure("judge", () =>
      judge(analysis.traces, rules, judged, asked, memory),
    );
    return {
      findings: inFocus(findings, project.focus),
      suppressed: suppressed.filter(({ finding }) => inFocus([finding], project.focus).length > 0),
      traces: analysis.traces,
      ...(misconfigured.length > 0 && { misconfigured }),
      opaque: analysis.opaque,
      opaqueIn: analysis.opaqueIn,
      leftOut: () => project.leftOut(),
      keptFor: (effect) => keptFor(effect, judged),
      tableOf: (target) => index.table(target),
      stats: { ...analysis.stats, durationMs: Math.round(performance.now() - began) },
      problems: [
        ...project.problems(),
        ...index.problems.map((message) => ({ message })),
        ...analysis.problems,
        ...problems,
      ],
    };
  }

  /** Calls are only listened to here: they would be held in memory for nothing otherwise. */
  function matches(): readonly Matched[] {
    const { configured } = configuration;
    const calls: Call[] = [];
    createAnalyzer({
      project,
      schema: () => schema.index(),
      ...configured,
      onCall: (library, path, node) => calls.push({ library, path, site: siteOf(node) }),
    }).analyze();
    return matchesOf(configured.items, calls, project);
  }

  return {
    root: project.root,
    matches,
    lessons: (finding) => lessonsFor(finding, project),
    severityLesson: (rule, severity) => severityLesson(rule, severity, project),
    present: presentOf(project, repository),
    setText(file, text) {
      setTexts(new Map([[file, text]]));
    },
    setTexts,
    touch(file) {
      // What imported a deleted file is only known while the file is still there.
      if (!existsSync(file)) analyzer.touch(file);
      project.touch(file);
      changed(file);
    },
    check(settings) {
      const key = JSON.stringify(settings);
      const known = results.get(key) ?? check(settings);
      results.set(key, known);
      return known;
    },
  };
}

/** Parsing is the long part, so it is the part that shows how far it has come. */
function parse(project: Project, onProgress: OpenOptions["onProgress"]): void {
  const files = project.files();
  for (const [index, file] of files.entries()) {
    project.source(file);
    onProgress?.("files read", index + 1, files.length);
  }
}

/** Where single files were asked for: what is in them, and what they start. */
function inFocus(findings: readonly Finding[], focus: readonly string[]): readonly Finding[] {
  if (focus.length === 0) return findings;
  const asked = new Set(focus);
  return findings.filter(
    ({ site, entry }) => asked.has(site.file) || asked.has(entry.site.file) || asked.has(entry.handler.file),
  );
}

/** Files that decide what an import reaches: a change to one leaves nothing as it was. */
function isConfiguration(file: string): boolean {
  return /\/(tsconfig|jsconfig)[^/]*\.json$|\/package\.json$|\/pnpm-workspace\.yaml$/.test(file);
}
