import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Finding, Severity, Trace } from "../../analyzer/trace.js";

/** What a comment beside fixture code says. */
export interface Expectation {
  readonly file: string;
  readonly line: number;
  readonly kind: Exclude<Severity, "off"> | "ok" | "step" | "todo";
  readonly text: string;
}

/** TypeScript sources of a fixture folder, scenarios for the harness left out. */
export function sourcesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.(idemlint|d)\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/[\\/]node_modules[\\/]/.test(file))
    .sort();
}

/** The expectations in a file: `// error: rule` and its kin, about their own line or, on a line of their own, the next. */
export function expectationsIn(file: string, text = readFileSync(file, "utf8")): Expectation[] {
  const lines = text.split("\n");
  return lines.flatMap((line, index) =>
    [...line.matchAll(/\/\/ (error|warning|info|ok|step|todo): (.*?)(?= \/\/ |$)/g)].map((match) => ({
      file,
      line: line.trimStart().startsWith("//") ? nextCode(lines, index) : index + 1,
      kind: match[1] as Expectation["kind"],
      text: (match[2] ?? "").trim(),
    })),
  );
}

function nextCode(lines: readonly string[], from: number): number {
  return lines.findIndex((line, index) => index > from && !line.trimStart().startsWith("//")) + 1;
}

/** Every disagreement between what was expected and what was found, each with the source line. */
export function disagreements(
  expectations: readonly Expectation[],
  findings: readonly Finding[],
  traces: readonly Trace[],
  textOf: (file: string) => string,
): string[] {
  const show = (file: string, line: number): string =>
    `  ${file}:${line}\n    ${(textOf(file).split("\n")[line - 1] ?? "").trim()}`;
  const at = (finding: Finding): Expectation => ({
    file: finding.site.file,
    line: finding.site.line,
    kind: finding.severity,
    text: finding.rule,
  });
  const problems: string[] = [];
  const loud = expectations.filter((one) => ["error", "warning", "info"].includes(one.kind));
  for (const finding of findings) {
    const found = at(finding);
    const here = expectations.filter((one) => one.file === found.file && one.line === found.line);
    if (here.some((one) => one.kind === found.kind && one.text === found.text)) continue;
    const todo = here.some((one) => one.kind === "todo" && one.text === found.text);
    problems.push(
      `${todo ? "pinned miss is found now" : "unexpected"} ${found.kind}: ${found.text}\n${show(found.file, found.line)}\n    ${finding.message}`,
    );
  }
  for (const one of loud) {
    if (!findings.some((finding) => same(at(finding), one)))
      problems.push(`missing ${one.kind}: ${one.text}\n${show(one.file, one.line)}`);
  }
  for (const one of expectations.filter(({ kind }) => kind === "step")) {
    const steps = findings.flatMap((finding) => finding.path);
    const there = steps.filter((step) => step.site.file === one.file && step.site.line === one.line);
    if (!there.some((step) => step.what.includes(one.text)))
      problems.push(
        `missing step: ${one.text}\n${show(one.file, one.line)}\n    steps here: ${there.map((step) => step.what).join(" | ") || "none"}`,
      );
  }
  for (const one of expectations.filter(({ kind }) => kind === "ok")) {
    const seen = traces.some((trace) =>
      trace.effects.some((effect) =>
        [effect.site, effect.sink].some((site) => site.file === one.file && site.line === one.line),
      ),
    );
    if (!seen) problems.push(`the engine sees no effect here, so silence proves nothing\n${show(one.file, one.line)}`);
  }
  return problems;
}

function same(a: Expectation, b: Expectation): boolean {
  return a.file === b.file && a.line === b.line && a.kind === b.kind && a.text === b.text;
}
