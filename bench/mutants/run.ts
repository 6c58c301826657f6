import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import ts from "typescript";
import { rules } from "../../rules/index.js";
import { openSession, type RuleSettings, type Session } from "../../rules/session.js";
import { settingsFor } from "../soundness.js";
import { mutationsIn } from "./code.js";
import { mutated, type Mutation } from "./mutation.js";
import { schemaMutations } from "./schema.js";
import { verdictOn, type Outcome } from "./verdict.js";

/**
 * Takes the guards of right code away, one at a time and in every way that an operator knows, and counts how many the
 * analyzer misses afterwards. Right code is what the fixtures and the sample service mark with `// ok:`.
 */
const FIXTURES = join(import.meta.dirname, "../../fixtures").replaceAll("\\", "/");
const wanted = process.argv.slice(2).filter((word) => !word.startsWith("-"));
// What a record keeps or tells is no guard.
const GOVERNANCE = rules
  .filter(({ group, client }) => group === "governance" && !client)
  .map(({ id }) => [id, "off"] as const);
const SETTINGS: RuleSettings = { preset: "strict", rules: Object.fromEntries(GOVERNANCE) };

const LOUD = /\/\/ (error|warning|info|todo):/;

interface Row {
  readonly mutation: Mutation;
  readonly outcome: Outcome;
}

const right = { marked: 0, flagged: 0 };
const rows = foldersOf(FIXTURES).flatMap((folder) => rowsOf(folder));
print(rows);
console.log(`\nUnchanged: ${right.flagged} of ${right.marked} places that are marked as right are flagged.`);
const counted = rows.filter(({ outcome }) => outcome.kind !== "equivalent");
const flagged = counted.filter(({ outcome }) => outcome.kind === "flagged");
process.exit(flagged.length >= counted.length * 0.95 ? 0 : 1);

function foldersOf(root: string): readonly string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !/^\.|node_modules/.test(entry.name))
    .map((entry) => join(root, entry.name).replaceAll("\\", "/"))
    .filter((folder) => wanted.length === 0 || wanted.includes(basename(folder)))
    .filter((folder) => filesOf(folder).some((file) => /(?<!\.d)\.tsx?$/.test(file)));
}

function rowsOf(folder: string): readonly Row[] {
  const opened = openSession({ cwd: folder, paths: [folder] });
  if (!opened.ok) throw new Error(opened.problem.message);
  const { session } = opened;
  const before = session.check(SETTINGS);
  const { findings } = session.check(settingsFor(folder));
  for (const { file, line, rule } of marksIn(folder)) {
    right.marked++;
    const found = findings.some(({ site, rule: said }) => said === rule && site.file === file && site.line === line);
    if (found) right.flagged++;
  }
  return mutationsOf(folder).map((mutation) => {
    const after = checkWith(session, mutation);
    return { mutation, outcome: verdictOn(before, after, !/\.[cm]?tsx?$/.test(mutation.file)) };
  });
}

/** Lines that say `// ok: rule`, about themselves or, on a line of their own, the next. */
function marksIn(folder: string) {
  return filesOf(folder).flatMap((file) => {
    const lines = /\.tsx?$/.test(file) ? readFileSync(file, "utf8").split("\n") : [];
    return lines.flatMap((text, index) => {
      const rule = /\/\/ ok: ([\w-]+)/.exec(text)?.[1];
      return rule === undefined
        ? []
        : [{ file, rule, line: text.trimStart().startsWith("//") ? index + 2 : index + 1 }];
    });
  });
}

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/node_modules|generated|\/test\/|\/scenarios\//.test(`${entry.parentPath}/`))
    .map((entry) => join(entry.parentPath, entry.name).replaceAll("\\", "/"));
}

function checkWith(session: Session, mutation: Mutation) {
  session.setText(mutation.file, mutated(readFileSync(mutation.file, "utf8"), mutation));
  const after = session.check(SETTINGS);
  session.setText(mutation.file, undefined);
  return after;
}

function mutationsOf(folder: string): readonly Mutation[] {
  return filesOf(folder).flatMap((file) => {
    const text = existsSync(file) ? readFileSync(file, "utf8") : "";
    if (/\.(sql|prisma)$/.test(file)) return schemaMutations(file, text);
    if (!/\.tsx?$/.test(file) || file.endsWith(".idemlint.ts")) return [];
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
    return mutationsIn(source, (node) => isRight(node, source)).filter((mutation) =>
      parses(mutated(text, mutation), file),
    );
  });
}

/** The innermost statement or member of a class around that says how it is judged, says `ok` alone; a file without a word is right. */
function isRight(node: ts.Node, source: ts.SourceFile): boolean {
  if (!LOUD.test(source.text)) return true;
  for (let at = node; !ts.isSourceFile(at); at = at.parent) {
    const isUnit = ts.isClassElement(at) || ts.isSourceFile(at.parent);
    if (isUnit) return at.getFullText(source).includes("// ok:") && !LOUD.test(at.getFullText(source));
  }
  return false;
}

function parses(text: string, file: string): boolean {
  const { diagnostics } = ts.transpileModule(text, { fileName: file, reportDiagnostics: true });
  return (diagnostics ?? []).length === 0;
}

function print(all: readonly Row[]): void {
  const operators = [...new Set(all.map(({ mutation }) => mutation.operator))].sort();
  console.log("| guard taken away | mutants | equivalent | flagged | survived |\n| --- | --- | --- | --- | --- |");
  for (const operator of [...operators, "together"]) {
    const own = all.filter(({ mutation }) => operator === "together" || mutation.operator === operator);
    const of = (kind: Outcome["kind"]): number => own.filter(({ outcome }) => outcome.kind === kind).length;
    console.log(`| ${operator} | ${own.length} | ${of("equivalent")} | ${of("flagged")} | ${of("survived")} |`);
  }
  const survivors = all.filter(({ outcome }) => outcome.kind === "survived");
  console.log(`\n${survivors.length} survived:`);
  for (const { mutation } of survivors) console.log(`- ${mutation.operator}: ${placeOf(mutation)}`);
  if (!process.argv.includes("--equivalent")) return;
  console.log("\nEquivalent:");
  for (const { mutation, outcome } of all)
    if (outcome.kind === "equivalent") console.log(`- ${mutation.operator}: ${placeOf(mutation)}: ${outcome.why}`);
}

function placeOf({ file, start, end }: Mutation): string {
  const text = readFileSync(file, "utf8");
  const line = text.slice(0, start).split("\n").length;
  return `${relative(FIXTURES, file)}:${line} ${JSON.stringify(text.slice(start, Math.min(end, start + 90)))}`;
}
