/** How the report looks: light or dark by preference, black on white on paper. */
export const reportStyle = `
:root {
  color-scheme: light dark;
  --fg: #1f2328; --bg: #ffffff; --soft: #f6f8fa; --line: #d1d9e0; --muted: #59636e; --link: #0969da;
  --gap: #cf222e; --gap-soft: #ffebe9; --guarded: #1a7f37; --guarded-soft: #dafbe1; --open: #59636e; --open-soft: #eff2f5;
  --warn: #9a6700; --warn-soft: #fff8c5;
}
@media (prefers-color-scheme: dark) {
  :root {
    --fg: #e6edf3; --bg: #0d1117; --soft: #161b22; --line: #30363d; --muted: #9198a1; --link: #58a6ff;
    --gap: #ff7b72; --gap-soft: #3c1618; --guarded: #56d364; --guarded-soft: #12301c; --open: #9198a1; --open-soft: #21262d;
    --warn: #e3b341; --warn-soft: #33270b;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 4rem; }
body { margin: 0 auto; padding: 2rem 1.5rem 4rem; max-width: 76rem; background: var(--bg); color: var(--fg);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "Liberation Sans", sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2.75rem 0 .75rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 0; }
p { margin: .4rem 0; max-width: 60rem; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
code { font: .86em ui-monospace, SFMono-Regular, "DejaVu Sans Mono", Menlo, monospace; overflow-wrap: anywhere; }
.muted { color: var(--muted); }
.lead { font-size: 1.1rem; margin: 1rem 0; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .75rem; margin: 1.25rem 0; }
.tile { border: 1px solid var(--line); border-radius: 8px; padding: .75rem 1rem; background: var(--soft); }
.tile b { display: block; font-size: 1.75rem; line-height: 1.15; font-variant-numeric: tabular-nums; }
.tile.gap b { color: var(--gap); } .tile.guarded b { color: var(--guarded); }
.tile span { color: var(--muted); font-size: .86rem; }
.trend { display: flex; gap: 1.5rem; align-items: center; flex-wrap: wrap; }
.trend svg { width: 22rem; max-width: 100%; height: 5.5rem; }
.trend polyline { fill: none; stroke: var(--link); stroke-width: 2; stroke-linejoin: round; }
.trend circle { fill: var(--link); } .trend .axis { stroke: var(--line); } .trend text { fill: var(--muted); font-size: 10px; }
.tools { position: sticky; top: 0; z-index: 1; display: flex; gap: .75rem; flex-wrap: wrap; padding: .6rem 0; background: var(--bg); }
.tools input, .tools select { font: inherit; color: inherit; background: var(--soft); border: 1px solid var(--line); border-radius: 6px; padding: .3rem .6rem; }
.tools input { flex: 1 1 14rem; min-width: 0; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.risk { margin: 1.5rem 0 .5rem; font-size: .8rem; letter-spacing: .06em; text-transform: uppercase; color: var(--muted); font-weight: 600; }
.operation { border: 1px solid var(--line); border-left: 4px solid var(--open); border-radius: 6px; padding: .7rem 1rem; margin: .5rem 0; }
.operation.gap { border-left-color: var(--gap); } .operation.guarded { border-left-color: var(--guarded); } .operation.accepted { border-left-color: var(--warn); }
.operation > header { display: flex; gap: .6rem; align-items: baseline; flex-wrap: wrap; }
.operation > p { font-size: .9rem; }
.badge { font-size: .76rem; font-weight: 600; border-radius: 1rem; padding: .05rem .55rem; white-space: nowrap; background: var(--open-soft); color: var(--open); }
.badge.gap, .badge.error { background: var(--gap-soft); color: var(--gap); }
.badge.guarded { background: var(--guarded-soft); color: var(--guarded); }
.badge.warning, .badge.accepted { background: var(--warn-soft); color: var(--warn); }
.place { color: var(--muted); font-size: .86rem; margin-left: auto; }
.effects { list-style: none; margin: .5rem 0 0; padding: 0; }
.effects li { display: grid; grid-template-columns: 1.2rem minmax(12rem, 26rem) 1fr; gap: .25rem .6rem; padding: .28rem 0; border-top: 1px solid var(--line); font-size: .92rem; }
.effects li > span:first-child { font-weight: 700; }
.effects .gap > span:first-child { color: var(--gap); } .effects .guarded > span:first-child { color: var(--guarded); } .effects .accepted > span:first-child { color: var(--warn); } .effects .open > span:first-child { color: var(--open); }
.finding { border: 1px solid var(--line); border-radius: 6px; padding: .8rem 1rem; margin: .75rem 0; }
.finding > header { display: flex; gap: .6rem; align-items: baseline; flex-wrap: wrap; }
.finding ol { margin: .4rem 0; padding-left: 1.4rem; font-size: .9rem; }
.finding dl { display: grid; grid-template-columns: 7rem 1fr; gap: .2rem .75rem; margin: .5rem 0 0; font-size: .92rem; }
.finding dt { color: var(--muted); } .finding dd { margin: 0; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); }
th { color: var(--muted); font-weight: 600; font-size: .82rem; }
[hidden] { display: none !important; }
footer { margin-top: 3rem; color: var(--muted); font-size: .86rem; }
@media (max-width: 44rem) {
  .effects li { grid-template-columns: 1.2rem 1fr; } .effects li > :last-child { grid-column: 2; }
  .place { margin-left: 0; } .finding dl { grid-template-columns: 1fr; }
}
@media print {
  :root { color-scheme: light; --fg: #000; --bg: #fff; --soft: #fff; --line: #bbb; --muted: #444; --link: #000;
    --gap: #b00012; --gap-soft: #fff; --guarded: #0a6a2a; --guarded-soft: #fff; --open: #444; --open-soft: #fff; --warn: #7a5200; --warn-soft: #fff; }
  @page { margin: 16mm 14mm; }
  body { padding: 0; max-width: none; font-size: 10pt; }
  .tools { display: none; }
  .badge { border: 1px solid currentColor; }
  .operation, .finding, tr, .tile { break-inside: avoid; }
  h2, .risk { break-after: avoid; }
  .place { margin-left: 0; }
  .effects li { grid-template-columns: 1.2rem minmax(0, 5fr) minmax(0, 6fr); }
  a { text-decoration: none; }
}
`;
