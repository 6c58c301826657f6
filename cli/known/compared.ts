import type { CheckResult, RuleSettings, Session } from "../../rules/session.js";
import { compare } from "../../rules/known/compare.js";
import { knownGap, type KnownGap } from "../../rules/known/known-gap.js";
import type { Outcome } from "../outcome.js";
import { findBaseline, readBaseline } from "./baseline-file.js";
import { changesSince } from "./changes.js";

/** What a check is held against. */
export type Against =
  | { readonly kind: "nothing" }
  /** A file, or the nearest baseline if there is one. */
  | { readonly kind: "baseline"; readonly file?: string }
  /** A branch, tag or commit of git. */
  | { readonly kind: "ref"; readonly ref: string };

/** The gaps of an earlier state and what to call it, nothing to compare with, or why it cannot be had. */
export type Earlier =
  | { readonly ok: true; readonly gaps?: readonly KnownGap[]; readonly name: string }
  | { readonly ok: false; readonly message: string };

/** The gaps that were there before. For a commit its texts are laid over the session for one check, and taken off again. */
export function earlierGaps(against: Against, session: Session, settings: RuleSettings, cwd: string): Earlier {
  switch (against.kind) {
    case "nothing":
      return { ok: true, name: "" };
    case "baseline": {
      const file = against.file ?? findBaseline(cwd, session.present.repository);
      if (file === undefined) return { ok: true, name: "" };
      const read = readBaseline(file);
      return read.ok ? { ok: true, gaps: read.gaps, name: "the baseline" } : read;
    }
    case "ref":
      return gapsAt(against.ref, session, settings);
  }
}

function gapsAt(ref: string, session: Session, settings: RuleSettings): Earlier {
  const { repository } = session.present;
  const changes = changesSince(ref, repository);
  if (!changes.ok) return changes;
  session.setTexts(changes.texts);
  const { findings } = session.check(settings);
  session.setTexts(new Map([...changes.texts.keys()].map((file) => [file, undefined])));
  return { ok: true, name: ref, gaps: findings.map((finding) => knownGap(finding, repository)) };
}

/** A result without what was there before. */
export function comparedWith(result: CheckResult, earlier: Extract<Earlier, { ok: true }>, session: Session): Outcome {
  if (!earlier.gaps) return result;
  const { fresh, known, closed } = compare(earlier.gaps, result.findings, session.present);
  return {
    ...result,
    findings: fresh,
    compared: { with: earlier.name, known: known.map(({ finding }) => finding), closed: closed.length },
  };
}
