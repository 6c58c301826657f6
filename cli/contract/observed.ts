import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { StoredVerdict } from "../../harness/verdicts-file.js";
import type { Answer, Operation, Question } from "./operation.js";

/** What `idemlint verify --http` saw of one endpoint. */
export interface Observed {
  readonly name: string;
  readonly entries: readonly {
    readonly id: string;
    readonly result: string;
    readonly what: string;
    readonly grave?: boolean;
  }[];
}

/** A report of the contract set, or the sentence that says why the file is none. */
export type ObservedRead =
  { readonly ok: true; readonly observed: Observed } | { readonly ok: false; readonly message: string };

/** Reads what `idemlint verify --http … --format json` wrote. */
export function readObserved(file: string, cwd: string): ObservedRead {
  try {
    const read = JSON.parse(readFileSync(resolve(cwd, file), "utf8")) as { readonly contract?: Partial<Observed> };
    const { name, entries } = read.contract ?? {};
    if (typeof name === "string" && Array.isArray(entries)) return { ok: true, observed: { name, entries } };
  } catch {
    // It is told below what the file has to be.
  }
  return { ok: false, message: `${file} is no report of idemlint verify --http <url> --format json.` };
}

/** Lays what runs showed over what the analysis answers: a run has seen it, so it decides. */
export function withRuns(
  operations: readonly Operation[],
  verdicts: readonly StoredVerdict[],
  observed: readonly Observed[],
): readonly Operation[] {
  return operations.map((operation) => {
    const told = [
      ...verdicts.filter(({ entry }) => entry === operation.entry).flatMap(fromVerdict),
      ...observed.filter(({ name }) => name === operation.entry).flatMap(({ entries }) => entries.flatMap(fromCheck)),
    ];
    return { ...operation, answers: { ...operation.answers, ...Object.fromEntries(told) } };
  });
}

type Told = readonly [Question, Answer];

function fromVerdict({ verdict, scenario, schedules, reason }: StoredVerdict): readonly Told[] {
  const held = `${scenario} held in ${schedules} schedules`;
  switch (verdict) {
    case "refuted":
      return [told("completed", "not done again", held), told("failed", "done again", held)];
    case "confirmed":
      return [told("completed", "done again", `${scenario}: ${reason}`)];
    case "wedged":
      return [told("failed", "stuck", `${scenario}: ${reason}`)];
    default:
      return [];
  }
}

/** What the checks of the contract set say about our questions; a check that was not run says nothing. */
function fromCheck({ id, result, what, grave }: Observed["entries"][number]): readonly Told[] {
  if (result === "not run") return [];
  const because = `${id}: ${what}`;
  switch (id) {
    case "C2":
      return grave
        ? [told("completed", "done again", because)]
        : [
            told("completed", "not done again", because),
            told("replayedBody", result === "met" ? "same" : "other", because),
          ];
    case "C3":
      return [told("inProgress", grave ? "done again" : "refused", because)];
    case "C4":
      return [told("otherPayload", grave ? "taken for the first" : "refused", because)];
    default:
      return [];
  }
}

function told(question: Question, value: string, because: string): Told {
  return [question, { value, because, from: "run" }];
}
