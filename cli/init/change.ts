import type { Style } from "../style.js";

/** A file that `idemlint init` would write: its text now, if there is one, and then. */
export interface Change {
  /** Relative to the folder, with `/`. */
  readonly file: string;
  readonly before: string | undefined;
  readonly after: string;
  readonly why: string;
}

/** What a change adds and takes away, with a line of what is around it. */
export function showChange({ file, before, after, why }: Change, style: Style): string {
  const head = `${style.bold(file)}  ${style.grey(before === undefined ? `new: ${why}` : why)}`;
  const [old, now] = [before === undefined ? [] : linesOf(before), linesOf(after)];
  let first = 0;
  while (first < old.length && first < now.length && old[first] === now[first]) first++;
  let last = 0;
  while (last < old.length - first && last < now.length - first && old.at(-1 - last) === now.at(-1 - last)) last++;
  const around = (line: string | undefined) => (line === undefined ? [] : [style.grey(`    ${line}`)]);
  return [
    head,
    ...around(old[first - 1]),
    ...middle(old, first, last).map((line) => style.red(`  - ${line}`)),
    ...middle(now, first, last).map((line) => style.green(`  + ${line}`)),
    ...around(last > 0 ? old.at(-last) : undefined),
  ].join("\n");
}

function middle(lines: readonly string[], first: number, last: number): readonly string[] {
  return lines.slice(first, lines.length - last);
}

function linesOf(text: string): readonly string[] {
  return text.replace(/\r?\n$/, "").split(/\r?\n/);
}
