/** The page's style: light or dark as the reader's system is, readable at 320 px. */
export const STYLE = `
:root { color-scheme: light dark; --page: #ffffff; --card: #f6f7f9; --line: #d5d9e0; --text: #1b1f24; --soft: #57606a; --good: #1a7f37; --bad: #c4262e; --warn: #8a5a00; --good-back: #e3f5e8; --bad-back: #fdeaea; --warn-back: #fdf3dc; }
@media (prefers-color-scheme: dark) { :root { --page: #14171b; --card: #1d2126; --line: #363c45; --text: #e6e9ed; --soft: #9aa4b0; --good: #57c979; --bad: #ff7b80; --warn: #e6b450; --good-back: #16301f; --bad-back: #3a1a1d; --warn-back: #35290f; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 75rem; padding: 1.5rem 1rem 4rem; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.4rem; margin: 0; }
h2 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
header p { color: var(--soft); margin: .25rem 0 1rem; }
code, small, del, ins, .file, .schedule { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: .85em; }
.chip { display: inline-block; padding: .05rem .55rem; border-radius: 1rem; border: 1px solid currentColor; color: var(--warn); background: var(--warn-back); font-size: .85rem; font-weight: 600; }
.chip.refuted { color: var(--good); background: var(--good-back); }
.chip.confirmed, .chip.wedged { color: var(--bad); background: var(--bad-back); }
.scenario { border: 1px solid var(--line); border-radius: .5rem; padding: .75rem 1rem; margin: .75rem 0; }
.scenario > summary { cursor: pointer; }
.scenario > summary:focus-visible, button:focus-visible { outline: 2px solid var(--soft); outline-offset: 2px; }
.file { color: var(--soft); }
.reason { margin: .75rem 0; }
.lanes { display: grid; gap: .4rem .75rem; overflow-x: auto; padding-bottom: .25rem; }
.head { font-weight: 600; border-bottom: 2px solid var(--line); padding-bottom: .2rem; }
.step, .end { background: var(--card); border-left: 4px solid var(--line); border-radius: .25rem; padding: .35rem .6rem; overflow-wrap: anywhere; }
.step code, .step small { display: block; color: var(--soft); }
.step ul { margin: .2rem 0; padding-left: 1.1rem; color: var(--soft); }
.step.done { border-left-color: var(--good); }
.step.read { opacity: .75; }
.step.fault { border-left-color: var(--bad); background: var(--bad-back); }
.step.fault small { color: var(--bad); font-weight: 600; }
.step.failed { border-left-color: var(--warn); background: var(--warn-back); }
.end { font-weight: 600; background: none; border-left: 0; border-top: 1px solid var(--line); border-radius: 0; }
.end.ok { color: var(--good); }
.end.failed { color: var(--bad); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line); }
del, ins { display: block; text-decoration: none; overflow-wrap: anywhere; }
del { color: var(--good); }
ins { color: var(--bad); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1rem; margin: 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.schedule { display: inline-block; padding: 0 .4rem; border-radius: .25rem; background: var(--good-back); color: var(--good); }
.schedule.repeated, .schedule.lost, .schedule.wedged { background: var(--bad-back); color: var(--bad); }
.schedule.flaky, .schedule.not-reached { background: var(--warn-back); color: var(--warn); }
.repeat { background: var(--card); border: 1px solid var(--line); border-radius: .25rem; padding: .5rem .75rem; overflow-wrap: anywhere; }
button { font: inherit; color: inherit; background: var(--page); border: 1px solid var(--line); border-radius: .25rem; padding: .1rem .6rem; cursor: pointer; }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .5rem; } }
`;
