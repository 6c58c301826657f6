import { siteKey } from "../../analyzer/sites.js";
import type { Trace } from "../../analyzer/trace.js";
import { groupBy } from "../group-by.js";
import type { Outcome } from "../outcome.js";
import { relativeTo } from "../places.js";
import { count, wrap } from "../style.js";
import type { FormatContext } from "./format.js";

/** What the check saw and what it did not: entry points, libraries without a model, files that were left out. */
export function coverageLines(outcome: Outcome, context: FormatContext): string[] {
  return [...entryLines(outcome, context), ...libraryLines(outcome, context), ...leftOutLines(outcome, context)];
}

function entryLines({ traces, opaqueIn }: Outcome, { style, cwd }: FormatContext): string[] {
  // What one line registers in an application that is built twice is one entry point to a reader.
  const once = [...groupBy(traces, ({ entry }) => `${entry.name} ${siteKey(entry.site)}`).values()].flatMap(
    ([first]) => first ?? [],
  );
  const kinds = [...groupBy(once, ({ entry }) => `${entry.kind}, ${entry.delivery}, seen by ${entry.library}`)];
  const width = Math.max(0, ...once.map(({ entry }) => Math.min(48, entry.name.length)));
  return [
    title("Entry points", once.length, style),
    ...kinds.flatMap(([kind, group]) => [
      `  ${kind} (${group.length})`,
      ...group.map(({ entry, ...trace }) => {
        const place = `${relativeTo(cwd, entry.site.file)}:${entry.site.line}`;
        return `    ${entry.name.padEnd(width)}  ${style.grey(`${doings({ entry, ...trace }, opaqueIn)}  ${place}`)}`;
      }),
    ]),
    "",
  ];
}

/** `3 effects, 2 guarded, 4 calls not followed`. */
function doings(trace: Trace, opaqueIn: Outcome["opaqueIn"]): string {
  const effects = trace.effects.filter(({ kind }) => kind !== "read");
  const guarded = effects.filter(({ guards }) => guards.length > 0).length;
  const opaque = opaqueIn?.get(trace) ?? 0;
  return [
    effects.length === 0 ? "no effects" : `${count(effects.length, "effect")}, ${guarded} guarded`,
    ...(opaque > 0 ? [`${count(opaque, "call")} not followed`] : []),
  ].join(", ");
}

function libraryLines({ opaque }: Outcome, { style, width }: FormatContext): string[] {
  const calls = [...(opaque ?? [])];
  const libraries = [...groupBy(calls, ([, { from }]) => from ?? "")]
    .map(([from, group]) => ({ from, group, times: group.reduce((sum, [, { times }]) => sum + times, 0) }))
    .sort((a, b) => Number(a.from === "") - Number(b.from === "") || b.times - a.times);
  return [
    title("Calls that could not be followed", calls.length, style),
    ...libraries.flatMap(({ from, group, times }) => {
      const names = group
        .sort(([, a], [, b]) => b.times - a.times)
        .map(([name, one]) => (one.times === 1 ? name : `${name} (${one.times})`))
        .join(", ");
      const head =
        from === ""
          ? "of values whose origin is not known"
          : from.startsWith("node:")
            ? `of Node's own ${from}`
            : `of ${from}, which no model describes so far`;
      return [`  ${times} ${head}`, ...wrap(names, width - 4).map((line) => `    ${style.grey(line)}`)];
    }),
    "",
  ];
}

function leftOutLines({ leftOut }: Outcome, { style, cwd }: FormatContext): string[] {
  const files = leftOut?.() ?? [];
  return [
    title("Files left out", files.length, style),
    ...[...groupBy(files, ({ why }) => why)].flatMap(([why, group]) => [
      `  ${why} (${group.length})`,
      ...group.map(({ file }) => `    ${style.grey(relativeTo(cwd, file))}`),
    ]),
    "",
  ];
}

function title(text: string, count: number, style: FormatContext["style"]): string {
  return style.bold(`${text}: ${count}`);
}
