import type { Settings } from "./scenario.js";
import type { Schedule } from "./schedules.js";
import type { Session } from "./session.js";
import type { Controls, Findings, NotRun } from "./verdict.js";
import type { Walk } from "./walk.js";

/** What a verdict rests on. */
export interface Grounds {
  readonly walk: Walk;
  readonly newIntent: Controls["newIntent"];
  readonly mutant: Controls["mutant"];
  readonly notRun: readonly NotRun[];
  readonly session: Session;
  readonly wanted: readonly Schedule[];
  readonly settings: Settings;
}

/** The verdict: a shown fault first, then what keeps it open, and `refuted` only when nothing does. */
export function conclude({
  walk,
  newIntent,
  mutant,
  notRun,
  session,
  wanted,
  settings,
}: Grounds): Pick<Findings, "verdict" | "reason" | "schedule"> {
  if (walk.shown && walk.shownKind) {
    const schedule = walk.shown.run.schedule.id;
    return { verdict: walk.shownKind, reason: `${schedule}: ${walk.shown.judgement.what}`, schedule };
  }
  const open = (reason: string): Pick<Findings, "verdict" | "reason"> => ({ verdict: "inconclusive", reason });
  if (wanted.length === 0)
    return open(`no schedule of this scenario is ${settings.schedule ?? settings.only.join(", ")}`);
  if (session.blocked.length > 0) return open(`an outbound call was refused${blockedNote(session)}`);
  if (!newIntent.passed) return open(newIntent.what);
  if (walk.outOfTime > 0)
    return open(
      `it held in ${walk.results.length} schedules; ${walk.outOfTime} more were not run: the budget of ${settings.budgetMs} ms is used up`,
    );
  const [missing] = notRun.filter(({ family }) => family !== "S5");
  if (missing)
    return open(`it held in ${walk.results.length} schedules, but ${missing.family} was not run: ${missing.reason}`);
  if (!mutant.passed)
    return open(`it held in ${walk.results.length} schedules, but the mutant control did not fail: ${mutant.what}`);
  return {
    verdict: "refuted",
    reason: `the effect is the same as once for these ${walk.results.length} schedules; ${mutant.what}`,
  };
}

/** The families that were not run, with the reason. */
export function familiesNotRun(
  session: Session,
  settings: Settings,
  all: readonly Schedule[],
  wanted: readonly Schedule[],
): readonly NotRun[] {
  const missing: NotRun[] = [];
  if (session.concurrent !== true && !session.concurrent.includes("scenario says"))
    missing.push({ family: "S6", reason: session.concurrent });
  if (session.program?.recorded !== true) missing.push({ family: "S5", reason: whyNotKilled(session) });
  if (all.every((schedule) => !("point" in schedule))) {
    missing.push({
      family: "S6",
      reason: "the effects are seen in the stores alone, so there is no point at which two attempts could meet",
    });
  }
  for (const family of ["S1", "S2", "S3", "S4", "S5", "S6"] as const) {
    if (all.some((schedule) => schedule.family === family) && !wanted.some((schedule) => schedule.family === family)) {
      missing.push({ family, reason: settings.shard ? "it is in another shard" : "it was not asked for" });
    }
  }
  return missing;
}

function whyNotKilled(session: Session): string {
  return session.program
    ? "the program did not load the recorders: only Node programs can be killed at an effect"
    : "the program runs in this process; give start a command to have it killed";
}

/** Tells of the first call that was refused. */
export function blockedNote(session: Session): string {
  const [call] = session.blocked;
  if (!call) return "";
  return `; ${call.text}${call.place ? ` at ${call.place.file}:${call.place.line}` : ""} was blocked: allow the host, or observe it with http({ provider: "${call.host}" })`;
}
