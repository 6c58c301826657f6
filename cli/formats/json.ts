import type { Finding } from "../../analyzer/trace.js";
import type { Outcome } from "../outcome.js";
import { relativeTo } from "../places.js";

/** Grows when a reader of the JSON would have to change; `schemas/findings.schema.json` describes it. */
const FINDINGS_VERSION = 1;

/** Findings for machines: files relative to the working directory with `/`. */
export function formatJson(
  { findings, suppressed = [], compared, standings, stats, problems }: Outcome,
  cwd: string,
): string {
  const report = {
    version: FINDINGS_VERSION,
    findings: findings.map((finding) => {
      const verified = standings?.get(finding);
      return { ...findingOf(finding, cwd), ...(verified && { verified }) };
    }),
    suppressed: suppressed.map(({ finding, suppression: { reason, until } }) => ({
      ...findingOf(finding, cwd),
      reason,
      ...(until !== undefined && { until }),
    })),
    ...(compared && {
      compared: {
        with: compared.with,
        known: compared.known.map(({ fingerprint }) => fingerprint),
        closed: compared.closed,
      },
    }),
    stats: {
      files: stats.files,
      entryPoints: stats.entryPoints,
      effects: stats.effects,
      guarded: stats.guarded,
      opaqueCalls: stats.opaqueCalls,
      unresolvedTypes: stats.unresolvedTypes,
      durationMs: Math.round(stats.durationMs),
    },
    problems: problems.map(({ message, file }) => ({
      message,
      ...(file !== undefined && { file: relativeTo(cwd, file) }),
    })),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

function findingOf(finding: Finding, cwd: string) {
  const { site, entry } = finding;
  return {
    rule: finding.rule,
    severity: finding.severity,
    confidence: finding.confidence,
    risk: finding.risk,
    file: relativeTo(cwd, site.file),
    line: site.line,
    column: site.column,
    endLine: site.endLine,
    endColumn: site.endColumn,
    message: finding.message,
    remedy: finding.remedy,
    within: finding.within,
    entry: {
      name: entry.name,
      kind: entry.kind,
      delivery: entry.delivery,
      file: relativeTo(cwd, entry.site.file),
      line: entry.site.line,
    },
    path: finding.path.map((step) => ({
      file: relativeTo(cwd, step.site.file),
      line: step.site.line,
      column: step.site.column,
      message: step.what,
    })),
    fixes: finding.fixes.map(({ title, safety }) => ({ title, safety })),
    fingerprint: finding.fingerprint,
    docs: finding.docs,
  };
}
