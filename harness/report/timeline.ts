import type { Logged } from "../run-watcher.js";
import type { Run } from "../run.js";
import type { Difference } from "../oracle/compare.js";
import type { Findings, VerdictKind } from "../verdict.js";
import { painter, type Paint } from "./paint.js";
import { reproduction } from "./reproduction.js";

interface Reported {
  readonly findings: Findings;
  readonly clean?: Run;
  readonly shown?: {
    readonly run: Run;
    readonly judgement: { readonly what: string; readonly differences: readonly Difference[] };
  };
}

/** How the timeline is drawn. */
export interface TimelineOptions {
  readonly colour: boolean;
  /** Files are shown relative to this folder. */
  readonly base: string;
  readonly relative: (from: string, to: string) => string;
  /** The command that repeats the failure; this process's own when absent. */
  readonly repeat?: string;
}

/** The report for people: verdict, the run that shows it as lanes, what differs from once, and how to repeat it. */
export function renderTimeline(verification: Reported, options: TimelineOptions): string {
  const { findings, clean, shown } = verification;
  const paint = painter(options.colour);
  const run = shown?.run ?? clean;
  return [
    ...heading(findings, paint),
    ...(run ? ["", ...lanes(run, options, paint)] : []),
    ...(shown ? ["", ...differences(shown.judgement.differences, paint)] : []),
    "",
    ...facts(findings, paint),
    ...(shown ? ["", `  ${paint.dim("repeat it")}  ${paint.bold(options.repeat ?? reproduction(findings))}`] : []),
    "",
  ].join("\n");
}

const HEADLINES: Readonly<Record<VerdictKind, string>> = {
  confirmed: "gap confirmed",
  refuted: "holds",
  wedged: "wedged",
  flaky: "flaky",
  "not-reached": "not reached",
  inconclusive: "inconclusive",
};

function heading(findings: Findings, paint: Paint): readonly string[] {
  const colour =
    findings.verdict === "refuted"
      ? paint.good
      : findings.verdict === "confirmed" || findings.verdict === "wedged"
        ? paint.bad
        : paint.warn;
  const mark =
    findings.verdict === "refuted"
      ? "✔"
      : findings.verdict === "confirmed" || findings.verdict === "wedged"
        ? "✘"
        : "?";
  return [
    `${colour(`${mark} ${HEADLINES[findings.verdict]}`)}  ${paint.bold(findings.scenario)}`,
    `  ${findings.reason}`,
  ];
}

/** One lane an attempt: two attempts that run at once stand side by side by their indent. */
function lanes(run: Run, options: TimelineOptions, paint: Paint): readonly string[] {
  const lines: string[] = [`  ${paint.dim(describe(run))}`];
  const together = run.schedule.family === "S6";
  let current = 0;
  for (const entry of run.log) {
    const { attempt } = entry.effect;
    if (!together && attempt !== current) {
      lines.push(...outcomeLine(run, current, together, paint), ...attemptLine(attempt, paint));
      current = attempt;
    }
    lines.push(...effectLines(entry, together, options, paint));
  }
  const told = together ? run.outcomes.map((outcome) => outcome.attempt) : [current];
  for (const attempt of told) lines.push(...outcomeLine(run, attempt, together, paint));
  const silent = run.outcomes.filter((outcome) => !run.log.some(({ effect }) => effect.attempt === outcome.attempt));
  for (const outcome of silent) {
    if (!together)
      lines.push(
        ...attemptLine(outcome.attempt, paint),
        `  │   ${paint.dim("no effect")}`,
        ...outcomeLine(run, outcome.attempt, false, paint),
      );
  }
  return lines;
}

/** One line that says what a run repeats and what it breaks. */
export function describe(run: Run): string {
  const { schedule } = run;
  switch (schedule.family) {
    case "S0":
      return "one clean attempt";
    case "S1":
      return "S1 · the same request again, after it succeeded";
    case "S2":
      return `${schedule.id} · the reply was lost, so the client sends it again${again(schedule)}`;
    case "S7":
      return schedule.id === "S7-late"
        ? "S7-late · another request comes in between, then the first one is delivered again"
        : "S7-reversed · both requests are delivered again, the newer one first";
    case "S3":
      return `${schedule.id} · fails ${schedule.when} the effect, then is tried again${again(schedule)}`;
    case "S4":
      return `${schedule.id} · the effect happens and its reply is lost, then it is tried again${again(schedule)}`;
    case "S5":
      return `${schedule.id} · the process is killed ${schedule.when} the effect, starts again, and it is tried again${again(schedule)}`;
    case "S6":
      return `${schedule.id} · two attempts meet before the effect, ${schedule.first} goes first`;
  }
}

