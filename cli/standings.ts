import { resolve } from "node:path";
import { readVerdicts } from "../harness/verdicts-file.js";
import { verdictsPath } from "../map/proofs.js";
import { verified } from "../map/standing.js";
import type { Outcome } from "./outcome.js";

/** An outcome with what runs say about it, or the sentence that says why the named verdicts cannot be read. */
type Laid = { readonly ok: true; readonly outcome: Outcome } | { readonly ok: false; readonly message: string };

/** Lays the verdicts that runs left over an outcome; without a name, those of the working directory, if there are any. */
export function layVerdicts(outcome: Outcome, named: string | undefined, cwd: string): Laid {
  const file = readVerdicts(resolve(cwd, named ?? verdictsPath));
  if (file) return { ok: true, outcome: { ...outcome, ...verified(outcome.findings, file, cwd) } };
  if (named === undefined) return { ok: true, outcome };
  return {
    ok: false,
    message: `${named} holds no verdicts of this version: idemlint verify --verdicts ${named} writes them.`,
  };
}
