import type { Effect, Finding } from "../analyzer/trace.js";
import { readVerdicts, verdictIndex } from "../harness/verdicts-file.js";
import { verified, type Verified } from "./standing.js";
import type { Proof } from "./verdict.js";

/** Where `idemlint verify` keeps what it found, below the folder that it ran in. */
export const verdictsPath = ".idemlint/verdicts.json";

/** What runs showed; what the code has left behind is not counted. */
export interface Proofs {
  of(effect: Pick<Effect, "sink">): Proof | undefined;
  /** Findings as runs leave them: what was refuted drops to information. */
  lay(findings: readonly Finding[]): Verified;
  /** The scenarios whose runs reached a call. */
  scenarios(effect: Pick<Effect, "sink">): readonly string[];
}

/** Reads the verdicts that these folders keep. */
export function readProofs(folders: readonly string[]): Proofs {
  const files = [...new Set(folders)].flatMap((folder) => {
    const file = readVerdicts(verdictsPath, folder);
    return file ? [{ file, folder }] : [];
  });
  const indexes = files.map(({ file, folder }) => verdictIndex(file, folder));
  const at = ({ sink }: Pick<Effect, "sink">) => indexes.flatMap((index) => index(sink));
  return {
    of(effect) {
      const verdicts = at(effect).map(({ site }) => site.verdict);
      if (verdicts.some((verdict) => faults.has(verdict))) return "confirmed";
      return verdicts.includes("refuted") ? "refuted" : undefined;
    },
    lay(findings) {
      const none: Verified = { findings, standings: new Map() };
      return files.reduce((laid, { file, folder }) => verified(laid.findings, file, folder), none);
    },
    scenarios: (effect) => [...new Set(at(effect).map(({ scenario }) => scenario.scenario))],
  };
}

/** Verdicts that say that a run went wrong. */
const faults: ReadonlySet<string> = new Set(["confirmed", "wedged", "flaky"]);
