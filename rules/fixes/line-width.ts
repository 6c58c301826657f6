import type { ts } from "ts-morph";
import type { TextEdit } from "../../analyzer/trace.js";
import { indentAt, indentUnit } from "./syntax.js";

/** A list on one line, as `(a, b)` or `{ a, b }`: where it opens and closes, and what stands in it. */
interface List {
  readonly open: number;
  readonly close: number;
  readonly items: readonly ts.Node[];
}

/** Whether the line that holds a position gets wider than what formatters are set to when a text is added to it. */
export function growsTooWide(text: string, at: number, added: string): boolean {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const end = text.indexOf("\n", at);
  const line = text.slice(start, end === -1 ? text.length : end).replace(/\s*\/\/.*$/, "");
  return line.length + added.length > WIDTH;
}

/** Adds an item to a list that stands on one line, and gives each item a line of its own. */
export function addOnLines(source: ts.SourceFile, { open, close, items }: List, added: string): TextEdit[] {
  const file = source.fileName;
  const base = indentAt(source.text, open);
  const indent = base + indentUnit(source.text);
  const comma = trailsCommas(source.text) ? "," : "";
  const between = items.map((item, index) => {
    const before = index === 0 ? open : (items[index - 1]?.end ?? open);
    return { file, start: before, end: item.getStart(source), text: `${index === 0 ? "" : ","}\n${indent}` };
  });
  const last = items.at(-1)?.end ?? open;
  return [...between, { file, start: last, end: close, text: `,\n${indent}${added}${comma}\n${base}` }];
}

/** This file ends lists of several lines with a comma, or has none that says otherwise. */
function trailsCommas(text: string): boolean {
  const code = text.replace(/\s*\/\/.*$/gm, "");
  return /,\n\s*[)\]}]/.test(code) || !/[^,;\s({[]\n\s*[)\]]/.test(code);
}

const WIDTH = 120;
