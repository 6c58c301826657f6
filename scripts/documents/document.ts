/** A file that holds text made from the code. */
export interface Document {
  /** From the repository's root. */
  readonly path: string;
  /** The whole file as it has to be, from what it is. */
  render(current: string): string;
}

/** Replaces what stands between `<!-- name: begin -->` and `<!-- name: end -->`. */
export function between(name: string, current: string, text: string): string {
  const begin = `<!-- ${name}: begin -->`;
  const end = `<!-- ${name}: end -->`;
  const from = current.indexOf(begin);
  const to = current.indexOf(end);
  if (from < 0 || to < from) throw new Error(`the markers ${begin} and ${end} are missing`);
  return `${current.slice(0, from + begin.length)}\n\n${text}\n\n${current.slice(to)}`;
}

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (row: readonly string[]): string => `| ${row.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
