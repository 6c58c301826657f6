import type { Finding } from "../../analyzer/trace.js";
import { xml } from "../../harness/report/xml.js";
import { severityRank } from "../../rules/judging/severity.js";
import { groupBy } from "../group-by.js";
import type { Outcome } from "../outcome.js";
import { placeOf, relativeTo } from "../places.js";
import type { FormatContext } from "./format.js";

/** JUnit's XML: a suite for each file, a case for each finding; one at or above `--fail-on` is a failure. */
export function formatJunit({ findings, stats }: Outcome, context: FormatContext): string {
  const seconds = stats.durationMs / 1000;
  const suites =
    findings.length === 0
      ? [
          `  <testsuite name="idemlint" tests="1" failures="0" time="${seconds}">`,
          `    <testcase classname="idemlint" name="no gap was found" time="${seconds}"/>`,
          `  </testsuite>`,
        ]
      : [...groupBy(findings, ({ site }) => site.file)].flatMap(([file, inFile]) => suite(file, inFile, context));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites name="idemlint">',
    ...suites,
    "</testsuites>",
    "",
  ].join("\n");
}

function suite(file: string, findings: readonly Finding[], context: FormatContext): string[] {
  const name = xml(relativeTo(context.cwd, file));
  const failures = findings.filter((finding) => fails(finding, context)).length;
  return [
    `  <testsuite name="${name}" tests="${findings.length}" failures="${failures}" time="0">`,
    ...findings.map((finding) => testCase(finding, name, context)),
    "  </testsuite>",
  ];
}

function testCase(finding: Finding, file: string, context: FormatContext): string {
  const { site, rule, severity, message } = finding;
  const open = `    <testcase classname="${file}" name="${xml(`${rule} at ${site.line}:${site.column}`)}" file="${file}" line="${site.line}" time="0">`;
  const text = xml(bodyOf(finding, context));
  return fails(finding, context)
    ? `${open}<failure type="${severity}" message="${xml(message)}">${text}</failure></testcase>`
    : `${open}<system-out>${severity}: ${text}</system-out></testcase>`;
}

function bodyOf({ message, entry, path, remedy, docs }: Finding, { cwd }: FormatContext): string {
  return [
    message,
    `${entry.name} is ${entry.delivery}: ${entry.repeatedBy}`,
    ...path.map((step, index) => `${index + 1}. ${placeOf(step.site, cwd)} ${step.what}`),
    remedy,
    docs,
  ].join("\n");
}

function fails({ severity }: Finding, { failOn }: FormatContext): boolean {
  return severityRank(severity) >= severityRank(failOn);
}
