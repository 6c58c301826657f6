import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { checkOut } from "./checkout.js";
import { scoreFix, scoreLabels, type FixCase, type Label, type LabelScore, type Place } from "./score.js";

/**
 * Runs `idemlint check` on commits of real repositories and scores the findings: recall on fixes of real gaps, precision on labelled effects.
 *
 *     npx tsx bench/evaluation/run.ts --set <folder with fixes.jsonl and labels.jsonl> --repositories <folder> [--work <folder>] [filter…]
 *
 * Each repository is a bare or ordinary git folder `<owner>+<name>`. A filter is the start of a case's id or of a repository's name; the results are
 * kept in the work folder as one JSON file for each commit. `--after` runs the commits of the fixes too, where the finding must be gone.
 */
const HERE = dirname(fileURLToPath(import.meta.url));
const CLI = join(HERE, "../../dist/cli/main.js");

const { values, positionals: filters } = parseArgs({
  allowPositionals: true,
  options: {
    set: { type: "string" },
    repositories: { type: "string" },
    work: { type: "string", default: "artifacts/evaluation" },
    after: { type: "boolean", default: false },
  },
});
if (values.set === undefined || values.repositories === undefined)
  throw new Error("--set and --repositories say where the cases and the checkouts are");
if (!existsSync(CLI)) throw new Error(`${CLI} does not exist: run npm run build first`);
const work = resolve(values.work);
const repositories = resolve(values.repositories);
const program = programOf(join(HERE, "../../dist"));

const fixes = readCases<FixCase>("fixes.jsonl").filter((one) => wanted(one.id, one.repo));
const labels = readCases<Label>("labels.jsonl").filter((one) => wanted("labels", one.repo));

let found = 0;
for (const one of fixes) {
  const before = scoreFix(one, check(one.repo, one.parent_commit));
  const after = values.after ? scoreFix(one, check(one.repo, one.fix_commit)) : undefined;
  found += before.length > 0 ? 1 : 0;
  const gone =
    after === undefined ? "" : after.length === 0 ? "  gone after the fix" : `  after the fix: ${rulesOf(after)}`;
  console.log(
    `${before.length > 0 ? "found " : "missed"}  ${one.id.padEnd(16)} ${one.gap} (${one.difficulty})  ${rulesOf(before)}${gone}`,
  );
}
if (fixes.length > 0) console.log(`${found} of ${fixes.length} fixes were found before they were made\n`);

const labelled = new Set(labels.map(({ repo, commit }) => `${repo} ${commit}`));
for (const place of labelled) {
  const [repo = "", commit = ""] = place.split(" ");
  const ofCommit = labels.filter((one) => one.repo === repo && one.commit === commit);
  printLabels(`${repo} ${commit.slice(0, 8)}`, scoreLabels(ofCommit, check(repo, commit)));
}

function printLabels(place: string, { right, wrong, debatable, unlabelled, gaps, gapsFound }: LabelScore): void {
  const counts = `${right.length} right, ${wrong.length} wrong, ${debatable.length} debatable, ${unlabelled.length} on no label`;
  console.log(`${place}: ${counts}; ${gapsFound} of ${gaps.length} gaps found`);
  for (const { finding, label } of wrong)
    console.log(`  wrong  ${finding.file}:${finding.line} ${finding.rule}: ${label.why}`);
  for (const gap of gaps) {
    if (right.some(({ label }) => label === gap)) continue;
    console.log(`  missed ${gap.file}:${gap.line} ${gap.effect_text}: ${gap.why}`);
  }
  for (const { file, line, rule } of unlabelled) console.log(`  no label ${file}:${line} ${rule}`);
}

function readCases<T>(name: string): T[] {
  return readFileSync(join(String(values.set), name), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);
}

function wanted(id: string, repo: string): boolean {
  return (
    filters.length === 0 ||
    filters.some((filter) => id.startsWith(filter) || repo === filter || `${id} ${repo}` === filter)
  );
}

/** The findings at a commit: made once, then read from the work folder while the program is the same. */
function check(repo: string, commit: string): readonly Place[] {
  const name = repo.replace("/", "+");
  const place = `${name}-${commit.slice(0, 10)}`;
  const kept = join(work, "results", program, `${place}.json`);
  if (!existsSync(kept)) {
    const tree = checkOut(join(repositories, name), commit, join(work, "trees", place));
    const run = spawnSync(process.execPath, [CLI, "check", ".", "--format", "json"], {
      cwd: tree,
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
    if (run.status !== 0 && run.status !== 1)
      throw new Error(`idemlint check ended with ${run.status} at ${repo} ${commit}: ${run.stderr}`);
    mkdirSync(dirname(kept), { recursive: true });
    writeFileSync(kept, run.stdout);
  }
  return (JSON.parse(readFileSync(kept, "utf8")) as { findings: Place[] }).findings;
}

/** What tells one build of the program from another. */
function programOf(folder: string): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort())
    if (/^(analyzer|cli|rules)\b.*\.js$/.test(name)) hash.update(readFileSync(join(folder, name)));
  return hash.digest("hex").slice(0, 10);
}

function rulesOf(places: readonly Place[]): string {
  return [...new Set(places.map(({ rule }) => rule))].join(", ");
}
