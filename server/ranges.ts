import type { Position, Range } from "vscode-languageserver/node";
import type { Site } from "../analyzer/trace.js";

/** The whole of a site. */
export function rangeOf(site: Site): Range {
  return { start: startOf(site), end: { line: site.endLine - 1, character: site.endColumn - 1 } };
}

/** The first line of a site: a call over twenty lines is underlined at its head alone. */
export function headOf(site: Site): Range {
  if (site.endLine === site.line) return rangeOf(site);
  return { start: startOf(site), end: { line: site.line - 1, character: endOfLine } };
}

/** Whether a position lies on the head of a site. */
export function headContains(site: Site, { line, character }: Position): boolean {
  const { start, end } = headOf(site);
  return line === start.line && character >= start.character && character <= end.character;
}

/** Whether two ranges share a position. */
export function overlap(a: Range, b: Range): boolean {
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}

/** Beyond the end of any line; the protocol reads it as the line's end. */
const endOfLine = 2 ** 31 - 1;

function startOf(site: Site): Position {
  return { line: site.line - 1, character: site.column - 1 };
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
