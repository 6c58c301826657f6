import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Finding, Fix } from "../analyzer/trace.js";
import { rules } from "../rules/index.js";
import { openFolder, settingsFor, tryFix, tsconfigOf, typeChecker } from "./soundness.js";

/**
 * Prints the table rule × fixture × finding × verdict before the fix × verdict after it, and fails on any disagreement:
 * the gap has to be found and shown, the fix has to be sound and has to hold.
 */
const BENCH = dirname(fileURLToPath(import.meta.url));
const FIXTURES = join(BENCH, "../fixtures").replaceAll("\\", "/");
const wanted = process.argv.slice(2);
const typeErrors = typeChecker();

const rows: Row[] = [];
for (const { id, staticOnly } of rules) {
  if (wanted.length > 0 && !wanted.includes(id)) continue;
  if (staticOnly) rows.push(staticRow(id));
  for (const proof of proofsOf(join(FIXTURES, id))) rows.push(await rowOf(id, proof));
}
print(rows);
process.exit(rows.some((row) => row.problems.length > 0) ? 1 : 0);

interface Row {
  readonly rule: string;
  readonly fixture: string;
  readonly finding: string;
  readonly before: string;
  readonly after: string;
  readonly problems: readonly string[];
}

interface Verdict {
  readonly verdict: string;
  readonly reason: string;
  readonly sites: readonly { readonly file: string; readonly line: number; readonly verdict: string }[];
}

function proofsOf(folder: string): string[] {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".idemlint.ts")) : [];
  return files.map((file) => join(folder, file).replaceAll("\\", "/"));
}

/** A rule whose fault no run shows: its fixture has the finding, and its fix takes it away. */
function staticRow(rule: string): Row {
  const folder = join(FIXTURES, rule).replaceAll("\\", "/");
  const session = openFolder(folder);
  const found = session.check(settingsFor(folder)).findings.filter((one) => one.rule === rule);
  const [first] = found;
  const problems = first ? [] : [`no ${rule} in ${rule}`];
  const fix = first?.fixes[0];
  if (first && fix) problems.push(...tryFix(folder, session, first, fix).problems);
  return {
    rule,
    fixture: first ? `${rule}/${basename(first.effect.sink.file)}` : rule,
    finding: first ? `${first.severity} at line ${first.effect.sink.line}` : "none",
    before: "static by nature",
    after: fix ? "no finding" : "no fix by machine",
    problems,
  };
}

async function rowOf(rule: string, proof: string): Promise<Row> {
  const folder = dirname(proof);
  const modules = importsOf(proof);
  const session = openFolder(folder);
  const { findings } = session.check(settingsFor(folder));
  const found = findings.filter((one) => one.rule === rule && modules.includes(one.effect.sink.file));
  const fixture = `${basename(folder)}/${modules.map((file) => basename(file)).join(", ")}`;
  const problems: string[] = [];
  if (found.length === 0) problems.push(`no ${rule} in ${fixture}`);
  const before = swallowing(await prove(proof));
  const expected = /expect: "(\w+)"/.exec(readFileSync(proof, "utf8"))?.[1] ?? "confirmed";
  if (before.verdict !== expected) problems.push(`before the fix: ${before.verdict}, ${before.reason}`);
  const shown = before.sites.filter((site) => site.verdict === before.verdict);
  // A transition is reported where it is decided, and names the calls that it lets happen again.
  const meet = (one: Finding): boolean =>
    [one.effect.sink, ...one.path.map((step) => step.site)].some((at) =>
      shown.some((site) => site.file === at.file && site.line >= at.line && site.line <= at.endLine),
    );
  if (shown.length > 0 && found.length > 0 && !found.some(meet))
    problems.push(
      `the finding is not at the call that was repeated (line ${shown.map((site) => site.line).join(", ")})`,
    );
  const fixable = found.flatMap((finding) => finding.fixes.slice(0, 1).map((fix) => ({ finding, fix })));
  const first = fixable[0];
  const after = first ? await proveFixed(proof, folder, first, session, problems) : undefined;
  const sink = found[0]?.effect.sink;
  return {
    rule,
    fixture,
    finding: found.length === 0 ? "none" : `${found[0]?.severity ?? ""} at line ${sink?.line ?? 0}`,
    before: before.verdict,
    after: after ?? "no fix by machine",
    problems,
  };
}

/** Where another intent has no effect, the harness can prove nothing else: for a key that is too coarse that is the proof. */
function swallowing(verdict: Verdict): Verdict {
  if (verdict.verdict !== "inconclusive" || !verdict.reason.startsWith("another key had no second effect"))
    return verdict;
  return { ...verdict, verdict: "swallowed", sites: verdict.sites.map((site) => ({ ...site, verdict: "swallowed" })) };
}

/** Writes the fixed folder beside the fixture, where imports reach what they reached, and proves it against the gap. */
async function proveFixed(
  proof: string,
  folder: string,
  { finding, fix }: { readonly finding: Finding; readonly fix: Fix },
  session: ReturnType<typeof openFolder>,
  problems: string[],
): Promise<string> {
  const { texts, problems: unsound } = tryFix(folder, session, finding, fix);
  problems.push(...unsound);
  const code = new Map([...texts].filter(([file]) => /\.tsx?$/.test(file)));
  problems.push(...typeErrors(tsconfigOf(folder), code).map((error) => `after the fix: ${relative(FIXTURES, error)}`));
  const copy = mkdtempSync(join(FIXTURES, ".fixed-"));
  try {
    cpSync(folder, copy, { recursive: true });
    for (const [file, text] of texts) writeFileSync(join(copy, relative(folder, file)), text);
    const { verdict, reason } = await prove(join(copy, basename(proof)), proof);
    if (verdict !== "refuted") problems.push(`after the fix “${fix.title}”: ${verdict}, ${reason}`);
    return verdict;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** The fixture's own modules that a proof runs. */
function importsOf(proof: string): string[] {
  const specifiers = [...readFileSync(proof, "utf8").matchAll(/(?:from |import\(|resolve\()"(\.\/[^"]+)\.js"/g)];
  return specifiers.map(([, path]) => `${join(dirname(proof), path ?? "").replaceAll("\\", "/")}.ts`);
}

function prove(...proofs: readonly string[]): Promise<Verdict> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["--import", "tsx", join(BENCH, "prove.ts"), ...proofs], {
      // Drivers are recorded as the program under test finds them.
      cwd: dirname(proofs[0] ?? BENCH),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    let errors = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
    child.on("close", () => {
      const line = output.split("\n").findLast((text) => text.startsWith('{"verdict"'));
      const failed = { verdict: "failed", reason: errors.trim().split("\n").slice(-3).join(" "), sites: [] };
      resolve(line === undefined ? failed : (JSON.parse(line) as Verdict));
    });
  });
}

function print(table: readonly Row[]): void {
  const columns = ["rule", "fixture", "finding", "before", "after"] as const;
  const widths = columns.map((column) => Math.max(column.length, ...table.map((row) => row[column].length)));
  const line = (cells: readonly string[]): string =>
    cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join("  ");
  console.log(line(["rule", "fixture", "finding", "before the fix", "after the fix"]));
  for (const row of table) {
    console.log(line(columns.map((column) => row[column])));
    for (const problem of row.problems) console.log(`  ✗ ${problem}`);
  }
  const wrong = table.filter((row) => row.problems.length > 0).length;
  console.log(wrong === 0 ? `\n${table.length} proofs agree.` : `\n${wrong} of ${table.length} proofs disagree.`);
}
