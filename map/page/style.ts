/** How the page around the map looks. */
export const pageStyle = `
html, body { height: 100%; }
body { margin: 0; padding: 0; display: grid; grid-template: auto 1fr / 1fr auto; background: var(--bg); color: var(--fg); font: 13px var(--vscode-font-family, system-ui, sans-serif); overflow: hidden; }
header, aside { z-index: 1; }
header { grid-column: 1 / -1; display: flex; flex-wrap: wrap; gap: 6px 14px; align-items: center; padding: 8px 12px; border-bottom: 1px solid color-mix(in srgb, var(--fg) 15%, transparent); }
.counts, label, .legend { color: var(--muted); }
input, select, button { font: inherit; color: var(--vscode-input-foreground, var(--fg)); background: var(--vscode-input-background, var(--soft)); border: 1px solid color-mix(in srgb, var(--fg) 25%, transparent); border-radius: 4px; padding: 3px 7px; }
button { cursor: pointer; }
:is(input, select, button, a):focus-visible { outline: 2px solid var(--focus); outline-offset: 1px; }
.buttons { display: inline-flex; gap: 2px; }
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
aside .bar { display: flex; flex-wrap: wrap; gap: 4px; margin-top: 8px; }
aside .proof { font-weight: 600; color: var(--mark); }
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
