import type { Fix, TextEdit } from "../../analyzer/trace.js";

/** The text after the edits; edits of one position keep their order. */
export function applyEdits(text: string, edits: readonly Omit<TextEdit, "file">[]): string {
  const ordered = edits.map((edit, order) => ({ edit, order }));
  ordered.sort((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end || a.order - b.order);
  let result = "";
  let from = 0;
  for (const { edit } of ordered) {
    if (edit.start < from) throw new RangeError(`Overlapping edits at offset ${edit.start}`);
    result += text.slice(from, edit.start) + edit.text;
    from = edit.end;
  }
  return result + text.slice(from);
}

/** The new text of every file that a fix changes. `read` gives the analysed text; a new file has none. */
export function applyFix(fix: Fix, read: (file: string) => string | undefined): Map<string, string> {
  const files = new Set(fix.edits.map((edit) => edit.file));
  return new Map(
    [...files].map((file) => [
      file,
      applyEdits(
        read(file) ?? "",
        fix.edits.filter((edit) => edit.file === file),
      ),
    ]),
  );
}

/** True when two fixes change the same text, so that only one of them can be applied in one pass. */
export function overlaps(a: Fix, b: Fix): boolean {
  return a.edits.some((x) => b.edits.some((y) => x.file === y.file && x.start <= y.end && y.start <= x.end));
}
