import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import ts from "typescript";
import type { Finding, Fix } from "../analyzer/trace.js";
import { applyFixes } from "../cli/fix.js";
import { applyFix } from "../rules/fixes/edits.js";
import { rules, rulesById } from "../rules/index.js";
import { openSession, type RuleSettings, type Session } from "../rules/session.js";

/** A fix applied in memory, and what is wrong with the result. */
export interface Applied {
  readonly texts: ReadonlyMap<string, string>;
  /** Each a sentence; empty for a sound fix. */
  readonly problems: readonly string[];
}

/** Opens a folder for trying fixes on. */
export function openFolder(folder: string): Session {
  const opened = openSession({ cwd: folder, paths: [folder] });
  if (!opened.ok) throw new Error(opened.problem.message);
  return opened.session;
}

/** How a rule's own folder is checked: with the preset that has the rule, the others that only `strict` has left out. */
export function settingsFor(folder: string): RuleSettings {
  const rule = rulesById.get(basename(folder));
  if (rule?.recommended !== false) return { preset: "recommended" };
  const others = rules.filter(({ id, recommended }) => !recommended && id !== rule.id);
  return { preset: "strict", rules: Object.fromEntries(others.map(({ id }) => [id, "off"])) };
}

/** Applies a fix: the finding has to go, nothing new may come, nothing may be left to apply, and no line that stays is retyped. */
export function tryFix(folder: string, session: Session, finding: Finding, fix: Fix): Applied {
  const before = session.check(settingsFor(folder)).findings;
  const texts = applyFix(fix, (file) => (existsSync(file) ? readFileSync(file, "utf8") : undefined));
  const after = [...texts.keys()].every((file) => isCode(file) && existsSync(file))
    ? inMemory(folder, session, texts)
    : onDisk(folder, texts);
  const problems = [...retyped(fix, (file) => (existsSync(file) ? readFileSync(file, "utf8") : ""))];
  const left = after.find((one) => sameEffect(one, finding, fix));
  if (left)
    problems.push(
      `${left.rule === finding.rule ? "the finding is still there" : "another finding came"}: ${left.message}`,
    );
  const known = count(before);
  for (const [key, found] of count(after))
    if (found > (known.get(key) ?? 0)) problems.push(`a new finding came: ${key}`);
  return { texts, problems };
}

/** Edits that replace a line by itself: what stays has to stay byte for byte, so an edit leaves it out. */
function retyped({ title, edits }: Fix, read: (file: string) => string): string[] {
  return edits.flatMap(({ file, start, end, text }) => {
    const before = read(file).slice(start, end).split("\n");
    const after = text.split("\n");
    const same = (at: number): boolean => (before.at(at) ?? "").trim() !== "" && before.at(at) === after.at(at);
    const whole = before.length > 1 && after.length > 1 && (same(0) || same(-1));
    return whole ? [`“${title}” retypes a line of ${basename(file)} that stays as it is`] : [];
  });
}

/** Applies the first fix of every finding, round after round, in a copy of the folder, until there is nothing left to apply. */
export function fixAll(folder: string): {
  readonly copy: string;
  readonly rounds: number;
  readonly changed: ReadonlySet<string>;
} {
  const copy = mkdtempSync(join(dirname(folder), ".fixed-")).replaceAll("\\", "/");
  cpSync(folder, copy, { recursive: true, filter: (file) => !/[\\/]node_modules$/.test(file) });
  const changed = new Set<string>();
  for (let rounds = 0; rounds <= ROUNDS; rounds++) {
    const { findings } = openFolder(copy).check(settingsFor(folder));
    const fixes = findings.flatMap((finding) => finding.fixes.slice(0, 1));
    if (fixes.length === 0) return { copy, rounds, changed };
    for (const file of applyFixes(fixes)) changed.add(file);
  }
  return { copy, rounds: ROUNDS + 1, changed };
}

/** Fixes that touch each other go one round each; more rounds than this never end. */
export const ROUNDS = 8;

function inMemory(folder: string, session: Session, texts: ReadonlyMap<string, string>): readonly Finding[] {
  for (const [file, text] of texts) session.setText(file, text);
  const { findings } = session.check(settingsFor(folder));
  for (const file of texts.keys()) session.setText(file, undefined);
  return findings;
}

/** Schema files and new files are looked for on disk: a copy beside the folder gets them. Places are given as in the folder. */
function onDisk(folder: string, texts: ReadonlyMap<string, string>): readonly Finding[] {
  const copy = mkdtempSync(join(dirname(folder), ".fixed-")).replaceAll("\\", "/");
  try {
    cpSync(folder, copy, { recursive: true, filter: (file) => !/[\\/]node_modules$/.test(file) });
    for (const [file, text] of texts) {
      const target = join(copy, relative(folder, file));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, text);
    }
    const { findings } = openFolder(copy).check(settingsFor(folder));
    return JSON.parse(JSON.stringify(findings).replaceAll(`${copy}/`, `${folder}/`)) as Finding[];
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function isCode(file: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(file);
}

/** Finds type errors in texts that stand in for files, or for files that are not there; libraries are parsed once. */
export function typeChecker(): (tsconfig: string, texts: ReadonlyMap<string, string>) => string[] {
  const parsed = new Map<string, ts.SourceFile | undefined>();
  return (tsconfig, texts) => {
    const { config } = ts.readConfigFile(tsconfig, ts.sys.readFile) as { config: unknown };
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, dirname(tsconfig));
    const host = ts.createCompilerHost(options);
    const { getSourceFile, fileExists } = host;
    host.fileExists = (file) => texts.has(file) || fileExists.call(host, file);
    host.getSourceFile = (file, languageVersion, ...rest) => {
      const text = texts.get(file);
      if (text !== undefined) return ts.createSourceFile(file, text, languageVersion);
      if (!file.includes("/node_modules/")) return getSourceFile.call(host, file, languageVersion, ...rest);
      if (!parsed.has(file)) parsed.set(file, getSourceFile.call(host, file, languageVersion, ...rest));
      return parsed.get(file);
    };
    const program = ts.createProgram({ rootNames: [...texts.keys()], options: { ...options, noEmit: true }, host });
    return [...texts.keys()]
      .flatMap((file) => program.getSourceFile(file) ?? [])
      .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)])
      .map(({ file, start, messageText }) => {
        const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
        return `${file?.fileName ?? ""}:${line}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
      });
  };
}

/** The tsconfig that a folder's files belong to. */
export function tsconfigOf(folder: string): string {
  const own = join(folder, "tsconfig.json");
  return existsSync(own) ? own : join(folder, "../tsconfig.json");
}

/** Lines move with the fix, so a place is found again by what stands before it in its own file. */
function sameEffect(one: Finding, finding: Finding, fix: Fix): boolean {
  if (one.effect.sink.file !== finding.effect.sink.file) return false;
  const shift = fix.edits
    .filter((edit) => edit.file === finding.effect.sink.file && edit.end <= finding.effect.sink.start)
    .reduce((sum, edit) => sum + edit.text.length - (edit.end - edit.start), 0);
  return one.effect.sink.start === finding.effect.sink.start + shift;
}

/** Findings by effect: one rule may follow another at an effect that is not right yet, but no effect may turn wrong. */
function count(findings: readonly Finding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { site, effect } of findings) {
    const key = `${effect.name} in ${site.file}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
