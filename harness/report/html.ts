import { relative } from "node:path";
import type { Verified } from "../command/verify.js";
import type { Logged } from "../run-watcher.js";
import type { Run } from "../run.js";
import type { Difference } from "../oracle/compare.js";
import type { Findings } from "../verdict.js";
import { STYLE } from "./html-style.js";
import { xml } from "./xml.js";
import { describe } from "./timeline.js";

/** One self-contained page: a section for each scenario with its attempts as lanes, the fault, what differs, and the command that repeats it. */
export function renderHtml(done: readonly Verified[], cwd: string): string {
  const sections = done.map((one) => section(one, cwd));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>Idemlint verification</title>
<style>${STYLE}</style>
</head>
<body>
<header><h1>Idemlint verification</h1><p>${summary(done)}</p></header>
<main>
${sections.join("\n")}
</main>
<script>
for (const button of document.querySelectorAll("button.copy")) {
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.previousElementSibling.textContent);
    button.textContent = "Copied";
  });
}
</script>
</body>
</html>
`;
}

function summary(done: readonly Verified[]): string {
  const counts = new Map<string, number>();
  for (const { verification } of done)
    counts.set(verification.findings.verdict, (counts.get(verification.findings.verdict) ?? 0) + 1);
  const chips = [...counts].map(([verdict, count]) => `<span class="chip ${verdict}">${count} ${verdict}</span>`);
  return `${done.length} ${done.length === 1 ? "scenario" : "scenarios"} ${chips.join(" ")}`;
}

function section({ file, verification }: Verified, cwd: string): string {
  const { findings, clean, shown } = verification;
  const run = shown?.run ?? clean;
  const open = findings.verdict === "refuted" ? "" : " open";
  return `<details class="scenario"${open}>
<summary><span class="chip ${findings.verdict}">${findings.verdict}</span> <strong>${xml(findings.scenario)}</strong> <span class="file">${xml(file)}</span></summary>
<p class="reason">${xml(findings.reason)}</p>
${run ? lanes(run, cwd) : ""}
${shown ? differences(shown.judgement.differences) : ""}
${findings.schedule === undefined ? "" : repeat(file, findings.schedule)}
${facts(findings)}
</details>`;
}

/** A column an attempt, a row a step: two attempts that meet are seen side by side. */
function lanes(run: Run, cwd: string): string {
  const attempts = [
    ...new Set([...run.outcomes.map(({ attempt }) => attempt), ...run.log.map(({ effect }) => effect.attempt)]),
  ].sort((a, b) => a - b);
  const column = (attempt: number): number => attempts.indexOf(attempt) + 1;
  const heads = attempts.map(
    (attempt) =>
      `<div class="head" style="grid-column:${column(attempt)};grid-row:1">${attemptName(run, attempt)}</div>`,
  );
  const steps = run.log.map(
    (entry, index) =>
      `<div class="step ${stepClass(entry)}" style="grid-column:${column(entry.effect.attempt)};grid-row:${index + 2}">${step(entry, cwd)}</div>`,
  );
  const last = run.log.length + 2;
  const ends = run.outcomes.map(
    ({ attempt, ok, text }) =>
      `<div class="end ${ok ? "ok" : "failed"}" style="grid-column:${column(attempt)};grid-row:${last}">${xml(text)}</div>`,
  );
  return `<h2>${xml(describe(run))}</h2>
<div class="lanes" role="group" aria-label="Attempts" style="grid-template-columns:repeat(${Math.max(1, attempts.length)},minmax(13rem,1fr))">
${[...heads, ...steps, ...ends].join("\n")}
</div>`;
}

function attemptName({ schedule }: Run, attempt: number): string {
  if (attempt === 0) return "Unattributed";
  const letter = schedule.family === "S6" ? "AB"[attempt - 1] : undefined;
  return `Attempt ${attempt}${letter === undefined ? "" : ` (${letter})`}`;
}

function stepClass({ effect, end }: Logged): string {
  if (end?.kind === "injected") return "fault";
  if (end?.kind === "failed") return "failed";
  return effect.role === "read" ? "read" : "done";
}

function step({ effect, performed, end, held }: Logged, cwd: string): string {
  const place = effect.place ? `${relative(cwd, effect.place.file).replaceAll("\\", "/")}:${effect.place.line}` : "";
  const notes = [
    held ? "waited at the barrier" : "",
    end?.kind === "injected"
      ? performed
        ? "⚡ took effect, and its reply was lost"
        : "⚡ failed before it took effect"
      : "",
    end?.kind === "failed" ? (end.error.message.split("\n")[0] ?? "") : "",
    effect.key === undefined ? "" : `key ${effect.key}`,
  ].filter((note) => note !== "");
  const parts = (effect.parts ?? []).map((part) => `<li>${xml(`${part.kind} ${part.target}`)}</li>`);
  return [
    `<b>${xml(effect.kind)}</b> ${xml(effect.target)}`,
    place === "" ? "" : `<code>${xml(place)}</code>`,
    parts.length > 0 ? `<ul>${parts.join("")}</ul>` : "",
    ...notes.map((note) => `<small>${xml(note)}</small>`),
  ].join("");
}

function differences(found: readonly Difference[]): string {
  const rows = found.map(
    ({
      group,
      kind,
      once,
      now,
      added,
      gone,
    }) => `<tr><th scope="row">${xml(group)}</th><td>${once}</td><td>${kind === "changed" ? "other values" : `<strong>${now}</strong>`}</td>
<td>${gone.map((text) => `<del>− ${xml(text)}</del>`).join("")}${added.map((text) => `<ins>+ ${xml(text)}</ins>`).join("")}</td></tr>`,
  );
  return `<h2>What differs from once</h2>
<div class="scroll"><table><thead><tr><th scope="col">Where</th><th scope="col">Once</th><th scope="col">Now</th><th scope="col">What</th></tr></thead><tbody>${rows.join("\n")}</tbody></table></div>`;
}

function repeat(file: string, schedule: string): string {
  const command = file.startsWith("--http")
    ? `idemlint verify ${file}`
    : `idemlint verify ${file} --schedule '${schedule}'`;
  return `<h2>Repeat it</h2><p class="repeat"><code>${xml(command)}</code> <button class="copy" type="button">Copy</button></p>`;
}

/** Colour alone tells nothing to some. */
const MARKS = { held: "✔", repeated: "✘", lost: "✘", wedged: "✘", flaky: "?", "not-reached": "–" } as const;

function facts(findings: Findings): string {
  const { controls, notRun, excluded, volatile, unattributed, blocked, unhandled, schedules } = findings;
  const results = schedules.map(
    ({ id, result }) => `<span class="schedule ${result}" title="${xml(result)}">${MARKS[result]} ${xml(id)}</span>`,
  );
  const rows: readonly (readonly [string, string])[] = [
    ["Schedules", results.join(" ")],
    ["New intent", xml(controls?.newIntent.what ?? "")],
    ["Mutant", xml(controls?.mutant.what ?? "")],
    ["Not run", notRun.map(({ family, reason }) => xml(`${family}: ${reason}`)).join("<br>")],
    ["Left out", excluded.map(xml).join("<br>")],
    ["Volatile", volatile.map(xml).join(", ")],
    ["Unattributed", unattributed.map(xml).join("<br>")],
    ["Blocked", blocked.map(xml).join("<br>")],
    ["Unhandled", unhandled.map(xml).join("<br>")],
  ];
  const shown = rows.filter(([, text]) => text !== "").map(([name, text]) => `<dt>${name}</dt><dd>${text}</dd>`);
  return `<h2>How it was judged</h2><dl>${shown.join("\n")}</dl>`;
}
