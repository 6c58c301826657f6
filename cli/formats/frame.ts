import type { Site } from "../../analyzer/trace.js";
import type { Style } from "../style.js";

/** The lines around a place, the place underlined. Tabs count as two columns, long lines are cut on the right. */
export function codeFrame(text: string, site: Site, width: number, style: Style): string[] {
  const lines = text.split(/\r?\n/);
  const first = Math.max(1, site.line - 2);
  const last = Math.min(lines.length, site.line + 2);
  const digits = String(last).length;
  const room = Math.max(20, width - digits - 6);
  const indent = sharedIndent(lines.slice(first - 1, last));
  const shown: string[] = [];
  for (let number = first; number <= last; number++) {
    const here = number === site.line;
    const code = cut(untab((lines[number - 1] ?? "").slice(indent)), room);
    if (code.trim() === "" && (number === first || number === last)) continue;
    const margin = String(number).padStart(digits);
    shown.push(
      here ? `${style.red("❯")} ${margin} ${style.grey("│")} ${code}` : style.grey(`  ${margin} │ `) + style.dim(code),
    );
    if (here)
      shown.push(
        `${" ".repeat(digits + 3)}${style.grey("│")} ${marker(lines[number - 1] ?? "", site, indent, room, style)}`,
      );
  }
  return shown;
}

/** Underlines from the start of the place to its end, or to the end of its first line. */
function marker(line: string, site: Site, indent: number, room: number, style: Style): string {
  const start = Math.max(0, site.column - 1);
  const end = site.endLine === site.line ? site.endColumn - 1 : line.length;
  const before = untab(line.slice(indent, start)).length;
  const length = Math.max(1, untab(line.slice(start, end).trimEnd()).length);
  if (before >= room) return style.red("→");
  return " ".repeat(before) + style.red("^".repeat(Math.min(length, room - before)));
}

function sharedIndent(lines: readonly string[]): number {
  const indents = lines.filter((line) => line.trim() !== "").map((line) => /^\s*/.exec(line)?.[0].length ?? 0);
  return indents.length === 0 ? 0 : Math.min(...indents);
}

function untab(text: string): string {
  return text.replaceAll("\t", "  ");
}

function cut(text: string, room: number): string {
  return text.length > room ? `${text.slice(0, room - 1)}…` : text;
}
