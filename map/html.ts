import { compact } from "./compact.js";
import type { MapGraph } from "./graph.js";
import { groupsOf } from "./groups.js";
import { boxHeight, mostLabels, nodeGap, widthsOf } from "./layout.js";
import { escapeMarkup } from "./markup.js";
import { actScript } from "./page/act.js";
import { drawScript } from "./page/draw.js";
import { layoutLibrary } from "./page/library.js";
import { stateScript } from "./page/state.js";
import { pageStyle } from "./page/style.js";
import { mapStyle } from "./style.js";
import { arrowHeads, drawNode } from "./svg.js";

export interface PageOptions {
  /** Admits the page's own script and style under a content security policy. */
  readonly nonce?: string;
}

/** The map as one page: groups to open, pan, zoom, search, filter, details of what is chosen. Needs nothing but itself. */
export function renderHtml(map: MapGraph, { nonce }: PageOptions = {}): string {
  const admitted = nonce === undefined ? "" : ` nonce="${escapeMarkup(nonce)}"`;
  const allowed = nonce === undefined ? "'unsafe-inline'" : `'nonce-${nonce}'`;
  const policy = `default-src 'none'; script-src ${allowed}; style-src ${allowed}`;
  const isEmpty = map.nodes.length === 0;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${escapeMarkup(policy)}">
<title>Workflow map of ${escapeMarkup(map.title)}</title>
<style${admitted}>${mapStyle}${pageStyle}</style>
</head>
<body>
${isEmpty ? emptyState : `${header(map)}\n${stage(map)}`}
${isEmpty ? "" : `<script${admitted}>"use strict";\n${layoutLibrary()}\n${shared}\n${stateScript}${drawScript}${actScript}</script>`}
</body>
</html>
`;
}

/** What the page has in common with the pictures. */
const shared = `const boxHeight = ${boxHeight}, nodeGap = ${nodeGap}, compact = ${compact.toString()};`;

const emptyState = `<p class="empty">No entry points were found here. Idemlint knows HTTP routes, queue and stream consumers, webhooks, Lambdas, cron jobs and workflows;
a handler of your own kind is declared in <code>idemlint.config.json</code>.</p>`;

function header({ title }: MapGraph): string {
  return `<header>
  <strong>${escapeMarkup(title)}</strong>
  <span class="counts" role="status"></span>
  <input id="search" type="search" placeholder="Search (/)" aria-label="Search entry points, stores, providers, files">
  <label>show <select id="verdict">
    <option value="all">everything</option><option value="gap">gaps</option><option value="confirmed">confirmed by a run</option><option value="guarded">guarded</option><option value="open">not reported</option>
  </select></label>
  <label>risk <select id="risk">
    <option value="low">any</option><option value="normal">normal and up</option><option value="high">high and up</option><option value="critical">critical</option>
  </select></label>
  <span class="buttons">
    <button id="expand" title="Open every group">Expand all</button><button id="collapse" title="Close every group">Collapse</button>
  </span>
  <span class="buttons">
    <button id="out" title="Zoom out (-)" aria-label="Zoom out">−</button><button id="in" title="Zoom in (+)" aria-label="Zoom in">+</button><button id="fit" title="Fit (0)">Fit</button>
  </span>
  <span class="legend"><i class="gap"></i>gap <i class="guarded"></i>guarded <i class="open"></i>not reported <i class="again"></i>delivered again</span>
</header>`;
}

function stage(map: MapGraph): string {
  return `<main id="stage" tabindex="-1"><svg class="map" role="group" aria-label="Workflow map of ${escapeMarkup(map.title)}">${arrowHeads()}<g class="edges"></g><g class="nodes"></g></svg></main>
<aside id="details" aria-live="polite" hidden></aside>
<script type="application/json" id="data">${JSON.stringify(dataOf(map)).replaceAll("<", "\\u003c")}</script>`;
}

/** What the page's script works on: every box with its width and its picture, drawn around the origin. */
function dataOf(map: MapGraph) {
  const { groups, groupOf, opened } = groupsOf(map);
  const widths = widthsOf([...map.nodes, ...groups]);
  const boxed = <Item extends (typeof map.nodes)[number] | (typeof groups)[number]>(item: Item) => {
    const width = widths(item.kind);
    return { ...item, width, markup: drawNode(item, { x: 0, y: 0, width, height: boxHeight }) };
  };
  return {
    nodes: map.nodes.map((node) => ({ ...boxed(node), parent: groupOf.get(node.id) })),
    groups: groups.map(boxed),
    edges: map.edges,
    opened,
    mostLabels,
  };
}
