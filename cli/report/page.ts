import type { Finding, Risk } from "../../analyzer/trace.js";
import { escapeMarkup } from "../../map/markup.js";
import { rulesById } from "../../rules/index.js";
import { groupBy } from "../group-by.js";
import { placeOf, relativeTo } from "../places.js";
import type { Audit, AuditedEffect, AuditedOperation, Standing } from "./audit.js";
import { gapList } from "./gaps.js";
import { reportStyle } from "./style.js";
import { curve } from "./curve.js";

/** The report as one page that needs nothing but itself; files are told from `cwd`. */
export function renderPage(audit: Audit, cwd: string): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Idempotency of ${escapeMarkup(audit.title)}, ${audit.day}</title>
<style>${reportStyle}</style>
</head>
<body>
${head(audit)}
${trend(audit)}
${operations(audit, cwd)}
${gapList(audit, cwd)}
${exceptions(audit, cwd)}
${runs(audit)}
${limits(audit)}
<script>${script}</script>
</body>
</html>
`;
}

function head(audit: Audit): string {
  const { operations, gaps } = audit;
  const changing = operations.filter(({ standing }) => standing !== "reads");
  const number = (standing: Standing) => changing.filter((one) => one.standing === standing).length;
  const proved = changing.filter(({ verdicts, standing }) => standing !== "gap" && verdicts.some(isHeld)).length;
  const urgent = changing.filter(({ effects }) =>
    effects.some((effect) => effect.gaps.some(({ risk }) => risk === "critical")),
  ).length;
  const from = audit.commit === undefined ? "" : `, commit <code>${escapeMarkup(audit.commit)}</code>`;
  const tiles: readonly (readonly [number, string, string])[] = [
    [changing.length, "operations that change something", ""],
    [number("guarded"), "guarded: a repeat does no harm", "guarded"],
    [number("gap"), "with gaps", number("gap") > 0 ? "gap" : ""],
    [urgent, "of them with money or stock at stake", urgent > 0 ? "gap" : ""],
    [proved, "shown to hold by a run", ""],
    [gaps.length, gaps.length === 1 ? "gap in all" : "gaps in all", gaps.length > 0 ? "gap" : ""],
  ];
  return `<header>
<h1>Idempotency of ${escapeMarkup(audit.title)}</h1>
<p class="muted">${audit.day}${from}, Idemlint ${escapeMarkup(audit.version)}</p>
<p class="lead">${verdict(changing.length, number("gap"))}</p>
<div class="tiles">${tiles.map(([count, what, kind]) => `<div class="tile ${kind}"><b>${count}</b><span>${what}</span></div>`).join("")}</div>
<p class="muted">An operation is anything that can run again: a request that a client sends twice, a message that a queue delivers twice, a job that is restarted.
It is <em>guarded</em> when something makes the second run harmless: a unique constraint, a key that the other side knows, a record of what was done.</p>
</header>`;
}

function verdict(changing: number, gaps: number): string {
  if (changing === 0) return "Nothing that can run again was seen to change anything, so nothing was judged.";
  if (gaps === 0) return "No operation is known in which a repeat does its business twice.";
  const who = gaps === 1 ? "One operation does" : `${gaps} operations do`;
  return `${who} business twice when ${gaps === 1 ? "it runs" : "they run"} again.`;
}

function isHeld({ verdict: kind }: AuditedOperation["verdicts"][number]): boolean {
  return kind === "refuted";
}

function trend({ trend: found, gaps }: Audit): string {
  if (!found) return "";
  const fresh = found.fresh.size;
  return `<h2>Trend</h2>
<div class="trend">${curve(found.history)}
<p>${gaps.length} now: ${found.known} known from the baseline, <strong>${fresh} new</strong>. ${found.closed} closed since.</p></div>`;
}

const RISK_TITLES: Readonly<Record<Risk, string>> = {
  critical: "Critical risk: money, stock, what cannot be taken back",
  high: "High risk: orders, mail, messages to others",
  normal: "Normal risk",
  low: "Low risk",
};

function operations(audit: Audit, cwd: string): string {
  const changing = audit.operations.filter(({ standing }) => standing !== "reads");
  const reads = audit.operations.length - changing.length;
  const groups = [...groupBy(changing, ({ risk }) => risk)].map(
    ([risk, found]) =>
      `<section><div class="risk">${RISK_TITLES[risk]}</div>${found.map((one) => operation(one, audit, cwd)).join("\n")}</section>`,
  );
  return `<h2 id="operations">Operations by risk</h2>
<div class="tools"><input type="search" id="search" placeholder="Search operations, tables, files" aria-label="Search operations">
<select id="standing" aria-label="Show"><option value="">all</option><option value="gap">with gaps</option><option value="guarded">guarded</option><option value="accepted">accepted</option><option value="open">not reported</option></select></div>
${groups.join("\n")}
<p id="none" class="muted" hidden>No operation matches.</p>
${reads > 0 ? `<p class="muted">${reads} more ${reads === 1 ? "operation changes" : "operations change"} nothing that is known.</p>` : ""}`;
}

const STANDING_TITLES: Readonly<Record<Standing, string>> = {
  gap: "gap",
  accepted: "accepted",
  guarded: "guarded",
  open: "not reported",
  reads: "reads only",
};

function operation({ entry, standing, effects, verdicts }: AuditedOperation, audit: Audit, cwd: string): string {
  return `<article class="operation ${standing}" data-standing="${standing}">
