import type { Fix, TextEdit } from "../../analyzer/trace.js";

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

/** The text after the edits; edits of one position keep their order. */
function applyEdits(text: string, edits: readonly Omit<TextEdit, "file">[]): string {
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
