import type { Finding } from "../../analyzer/trace.js";
import type { Outcome } from "../outcome.js";
import { relativeTo } from "../places.js";
import type { FormatContext } from "./format.js";

/** GitLab's code quality report. It compares two reports by fingerprint itself, so it gets what was known before, too. */
export function formatGitlab({ findings, compared }: Outcome, { repository }: FormatContext): string {
  const issues = [...findings, ...(compared?.known ?? [])].map((finding) => ({
    description: `${finding.message} ${finding.remedy}`,
    check_name: finding.rule,
    fingerprint: finding.fingerprint,
    severity: severityOf(finding),
    location: {
      path: relativeTo(repository, finding.site.file),
      positions: {
        begin: { line: finding.site.line, column: finding.site.column },
        end: { line: finding.site.endLine, column: finding.site.endColumn },
      },
    },
  }));
  return `${JSON.stringify(issues, undefined, 2)}\n`;
}

function severityOf({ severity, risk }: Finding): "blocker" | "critical" | "major" | "minor" {
  if (severity === "error") return risk === "critical" ? "blocker" : "critical";
  return severity === "warning" ? "major" : "minor";
}
