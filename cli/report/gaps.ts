import type { Finding } from "../../analyzer/trace.js";
import { escapeMarkup } from "../../map/markup.js";
import { placeOf } from "../places.js";
import type { Audit } from "./audit.js";

/** Every gap with why it runs again, the way to it, and what closes it. */
export function gapList({ gaps, fresh, trend }: Audit, cwd: string): string {
  if (gaps.length === 0) return `<h2 id="gaps">Gaps</h2><p>None is known.</p>`;
  const items = gaps.map((gap, index) => item(gap, index + 1, trend !== undefined && fresh.has(gap), cwd));
  return `<h2 id="gaps">Gaps</h2>${items.join("\n")}`;
}

function item(gap: Finding, number: number, isNew: boolean, cwd: string): string {
  const { entry } = gap;
  const steps = gap.path.map(
    ({ site, what }) => `<li><code>${escapeMarkup(placeOf(site, cwd))}</code> ${prose(what)}</li>`,
  );
  return `<article class="finding" id="gap-${number}">
<header><h3>${number}. ${escapeMarkup(gap.rule)}</h3><span class="badge ${gap.severity}">${gap.severity}</span>${isNew ? '<span class="badge warning">new</span>' : ""}<span class="muted">${gap.risk} risk: ${prose(gap.riskReason)}</span></header>
<p>${prose(gap.message)}.</p>
<dl><dt>Runs again</dt><dd><code>${escapeMarkup(entry.name)}</code> is ${entry.delivery}: ${prose(entry.repeatedBy)}</dd>
<dt>Path</dt><dd><ol>${steps.join("")}</ol></dd>
<dt>Remedy</dt><dd>${prose(gap.remedy)}</dd>
<dt>Fingerprint</dt><dd><code>${gap.fingerprint}</code></dd></dl>
</article>`;
}

/** Text with code between backquotes. */
function prose(text: string): string {
  return escapeMarkup(text).replace(/`([^`]+)`/g, "<code>$1</code>");
}
