import { escapeMarkup } from "./markup.js";
import type { PlacedMap } from "./layout.js";
import { pageScript } from "./page-script.js";
import { drawing } from "./svg.js";
import { mapStyle } from "./style.js";

export interface PageOptions {
  /** Admits the page's own script and style under a content security policy. */
  readonly nonce?: string;
}

/** The map as one page: pan, zoom, search, filter, details of what is chosen. Needs nothing but itself. */
export function renderHtml(map: PlacedMap, { nonce }: PageOptions = {}): string {
  const admitted = nonce === undefined ? "" : ` nonce="${escapeMarkup(nonce)}"`;
  const policy =
    nonce === undefined
      ? "script-src 'unsafe-inline'; style-src 'unsafe-inline'"
      : `script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${escapeMarkup(`default-src 'none'; ${policy}`)}">
<title>Workflow map of ${escapeMarkup(map.title)}</title>
<style${admitted}>${mapStyle}${pageStyle}</style>
</head>
<body>
<header>
  <strong>${escapeMarkup(map.title)}</strong>
  <span class="counts">${escapeMarkup(countsOf(map))}</span>
  <input id="search" type="search" placeholder="Search (/)" aria-label="Search nodes">
  <label>show <select id="verdict">
    <option value="all">everything</option><option value="gap">gaps</option><option value="guarded">guarded</option>
  </select></label>
  <label>risk <select id="risk">
    <option value="low">any</option><option value="normal">normal and up</option><option value="high">high and up</option><option value="critical">critical</option>
  </select></label>
  <span class="zoom">
    <button id="out" title="Zoom out (-)" aria-label="Zoom out">−</button><button id="in" title="Zoom in (+)" aria-label="Zoom in">+</button><button id="fit" title="Fit (0)">Fit</button>
  </span>
  <span class="legend"><i class="gap"></i>gap <i class="guarded"></i>guarded <i class="open"></i>not reported <i class="again"></i>delivered again</span>
</header>
<main id="stage" tabindex="-1">${map.nodes.length === 0 ? emptyState : drawing(map)}</main>
<aside id="details" aria-live="polite" hidden></aside>
<script type="application/json" id="data">${JSON.stringify({ nodes: map.nodes, edges: map.edges }).replaceAll("<", "\\u003c")}</script>
<script${admitted}>${pageScript}</script>
</body>
</html>
`;
}

const emptyState = `<p class="empty">No entry points were found here. Idemlint knows HTTP routes, queue and stream consumers, webhooks, Lambdas, cron jobs and workflows;
a handler of your own kind is declared in <code>idemlint.config.json</code>.</p>`;

function countsOf({ nodes }: PlacedMap): string {
  const entries = nodes.filter(({ kind }) => kind === "entry");
  const gaps = entries.filter(({ verdict }) => verdict === "gap").length;
  return `${entries.length} entry point${entries.length === 1 ? "" : "s"}, ${gaps} with gaps`;
}

const pageStyle = `
html, body { height: 100%; }
body { margin: 0; padding: 0; display: grid; grid-template: auto 1fr / 1fr auto; background: var(--bg); color: var(--fg); font: 13px var(--vscode-font-family, system-ui, sans-serif); overflow: hidden; }
header { grid-column: 1 / -1; display: flex; flex-wrap: wrap; gap: 6px 14px; align-items: center; padding: 8px 12px; border-bottom: 1px solid color-mix(in srgb, var(--fg) 15%, transparent); }
.counts, label, .legend { color: var(--muted); }
input, select, button { font: inherit; color: var(--vscode-input-foreground, var(--fg)); background: var(--vscode-input-background, var(--soft)); border: 1px solid color-mix(in srgb, var(--fg) 25%, transparent); border-radius: 4px; padding: 3px 7px; }
button { cursor: pointer; }
:is(input, select, button, a):focus-visible { outline: 2px solid var(--focus); outline-offset: 1px; }
.zoom { display: inline-flex; gap: 2px; }
.legend { margin-left: auto; display: inline-flex; gap: 6px; align-items: center; }
.legend i { width: 14px; height: 0; border-top: 2.5px solid var(--mark, var(--open)); margin-left: 6px; }
.legend i.again { border-top-style: dashed; }
main { overflow: hidden; cursor: grab; min-height: 0; }
main.moving { cursor: grabbing; }
main svg { width: 100%; height: 100%; display: block; }
aside { width: 320px; overflow: auto; padding: 12px 14px; border-left: 1px solid color-mix(in srgb, var(--fg) 15%, transparent); background: var(--soft); }
aside[hidden] { display: none; }
@media (max-width: 720px) {
  body { grid-template: auto 1fr auto / 1fr; }
  aside { width: auto; max-height: 42vh; border-left: 0; border-top: 1px solid color-mix(in srgb, var(--fg) 15%, transparent); }
  .legend { margin-left: 0; }
}
aside h2 { font-size: 14px; margin: 0 0 2px; overflow-wrap: anywhere; }
aside p { margin: 0 0 10px; color: var(--muted); }
aside h3 { font-size: 12px; margin: 12px 0 4px; color: var(--muted); }
aside ul { list-style: none; margin: 0; padding: 0; }
aside li { padding: 5px 0 5px 10px; border-left: 3px solid var(--mark, var(--open)); margin-bottom: 4px; overflow-wrap: anywhere; }
aside li small { display: block; color: var(--muted); }
aside a { color: var(--vscode-textLink-foreground, var(--focus)); cursor: pointer; text-decoration: none; }
aside a:hover { text-decoration: underline; }
.empty { max-width: 46ch; margin: 15vh auto; line-height: 1.6; color: var(--muted); text-align: center; }
`;
