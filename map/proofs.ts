import type { Effect } from "../analyzer/trace.js";
import { readVerdicts, verdictIndex } from "../harness/verdicts-file.js";
import type { Proof } from "./verdict.js";

/** Where `idemlint verify` keeps what it found, below the folder that it ran in. */
export const verdictsPath = ".idemlint/verdicts.json";

/** What runs showed at each call, by the verdicts that these folders keep; what the code has left behind is not counted. */
export function readProofs(folders: readonly string[]): (effect: Pick<Effect, "sink">) => Proof | undefined {
  const indexes = [...new Set(folders)].flatMap((folder) => {
    const file = readVerdicts(verdictsPath, folder);
    return file ? [verdictIndex(file, folder)] : [];
  });
  return ({ sink }) => {
    const verdicts = indexes.flatMap((at) => at(sink).map(({ site }) => site.verdict));
    if (verdicts.some((verdict) => faults.has(verdict))) return "confirmed";
    return verdicts.includes("refuted") ? "refuted" : undefined;
  };
}

/** Verdicts that say that a run went wrong. */
const faults: ReadonlySet<string> = new Set(["confirmed", "wedged", "flaky"]);
