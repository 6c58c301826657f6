import type { Finding } from "../../analyzer/trace.js";
import type { Standing } from "../../map/standing.js";
import type { Outcome } from "../outcome.js";
import { placeOf, relativeTo } from "../places.js";
import { count, paintCode, wrap, type Paint, type Style } from "../style.js";
import { coverageLines } from "./coverage.js";
import type { FormatContext } from "./format.js";
import { codeFrame } from "./frame.js";

/** Findings for people: each with its code, why it runs again, the path, the remedy; a summary at the end. */
export function formatPretty(result: Outcome, options: FormatContext): string {
  const blocks = result.findings.map((finding) => findingBlock(finding, result, options).join("\n"));
  const tail = [
    ...problemLines(result, options),
    ...(options.stats || options.coverage ? statsLines(result, options) : []),
    ...(options.coverage ? coverageLines(result, options) : []),
  ];
  return ["", ...blocks, ...tail, ...summaryLines(result, options), ""].join("\n");
}

const LABEL = { error: "error", warning: "warning", info: "info" } as const;

function findingBlock(finding: Finding, { standings }: Outcome, options: FormatContext): string[] {
  const { style, cwd } = options;
  const paint = paintOf(finding.severity, style);
  const confidence = finding.confidence === "certain" ? "" : style.grey(` · ${finding.confidence}`);
  const head = [
    paint(style.bold(`● ${LABEL[finding.severity]}`)),
    style.bold(finding.rule),
    style.underline(placeOf(finding.site, cwd)),
    style.grey(`${finding.risk} risk: ${finding.riskReason}`) + confidence,
  ].join("  ");
  const text = options.text(finding.site.file);
  const frame = text === undefined ? [] : ["", ...codeFrame(text, finding.site, options.width - 2, style).map(indent)];
  const message = wrap(finding.message, options.width - 2).map((line) => indent(style.bold(paintCode(line, style))));
  const facts = factLines(finding, standings?.get(finding), options);
  return [head, ...message, ...frame, "", ...facts.map(indent), ""];
}

function factLines(finding: Finding, standing: Standing | undefined, options: FormatContext): string[] {
  const { style } = options;
  const { entry } = finding;
  const weak = finding.effect.weakStep;
  return [
    ...fact("Runs again", `${entry.name} is ${entry.delivery}: ${entry.repeatedBy}`, options),
    ...pathLines(finding, options),
    ...(weak === undefined ? [] : fact("Weak step", weak, options)),
    ...(standing === undefined ? [] : fact("Verified", standingText(standing, options.style), options)),
    ...fact("Remedy", finding.remedy, options),
    ...finding.fixes.flatMap((fix, index) => fixLines(finding, fix, index, options)),
    ...fact("Rule", style.grey(`idemlint explain ${finding.rule}`), options),
  ];
}

function standingText(standing: Standing, { red, green, yellow }: Style): string {
  switch (standing.kind) {
    case "confirmed":
      return `${red("confirmed")} by a run of ${standing.scenario}${standing.schedule === undefined ? "" : ` at ${standing.schedule}`}`;
    case "refuted":
      return `${green("refuted")}: ${standing.scenario} held in ${count(standing.schedules, "schedule")}`;
    case "elsewhere":
      return `not verified here: this call held for ${standing.scenario}, which is another entry point`;
    case "stale":
      return `${yellow("stale")}: the code has changed since ${standing.scenario} was run; idemlint verify runs it again`;
    case "not-verified":
      return "not verified: no scenario reaches this call";
  }
}

const LABEL_WIDTH = 12;

function fact(label: string, text: string, { style, width }: FormatContext): string[] {
  const lines = wrap(text, width - 2 - LABEL_WIDTH);
  return lines.map(
    (line, index) => style.grey((index === 0 ? label : "").padEnd(LABEL_WIDTH)) + paintCode(line, style),
  );
}

function pathLines({ path, entry }: Finding, { style, cwd }: FormatContext): string[] {
  const places = path.map((step) => placeOf(step.site, cwd));
  const longest = Math.max(0, ...places.map((place) => place.length));
  return path.map((step, index) => {
    const label = style.grey((index === 0 ? "Path" : "").padEnd(LABEL_WIDTH));
    const number = style.magenta(String(index + 1).padStart(String(path.length).length));
    return `${label}${number}  ${(places[index] ?? "").padEnd(longest)}  ${style.grey(index === 0 ? entry.name : step.what)}`;
  });
}

function fixLines(finding: Finding, fix: Finding["fixes"][number], index: number, options: FormatContext): string[] {
  const short = finding.fingerprint.slice(0, 8);
  const chosen = index === 0 ? short : `${short}:${index + 1}`;
  const way = fix.safety === "safe" ? "--fix" : `--fix-review ${chosen}`;
  const { style } = options;
  return [
    ...fact(index === 0 ? "Fix" : "", `${fix.title} (${fix.safety === "safe" ? "safe" : "needs review"})`, options),
    " ".repeat(LABEL_WIDTH) + style.grey("→ ") + style.green(`${options.call} ${way}`),
  ];
}

