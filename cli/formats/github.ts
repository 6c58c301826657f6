import type { Finding } from "../../analyzer/trace.js";
import type { Outcome } from "../outcome.js";
import { relativeTo } from "../places.js";
import type { FormatContext } from "./format.js";

/** GitHub's workflow commands, one a finding: they become annotations on the lines of a pull request. */
export function formatGithub({ findings }: Outcome, { repository }: FormatContext): string {
  return findings.map((finding) => `${commandOf(finding, repository)}\n`).join("");
}

const COMMANDS = { error: "error", warning: "warning", info: "notice" } as const;

function commandOf({ severity, rule, site, message, entry, remedy, docs }: Finding, repository: string): string {
  const properties = {
    file: relativeTo(repository, site.file),
    line: site.line,
    endLine: site.endLine,
    // Columns are taken only on a single line.
    ...(site.line === site.endLine && { col: site.column, endColumn: site.endColumn }),
    title: `${rule}: ${entry.name} is ${entry.delivery}`,
  };
  const listed = Object.entries(properties).map(([name, value]) => `${name}=${property(String(value))}`);
  return `::${COMMANDS[severity]} ${listed.join(",")}::${data(`${message}\n${remedy}\n${docs}`)}`;
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