<header><h3><code>${escapeMarkup(entry.name)}</code></h3><span class="badge ${standing}">${STANDING_TITLES[standing]}</span>${verdicts.map(runBadge).join("")}<code class="place">${escapeMarkup(relativeTo(cwd, entry.site.file))}:${entry.site.line}</code></header>
<p class="muted">${escapeMarkup(entry.delivery)}: ${escapeMarkup(entry.repeatedBy)}</p>
<ul class="effects">${effects.map((one) => effect(one, audit)).join("")}</ul>
</article>`;
}

function runBadge({ verdict: kind, scenario, schedules }: AuditedOperation["verdicts"][number]): string {
  const held = kind === "refuted";
  const title = held ? `held in ${schedules} schedules` : kind;
  const tone = held ? "guarded" : kind === "confirmed" || kind === "wedged" ? "gap" : "open";
  return `<span class="badge ${tone}" title="${escapeMarkup(scenario)}">run: ${escapeMarkup(title)}</span>`;
}

const SIGNS = { gap: "✖", accepted: "▲", guarded: "✔", open: "○" } as const;

function effect(audited: AuditedEffect, audit: Audit): string {
  const { standing } = audited;
  const { kind, name, target } = audited.effect;
  const where = name.toLowerCase().includes(target.toLowerCase())
    ? ""
    : ` <span class="muted">${escapeMarkup(target)}</span>`;
  return `<li class="${standing}"><span aria-label="${STANDING_TITLES[standing]}">${SIGNS[standing]}</span><span title="${kind}"><code>${escapeMarkup(name)}</code>${where}</span><span>${why(audited, audit)}</span></li>`;
}

function why({ standing, gaps, reasons, effect: { guards, checks } }: AuditedEffect, audit: Audit): string {
  switch (standing) {
    case "gap":
      return gaps.map((gap) => gapLink(gap, audit)).join("<br>");
    case "accepted":
      return `accepted: ${escapeMarkup(reasons.join("; "))}`;
    case "guarded":
      return escapeMarkup([...new Set(guards.map(({ what }) => what))].join("; "));
    case "open": {
      const locked = checks.some((check) => check.locked);
      return `<span class="muted">${locked ? "checked again under a lock" : "no guard is seen, and no rule reports it"}</span>`;
    }
  }
}

function gapLink(gap: Finding, { gaps }: Audit): string {
  const summary = rulesById.get(gap.rule)?.summary ?? "";
  return `<a href="#gap-${gaps.indexOf(gap) + 1}">${escapeMarkup(gap.rule)}</a> <span class="muted">${escapeMarkup(summary)}</span>`;
}

function exceptions({ suppressed }: Audit, cwd: string): string {
  if (suppressed.length === 0) return "";
  const rows = suppressed.map(
    ({ finding, suppression: { reason, until } }) =>
      `<tr><td><code>${escapeMarkup(finding.rule)}</code></td><td><code>${escapeMarkup(placeOf(finding.site, cwd))}</code></td><td>${escapeMarkup(reason)}</td><td>${until ?? "for good"}</td></tr>`,
  );
  return `<h2>Exceptions</h2><p>Gaps that a comment in the code accepts, with its reason.</p>
<table><thead><tr><th>rule</th><th>where</th><th>reason</th><th>until</th></tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

function runs({ verdicts }: Audit): string {
  if (verdicts.length === 0)
    return `<h2>Runs</h2><p class="muted">No run has been recorded. <code>idemlint verify</code> runs handlers again under faults, and its verdicts appear here.</p>`;
  const rows = verdicts.map(
    (verdict) =>
      `<tr><td><code>${escapeMarkup(verdict.scenario)}</code></td><td>${runBadge(verdict)}</td><td>${escapeMarkup(verdict.reason)}</td></tr>`,
  );
  return `<h2>Runs</h2><p>Handlers that were run again under faults: replies lost, crashes before and after each effect, two attempts at once.</p>
<table><thead><tr><th>scenario</th><th>verdict</th><th></th></tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

function limits({ stats, problems }: Audit): string {
  const told = problems.map((problem) => `<li>${escapeMarkup(problem)}</li>`).join("");
  return `<h2>What this page rests on</h2>
<p>${stats.files} files, ${stats.entryPoints} entry points and ${stats.effects} effects were read. ${stats.opaqueCalls} calls could not be followed: what they do is not known.
The analysis does not see what happens outside the code: a constraint that only the production database has, a proxy that drops duplicates, a queue that is configured to deliver once.</p>
${told === "" ? "" : `<ul>${told}</ul>`}
<footer>Made by <code>idemlint report</code>. The same code gives the same page.</footer>`;
}

const script = `"use strict";
const [search, standing, none] = ["search", "standing", "none"].map((id) => document.getElementById(id));
const cards = [...document.querySelectorAll(".operation")];
function show() {
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
  for (const card of cards) {
    const text = card.textContent.toLowerCase();
    card.hidden = (standing.value !== "" && card.dataset.standing !== standing.value) || !words.every((word) => text.includes(word));
  }
  for (const section of document.querySelectorAll("section")) section.hidden = ![...section.querySelectorAll(".operation")].some((card) => !card.hidden);
  none.hidden = cards.some((card) => !card.hidden);
}
search.addEventListener("input", show);
standing.addEventListener("change", show);
`;