function again({ then }: { readonly then?: unknown }): string {
  return then === undefined ? "" : ", which is broken too";
}

function attemptLine(attempt: number, paint: Paint): readonly string[] {
  return attempt === 0 ? [`  ┌ ${paint.warn("unattributed")}`] : [`  ┌ ${paint.bold(`attempt ${attempt}`)}`];
}

function lane(attempt: number, together: boolean): string {
  return together ? `  ${"│   ".repeat(Math.max(0, attempt - 1))}${"AB"[attempt - 1] ?? attempt} ` : "  │ ";
}

function effectLines(entry: Logged, together: boolean, options: TimelineOptions, paint: Paint): readonly string[] {
  const { effect, performed, end, held } = entry;
  if (effect.role === "read" && end?.kind === "done")
    return [`${lane(effect.attempt, together)}  ${paint.dim(`read ${effect.target}`)}`];
  const place = effect.place
    ? `${options.relative(options.base, effect.place.file)}:${effect.place.line}`
    : "place unknown";
  const injected = end?.kind === "injected";
  const mark = injected ? paint.bad("⚡") : end?.kind === "failed" ? paint.warn("✗") : paint.good("●");
  const key = effect.key === undefined ? "" : paint.dim(` key ${effect.key}`);
  const notes = [
    ...(held ? [paint.dim("waited at the barrier")] : []),
    ...(injected
      ? [paint.bad(performed ? "took effect, and its reply was lost" : "failed before it took effect")]
      : []),
    ...(end?.kind === "failed" ? [paint.warn(end.error.message.split("\n")[0] ?? "failed")] : []),
  ];
  const line = `${lane(effect.attempt, together)}${mark} ${effect.kind.padEnd(9)} ${effect.target}${key}  ${paint.dim(place)}${notes.length > 0 ? `  ${notes.join(", ")}` : ""}`;
  const parts = (effect.parts ?? []).map((part) => {
    const at = part.place ? `${options.relative(options.base, part.place.file)}:${part.place.line}` : "";
    return `${lane(effect.attempt, together)}    ${paint.dim(`└ ${part.kind} ${part.target}  ${at}`)}`;
  });
  return [line, ...parts];
}

function outcomeLine(run: Run, attempt: number, together: boolean, paint: Paint): readonly string[] {
  const outcome = run.outcomes.find((candidate) => candidate.attempt === attempt);
  if (!outcome) return [];
  const text = outcome.ok ? paint.good(outcome.text) : paint.bad(outcome.text);
  return [together ? `${lane(attempt, true)}└ ${text}` : `  └ ${text}`];
}

function differences(found: readonly Difference[], paint: Paint): readonly string[] {
  return [
    `  ${paint.dim("what differs from once")}`,
    ...found.flatMap(({ group, kind, once, now, added, gone }) => [
      `    ${paint.bold(group)}  ${kind === "changed" ? "other values" : `${once} → ${paint.bad(String(now))}`}`,
      ...gone.slice(0, 3).map((text) => `      ${paint.good("−")} ${text}`),
      ...added.slice(0, 3).map((text) => `      ${paint.bad("+")} ${text}`),
    ]),
  ];
}

/** More of them say the same. */
const MOST_UNHANDLED = 3;

function facts(findings: Findings, paint: Paint): readonly string[] {
  const { schedules, controls, notRun, excluded, volatile, unattributed, blocked, unhandled } = findings;
  const bad = schedules.filter((schedule) => schedule.result !== "held" && schedule.result !== "not-reached");
  const row = (name: string, text: string): string => `  ${paint.dim(name.padEnd(12))}${text}`;
  return [
    ...(schedules.length > 0
      ? [
          row(
            "schedules",
            `${schedules.length} run, ${bad.length} broke it${
              bad.length > 1
                ? `: ${bad
                    .map((schedule) => schedule.id)
                    .slice(0, 6)
                    .join(", ")}`
                : ""
            }`,
          ),
        ]
      : []),
    ...(controls ? [row("new intent", controls.newIntent.what), row("mutant", controls.mutant.what)] : []),
    ...notRun.map(({ family, reason }) => row("not run", `${family}: ${reason}`)),
    ...(excluded.length > 0 ? [row("left out", excluded.join("; "))] : []),
    ...(volatile.length > 0 ? [row("volatile", volatile.join(", "))] : []),
    ...unattributed.map((text) => row("unattributed", text)),
    ...blocked.map((text) => row("blocked", text)),
    ...unhandled.slice(0, MOST_UNHANDLED).map((text) => row("unhandled", text)),
  ];
}
