import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Finding, Fix, TextEdit } from "../analyzer/trace.js";

/** The files that fixes changed. */
export type ChangedFiles = ReadonlySet<string>;

/** Writes fixes to disk. One whose edits touch those of an earlier one is left for the next round. */
export function applyFixes(fixes: readonly Fix[]): ChangedFiles {
  const accepted = new Map<string, TextEdit[]>();
  for (const fix of fixes) {
    if (fix.edits.some((edit) => accepted.get(edit.file)?.some((other) => collide(edit, other)))) continue;
    for (const edit of fix.edits) accepted.set(edit.file, [...(accepted.get(edit.file) ?? []), edit]);
  }
  for (const [file, edits] of accepted) writeEdits(file, edits);
  return new Set(accepted.keys());
}

/** The fixes that need no review: at most one for each finding. */
export function safeFixes(findings: readonly Finding[]): Fix[] {
  return findings.flatMap((finding) => finding.fixes.find((fix) => fix.safety === "safe") ?? []);
}

/** The fix that `<fingerprint>` or `<fingerprint>:2` names; a unique beginning of a fingerprint will do. */
export function reviewedFix(
  chosen: string,
  findings: readonly Finding[],
): { readonly ok: true; readonly fix: Fix } | { readonly ok: false; readonly message: string } {
  const [fingerprint = "", ordinal = "1"] = chosen.split(":");
  const found = findings.filter((finding) => fingerprint.length >= 6 && finding.fingerprint.startsWith(fingerprint));
  const [finding, second] = found;
  if (!finding)
    return wrong(
      `No finding has the fingerprint ${fingerprint}. It may be fixed already, or its code was changed; run idemlint check again.`,
    );
  if (second) return wrong(`${fingerprint} is the beginning of several fingerprints. Write more of it.`);
  const fix = finding.fixes[Number(ordinal) - 1];
  if (!fix) return wrong(`The finding ${fingerprint} (${finding.rule}) has ${countFixes(finding.fixes.length)}.`);
  return { ok: true, fix };
}

function countFixes(number: number): string {
  return number === 0 ? "no fix that can be applied by machine" : number === 1 ? "one fix only" : `${number} fixes`;
}

function wrong(message: string) {
  return { ok: false, message } as const;
}

function collide(a: TextEdit, b: TextEdit): boolean {
  return a.start === b.start || (a.start < b.end && b.start < a.end);
}

function writeEdits(file: string, edits: readonly TextEdit[]): void {
  const raw = existsSync(file) ? readFileSync(file, "utf8") : "";
  const mark = raw.startsWith("\uFEFF") ? "\uFEFF" : "";
  let text = raw.slice(mark.length);
  // Edits come with plain line ends; a file that uses CRLF throughout keeps doing so.
  const windows = text.includes("\r\n") && !/[^\r]\n/.test(text);
  for (const edit of [...edits].sort((a, b) => b.start - a.start)) {
    const added = windows ? edit.text.replace(/\r?\n/g, "\r\n") : edit.text;
    text = text.slice(0, edit.start) + added + text.slice(edit.end);
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, mark + text);
}
