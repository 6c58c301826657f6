import { relative } from "node:path";
import type { Verified } from "../command/verify.js";
import { renderTimeline } from "./timeline.js";
import { xml } from "./xml.js";

/** One test suite a scenario, one test case a schedule, as CI servers read it. */
export function renderJunit(done: readonly Verified[], cwd: string): string {
  const suites = done.map((one) => suite(one, cwd));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="idemlint verify">\n${suites.join("\n")}\n</testsuites>\n`;
}

function suite({ file, verification }: Verified, cwd: string): string {
  const { findings } = verification;
  const text = renderTimeline(verification, { colour: false, base: cwd, relative });
  const cases = findings.schedules.map((schedule) => {
    const open = `    <testcase classname="${xml(findings.scenario)}" name="${xml(schedule.id)}" file="${xml(file)}" time="${schedule.durationMs / 1_000}">`;
    if (schedule.result === "held") return `${open}</testcase>`;
    if (schedule.result === "not-reached") return `${open}<skipped message="its effect did not come up"/></testcase>`;
    const what = schedule.differences.map(({ group, once, now }) => `${group}: ${once} once, ${now} now`).join("; ");
    const body = schedule.id === findings.schedule ? xml(text) : "";
    return `${open}<failure type="${schedule.result}" message="${xml(what)}">${body}</failure></testcase>`;
  });
  const verdict = `    <testcase classname="${xml(findings.scenario)}" name="verdict" file="${xml(file)}" time="0">${verdictBody(findings.verdict, findings.reason)}</testcase>`;
  const failures =
    findings.schedules.filter(({ result }) => result !== "held" && result !== "not-reached").length +
    (isFailure(findings.verdict) ? 1 : 0);
  const skipped =
    findings.schedules.filter(({ result }) => result === "not-reached").length + (isSkipped(findings.verdict) ? 1 : 0);
  return [
    `  <testsuite name="${xml(findings.scenario)}" tests="${cases.length + 1}" failures="${failures}" skipped="${skipped}" time="${findings.durationMs / 1_000}">`,
    ...cases,
    verdict,
    "  </testsuite>",
  ].join("\n");
}

function verdictBody(verdict: string, reason: string): string {
  if (isFailure(verdict)) return `<failure type="${verdict}" message="${xml(reason)}"/>`;
  return isSkipped(verdict) ? `<skipped message="${xml(`${verdict}: ${reason}`)}"/>` : "";
}

function isFailure(verdict: string): boolean {
  return verdict === "confirmed" || verdict === "wedged" || verdict === "flaky";
}

function isSkipped(verdict: string): boolean {
  return verdict === "inconclusive" || verdict === "not-reached";
}
