import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** A short hash of one source line without its indentation; empty when the file cannot be read. */
export function contentHash(file: string, line: number): string {
  const text = linesOf(file)?.[line - 1];
  return text === undefined ? "" : hashOfLine(text);
}

/** The hash of a line's text. */
export function hashOfLine(text: string): string {
  return createHash("sha256").update(text.trim()).digest("hex").slice(0, 16);
}

/** The lines of a file, or nothing when it is gone. */
export function linesOf(file: string): readonly string[] | undefined {
  try {
    return readFileSync(file, "utf8").split(/\r?\n/);
  } catch {
    return undefined;
  }
}