function problemLines({ problems }: Outcome, { style, cwd, width }: FormatContext): string[] {
  if (problems.length === 0) return [];
  const shown = problems.slice(0, 10).flatMap(({ message, file }) => {
    const short = file === undefined ? message : message.replaceAll(file, relativeTo(cwd, file));
    return wrap(short, width - 2).map((line, index) => `${index === 0 ? style.yellow("!") : " "} ${line}`);
  });
  const more =
    problems.length > 10 ? [style.grey(`  … and ${problems.length - 10} more (--format json lists them all)`)] : [];
  return [...shown, ...more, ""];
}

function statsLines({ stats, opaque }: Outcome, { style, width }: FormatContext): string[] {
  const rows: [string, number | string][] = [
    ["files", stats.files],
    ["entry points", stats.entryPoints],
    ["effects", stats.effects],
    ["  guarded", stats.guarded],
    ["calls that could not be followed", stats.opaqueCalls],
    ["values of unknown origin", stats.unresolvedTypes],
  ];
  const digits = Math.max(...rows.map(([, value]) => String(value).length));
  return [
    ...rows.map(([name, value]) => `  ${style.bold(String(value).padStart(digits))}  ${style.grey(name)}`),
    ...opaqueLines(opaque, style, width),
    "",
  ];
}

function opaqueLines(opaque: Outcome["opaque"], style: Style, width: number): string[] {
  const often = [...(opaque ?? [])].sort(([, a], [, b]) => b.times - a.times).slice(0, 20);
  if (often.length === 0) return [];
  const names = often.map(([name, { times }]) => (times === 1 ? name : `${name} (${times})`)).join(", ");
  return [
    "",
    ...wrap(`Not followed, most often called first: ${names}`, width - 2).map((line) => `  ${style.grey(line)}`),
  ];
}

function summaryLines(outcome: Outcome, { style, call, width }: FormatContext): string[] {
  const { findings, stats } = outcome;
  const took =
    stats.durationMs < 950 ? `${Math.round(stats.durationMs)} ms` : `${(stats.durationMs / 1000).toFixed(1)} s`;
  const walked = style.grey(
    `${count(stats.files, "file")}, ${count(stats.entryPoints, "entry point")}, ${count(stats.effects, "effect")} (${stats.guarded} guarded) in ${took}`,
  );
  const rule = style.grey("─".repeat(Math.min(width, 80)));
  if (findings.length === 0) {
    const verdict =
      stats.entryPoints === 0
        ? style.yellow(style.bold("? No entry point was found")) +
          ": nothing here is known to run again, so nothing was judged."
        : style.green(style.bold(outcome.compared ? "✔ No new gap was found" : "✔ No gap was found"));
    return [rule, verdict, walked, ...leftOutLines(outcome, style)];
  }
  const levels = (["error", "warning", "info"] as const)
    .map((level) => ({ level, number: findings.filter((finding) => finding.severity === level).length }))
    .filter(({ number }) => number > 0)
    .map(({ level, number }) => paintOf(level, style)(level === "info" ? `${number} info` : count(number, level)));
  const files = new Set(findings.map((finding) => finding.site.file)).size;
  const sign = findings.some((finding) => finding.severity === "error") ? style.red("✖") : style.yellow("▲");
  return [
    rule,
    `${sign} ${style.bold(count(findings.length, outcome.compared ? "new gap" : "gap"))} in ${count(files, "file")}: ${levels.join(", ")}`,
    walked,
    ...standingLines(outcome, style),
    ...leftOutLines(outcome, style),
    ...fixSummary(findings, call, style),
  ];
}

/** How many of the findings runs have spoken about. */
function standingLines({ standings }: Outcome, style: Style): string[] {
  if (!standings) return [];
  const kinds = [...standings.values()].map(({ kind }) => kind);
  const number = (...wanted: readonly string[]) => kinds.filter((kind) => wanted.includes(kind)).length;
  const parts = [
    ["confirmed by runs", number("confirmed")],
    ["refuted", number("refuted")],
    ["stale", number("stale")],
    ["not verified", number("not-verified", "elsewhere")],
  ] as const;
  const told = parts.filter(([, times]) => times > 0).map(([name, times]) => `${times} ${name}`);
  return [style.grey(told.join(", "))];
}

function leftOutLines({ compared, suppressed = [] }: Outcome, style: Style): string[] {
  const parts = [
    ...(compared ? [`${count(compared.known.length, "gap")} known from ${compared.with}`] : []),
    ...(compared && compared.closed > 0 ? [`${compared.closed} closed since`] : []),
    ...(suppressed.length > 0 ? [`${suppressed.length} suppressed with a reason`] : []),
  ];
  return parts.length > 0 ? [style.grey(parts.join(", "))] : [];
}

function fixSummary(findings: readonly Finding[], call: string, style: Style): string[] {
  const safe = findings.filter((finding) => finding.fixes.some((fix) => fix.safety === "safe")).length;
  const review = findings.filter((finding) => finding.fixes.some((fix) => fix.safety === "review")).length;
  return [
    ...(safe > 0 ? [`${count(safe, "gap")} can be closed by ${style.green(`${call} --fix`)}`] : []),
    ...(review > 0
      ? [`${count(review, "gap")} can be closed after review by ${style.green(`${call} --fix-review <fingerprint>`)}`]
      : []),
  ];
}

function paintOf(severity: Finding["severity"], style: Style): Paint {
  return severity === "error" ? style.red : severity === "warning" ? style.yellow : style.blue;
}

function indent(line: string): string {
  return line === "" ? "" : `  ${line}`;
}
