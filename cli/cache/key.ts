import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { inputFiles } from "../../rules/inputs.js";
import { repositoryAround } from "../../rules/repository.js";
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
  const { paths, project, strict, rules, against } = asked;
  const repository = repositoryAround(cwd) ?? cwd;
  const files = inputFiles(cwd, project === undefined ? paths : [...paths, project]);
  const hash = createHash("sha256");
  hash.update(JSON.stringify([packageVersion(), cwd, paths, project, strict, rules, against, today]));
  if (against.kind === "ref") {
    const base = baseOf(against.ref, repository);
    if (!base.ok) return undefined;
    hash.update(base.text);
  }
  const baseline = against.kind === "baseline" ? (against.file ?? findBaseline(cwd, repository)) : undefined;
  for (const file of baseline === undefined ? files : [...files, baseline]) {
    hash.update(`\0${file}\0`);
    hash.update(contentOf(file));
  }
  return { key: hash.digest("hex"), files: new Set(files) };
}

function contentOf(file: string): Buffer | string {
  try {
    return readFileSync(file);
  } catch {
    return "\0";
  }
}
