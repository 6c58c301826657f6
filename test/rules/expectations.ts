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
  const problems: string[] = [];
  const loud = expectations.filter((one) => ["error", "warning", "info"].includes(one.kind));
  for (const finding of findings) {
    const here = expectations.filter((one) => isAt(finding, one) && one.text === finding.rule);
    if (here.some((one) => one.kind === finding.severity)) continue;
    const said = here.some((one) => one.kind === "todo") ? "pinned miss is found now" : "unexpected";
    problems.push(
      `${said} ${finding.severity}: ${finding.rule}\n${show(finding.site.file, finding.site.line)}\n    ${finding.message}`,
    );
  }
  for (const one of loud) {
    const found = findings.some(
      (finding) => isAt(finding, one) && finding.rule === one.text && finding.severity === one.kind,
    );
    if (!found) problems.push(`missing ${one.kind}: ${one.text}\n${show(one.file, one.line)}`);
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

/** A finding stands where the code decides on the effect; a comment may also stand at the library's call itself. */
function isAt({ site, effect }: Finding, { file, line }: Expectation): boolean {
  return [site, effect.sink].some((place) => place.file === file && place.line === line);
}
