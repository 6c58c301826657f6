import type { Finding, Site } from "../../analyzer/trace.js";
import type { Outcome } from "../outcome.js";
import { placeOf, relativeTo } from "../places.js";
import type { FormatContext } from "./format.js";

/** A summary for a pull request or a job's page: a table of what to look at, then each finding with its path. */
export function formatMarkdown(outcome: Outcome, context: FormatContext): string {
  const { findings } = outcome;
  const shown = findings.slice(0, MOST);
  const table = [
    "| | rule | where | runs again |",
    "| --- | --- | --- | --- |",
    ...shown.map(
      (finding) =>
        `| ${SIGNS[finding.severity]} | [${finding.rule}](${finding.docs}) | ${linked(finding.site, context)} | ${cell(finding.entry.name)} is ${finding.entry.delivery} |`,
    ),
  ];
  return [
    `## ${titleOf(outcome)}`,
    "",
    ...(findings.length > 0 ? [...table, ""] : []),
    ...shown.flatMap((finding) => details(finding, context)),
    ...(findings.length > shown.length ? [`… and ${findings.length - shown.length} more.`, ""] : []),
    footer(outcome),
    "",
  ].join("\n");
}

/** A comment on GitHub may have 65,536 characters. */
const MOST = 30;

const SIGNS = { error: "🔴 error", warning: "🟡 warning", info: "🔵 info" } as const;

function titleOf({ findings, compared, stats }: Outcome): string {
  if (findings.length === 0) {
    if (stats.entryPoints === 0) return "Idemlint found no entry point, so nothing was judged";
    return compared ? "Idemlint: no new gap" : "Idemlint: no gap";
  }
  return `Idemlint: ${findings.length} ${compared ? "new " : ""}${findings.length === 1 ? "gap" : "gaps"}`;
}

function details(finding: Finding, context: FormatContext): string[] {
  const { site, entry, path, remedy, fixes, fingerprint } = finding;
  return [
    `<details><summary><b>${html(finding.rule)}</b> in <code>${html(finding.within || relativeTo(context.repository, site.file))}</code></summary>`,
    "",
    text(finding.message),
    "",
    `Runs again: ${text(`${entry.name} is ${entry.delivery}: ${entry.repeatedBy}`)}`,
    "",
    ...path.map((step, index) => `${index + 1}. ${linked(step.site, context)} ${text(step.what)}`),
    "",
    `**Remedy** ${text(remedy)}`,
    ...fixes.map(
      (fix, index) =>
        `\\\n**Fix** ${text(fix.title)} (${fix.safety === "safe" ? "safe" : "needs review"}): \`${context.call} ${
          fix.safety === "safe"
            ? "--fix"
            : `--fix-review ${fingerprint.slice(0, 8)}${index === 0 ? "" : `:${index + 1}`}`
        }\``,
    ),
    "",
    "</details>",
    "",
  ];
}

function footer({ stats, compared, suppressed = [] }: Outcome): string {
  const parts = [
    `${stats.entryPoints} entry points, ${stats.effects} effects (${stats.guarded} guarded)`,
    ...(compared ? [`compared with ${compared.with}: ${compared.known.length} known, ${compared.closed} closed`] : []),
    ...(suppressed.length > 0 ? [`${suppressed.length} suppressed with a reason`] : []),
  ];
  return `<sub>${html(parts.join(" · "))}</sub>`;
}

/** In a job on GitHub, a link to the lines at the commit that was checked. */
function linked(site: Site, { env, repository }: FormatContext): string {
  const place = `\`${placeOf(site, repository)}\``;
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name, GITHUB_SHA: commit } = env;
  if (!server || !name || !commit) return place;
  return `[${place}](${server}/${name}/blob/${commit}/${encodeURI(relativeTo(repository, site.file))}#L${site.line})`;
}

/** Prose outside of backquotes must not turn into markup. */
function text(prose: string): string {
  return prose
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith("`") ? part : part.replace(/[\\*_#[\]<>|]/g, "\\$&")))
    .join("");
}

function cell(prose: string): string {
  return `\`${prose.replaceAll("`", "'").replaceAll("|", "\\|")}\``;
}

function html(prose: string): string {
  return prose.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
