import type { Finding, Fix, Site, Step, TextEdit } from "../../analyzer/trace.js";
import type { Standing } from "../../map/standing.js";
import { rules, rulesById } from "../../rules/index.js";
import { docsUrl } from "../../rules/judging/docs.js";
import { groupBy } from "../group-by.js";
import type { Outcome } from "../outcome.js";
import { rulePage } from "../rule-pages.js";
import { relativeTo } from "../places.js";
import type { FormatContext } from "./format.js";

/** SARIF 2.1.0: results with code flows and fixes; what comments switch off and what was known before is marked as such. */
export function formatSarif(outcome: Outcome, context: FormatContext): string {
  const { findings, suppressed = [], compared, standings, problems } = outcome;
  const state = (baselineState: "new" | "unchanged") => (compared ? { baselineState } : {});
  const results = [
    ...findings.map((finding) => ({ ...resultOf(finding, context, standings?.get(finding)), ...state("new") })),
    ...(compared?.known ?? []).map((finding) => ({ ...resultOf(finding, context), ...state("unchanged") })),
    ...suppressed.map(({ finding, suppression }) => ({
      ...resultOf(finding, context),
      suppressions: [{ kind: "inSource", status: "accepted", justification: suppression.reason }],
    })),
  ];
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "Idemlint",
            semanticVersion: context.version,
            informationUri: "https://github.com/idemlint/idemlint",
            rules: rules.map((rule) => ({
              id: rule.id,
              shortDescription: { text: rule.summary },
              help: { text: rule.summary, markdown: rulePage(rule.id) },
              helpUri: docsUrl(rule.id),
              properties: { tags: ["idempotency", rule.group] },
            })),
          },
        },
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: problems.map(notification) }],
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { SRCROOT: { uri: `file://${encodeURI(context.repository)}/` } },
        results,
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;

  function notification({ message, file }: Outcome["problems"][number]) {
    return {
      level: "warning",
      message: { text: message },
      ...(file !== undefined && { locations: [{ physicalLocation: { artifactLocation: artifact(file, context) } }] }),
    };
  }
}

const LEVELS = { error: "error", warning: "warning", info: "note" } as const;

function resultOf(finding: Finding, context: FormatContext, standing?: Standing) {
  const index = rules.findIndex((rule) => rule === rulesById.get(finding.rule));
  return {
    ruleId: finding.rule,
    ruleIndex: index,
    level: LEVELS[finding.severity],
    message: { text: `${sentence(finding.message)} ${sentence(finding.remedy)}` },
    locations: [locationOf(finding.site, context)],
    partialFingerprints: { "idemlint/v1": finding.fingerprint },
    codeFlows: [
      {
        message: { text: `${finding.entry.name} is ${finding.entry.delivery}: ${finding.entry.repeatedBy}` },
        threadFlows: [{ locations: finding.path.map((step) => ({ location: stepOf(step, context) })) }],
      },
    ],
    ...(finding.fixes.length > 0 && { fixes: finding.fixes.map((fix) => fixOf(fix, context)) }),
    properties: {
      risk: finding.risk,
      riskReason: finding.riskReason,
      confidence: finding.confidence,
      entryPoint: finding.entry.name,
      ...(standing && { verified: standing }),
    },
  };
}

function stepOf(step: Step, context: FormatContext) {
  return { ...locationOf(step.site, context), message: { text: step.what } };
}

function locationOf(site: Site, context: FormatContext) {
  const { line, column, endLine, endColumn } = site;
  const region = { startLine: line, startColumn: column, endLine, endColumn };
  return { physicalLocation: { artifactLocation: artifact(site.file, context), region } };
}

function artifact(file: string, { repository }: FormatContext) {
  const path = relativeTo(repository, file);
  return path.startsWith("../") ? { uri: `file://${encodeURI(file)}` } : { uri: encodeURI(path), uriBaseId: "SRCROOT" };
}

function fixOf(fix: Fix, context: FormatContext) {
  const byFile = groupBy(fix.edits, ({ file }) => file);
  return {
    description: { text: `${fix.title} (${fix.safety === "safe" ? "safe" : "needs review"})` },
    artifactChanges: [...byFile].map(([file, edits]) => ({
      artifactLocation: artifact(file, context),
      replacements: edits.map((edit) => replacement(edit, context.text(file) ?? "")),
    })),
  };
}

function replacement({ start, end, text }: TextEdit, before: string) {
  const from = positionAt(before, start);
  const to = positionAt(before, end);
  return {
    deletedRegion: { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column },
    insertedContent: { text },
  };
}

function positionAt(text: string, offset: number) {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
