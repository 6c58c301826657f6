import { runSchedule } from "./drive.js";
import type { Outcome } from "./outcome.js";
import type { Run, RunContext } from "./run.js";

/**
 * Whether the retries of a run came to an end. A caller that never learned of the effect has to get a success at last, or the refusal
 * that this handler gives to everyone who comes a second time (`409 already paid`).
 */
export function livenessOf<Payload>(context: RunContext<Payload>): (run: Run) => Promise<boolean> {
  let answer: Promise<Outcome | undefined> | undefined;
  return async (run) => {
    const last = run.outcomes.at(-1);
    // Only these families try again until the lease has run out.
    if (run.schedule.family === "S0" || run.schedule.family === "S1" || run.schedule.family === "S7") return true;
    if (!last || last.ok || run.outcomes.every(({ ok }) => ok)) return true;
    if (!isRefusal(last)) return false;
    answer ??= runSchedule(context, { family: "S1", id: "S1" }, "answer").then(({ outcomes }) => outcomes.at(-1));
    const settled = await answer;
    return settled !== undefined && settled.status === last.status && wordsOf(settled) === wordsOf(last);
  };
}

/** An answer that no retry changes, as HTTP has it. */
function isRefusal({ status }: Outcome): boolean {
  return status !== undefined && status >= 400 && status < 500;
}

function wordsOf({ text }: Outcome): string {
  return text.replaceAll(/[\w-]*\d[\w-]*/g, "#");
}
