import type { ts } from "ts-morph";
import type { Site } from "./trace.js";

/** The place of a node, from its first token to its end. */
export function siteOf(node: ts.Node): Site {
  const source = node.getSourceFile();
  const start = node.getStart(source);
  const end = node.getEnd();
  const from = source.getLineAndCharacterOfPosition(start);
  const to = source.getLineAndCharacterOfPosition(end);
  return {
    file: source.fileName,
    start,
    end,
    line: from.line + 1,
    column: from.character + 1,
    endLine: to.line + 1,
    endColumn: to.character + 1,
  };
}

/** A key that is equal for equal places. */
export function siteKey(site: Site): string {
  return `${site.file}:${site.start}:${site.end}`;
}
