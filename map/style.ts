/** How the map looks: VS Code's colours where they are, else light or dark by preference. */
export const mapStyle = `
:root, svg.map {
  color-scheme: light dark;
  --fg: var(--vscode-editor-foreground, #1f2328);
  --bg: var(--vscode-editor-background, #ffffff);
  --soft: var(--vscode-editorWidget-background, #f6f8fa);
  --muted: var(--vscode-descriptionForeground, #59636e);
  --gap: var(--vscode-charts-red, #cf222e);
  --guarded: var(--vscode-charts-green, #1a7f37);
  --open: var(--vscode-editorLineNumber-foreground, #818b98);
  --focus: var(--vscode-focusBorder, #0969da);
}
@media (prefers-color-scheme: dark) {
  :root, svg.map {
    --fg: var(--vscode-editor-foreground, #e6edf3);
    --bg: var(--vscode-editor-background, #0d1117);
    --soft: var(--vscode-editorWidget-background, #161b22);
    --muted: var(--vscode-descriptionForeground, #9198a1);
    --gap: var(--vscode-charts-red, #f85149);
    --guarded: var(--vscode-charts-green, #3fb950);
    --open: var(--vscode-editorLineNumber-foreground, #6e7681);
    --focus: var(--vscode-focusBorder, #58a6ff);
  }
}
svg.map { background: var(--bg); font-family: var(--vscode-font-family, system-ui, sans-serif); }
.gap { --mark: var(--gap); }
.guarded { --mark: var(--guarded); }
.open { --mark: var(--open); }
.arrow path { fill: var(--mark); }
.edge .line { fill: none; stroke: var(--mark); stroke-width: 1.4; opacity: 0.75; }
.edge.gap .line { stroke-width: 2; opacity: 1; }
.edge.again .line { stroke-dasharray: 5 4; }
.edge .label { fill: var(--muted); font-size: 10px; text-anchor: middle; paint-order: stroke; stroke: var(--bg); stroke-width: 3px; }
.edge.gap .label { fill: var(--gap); }
.dense .edge .label { display: none; }
.dense .edge:hover .label, .dense .edge.lit .label { display: inline; }
.node { cursor: pointer; }
.node .box { fill: var(--soft); stroke: var(--mark); stroke-width: 1.4; }
.node.gap .box { stroke-width: 2; }
.node .rim { fill: none; stroke: var(--mark); stroke-width: 1.1; }
.node .bar { fill: var(--mark); }
.node .name { fill: var(--fg); font-size: 12.5px; font-weight: 600; }
.node .detail { fill: var(--muted); font-size: 10.5px; }
.node:focus { outline: none; }
.node:focus-visible .box, .node.chosen .box { stroke: var(--focus); stroke-width: 3; }
.node.entries .box, .node.targets .box { stroke-width: 1.2; }
.badge circle { fill: var(--mark); }
.badge path { fill: none; stroke: var(--bg); stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
.badge.confirmed, .proof.confirmed { --mark: var(--gap); }
.badge.refuted, .proof.refuted { --mark: var(--guarded); }
.faded { opacity: 0.2; }
.vscode-high-contrast .faded, .vscode-high-contrast-light .faded { opacity: 0.35; }
.vscode-high-contrast .edge .line, .vscode-high-contrast-light .edge .line { opacity: 1; }
@media (prefers-contrast: more) { .faded { opacity: 0.35; } .edge .line { opacity: 1; } }
`;
