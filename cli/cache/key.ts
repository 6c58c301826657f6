import { contentHash, inputFiles } from "../../rules/judging/inputs.js";
import { repositoryAround } from "../../rules/judging/repository.js";
import type { CheckAsked } from "../commands/check.js";
import { findBaseline } from "../known/baseline-file.js";
import { baseOf } from "../known/changes.js";
import { packageVersion } from "../package.js";

/** What a result of `idemlint check` rests on. */
export interface Inputs {
  /** Equal only where the result is. */
  readonly key: string;
  readonly files: ReadonlySet<string>;
}

/** The key of a check: its question, the day, and the content of every file that it can read; `undefined` when it has none. */
export function inputsOf(asked: CheckAsked, cwd: string, today: string): Inputs | undefined {
  const { paths, project, strict, rules, against, share } = asked;
  const repository = repositoryAround(cwd) ?? cwd;
  const files = inputFiles(cwd, project === undefined ? paths : [...paths, project]);
  const question = JSON.stringify([packageVersion(), cwd, paths, project, strict, rules, against, share, today]);
  const base = against.kind === "ref" ? baseOf(against.ref, repository) : { ok: true as const, text: "" };
  if (!base.ok) return undefined;
  const baseline = against.kind === "baseline" ? (against.file ?? findBaseline(cwd, repository)) : undefined;
  const read = baseline === undefined ? files : [...files, baseline];
  return { key: contentHash(read, question, base.text), files: new Set(files) };
}
