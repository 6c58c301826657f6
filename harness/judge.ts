import { compareFacts, type Difference } from "./oracle/compare.js";
import { factsOf, type Fact } from "./oracle/facts.js";
import { labellerFor } from "./oracle/labels.js";
import { learnVolatility, type Volatility } from "./oracle/volatility.js";
import type { Effect } from "./gate.js";
import type { Logged } from "./run-watcher.js";
import type { Run } from "./run.js";
import { pointOf, type Point } from "./schedules.js";

/** What "once" looks like, learned from two clean runs. */
export interface Baseline {
  readonly run: Run;
  readonly facts: readonly Fact[];
  readonly volatile: Volatility;
  /** The two clean runs differ in number: there is no "once". */
  readonly unstable: readonly Difference[];
  /** Durable effects in order: where schedules can strike. */
  readonly points: readonly Point[];
  factsOf(run: Run): readonly Fact[];
}

/** Learns the baseline from the two runs of S0. */
export function baselineOf(first: Run, second: Run): Baseline {
  const label = (run: Run, other: Run): ReturnType<typeof labellerFor> =>
    labellerFor(run.intents, other.intents[0]?.payload);
  const volatile = learnVolatility(
    { state: first.state, label: label(first, second) },
    { state: second.state, label: label(second, first) },
  );
  const facts = factsOf(first.state, label(first, second), volatile);
  const again = factsOf(second.state, label(second, first), volatile);
  return {
    run: first,
    facts,
    volatile,
    unstable: compareFacts(facts, again),
    points: pointsOf(first, 1),
    factsOf: (run) => factsOf(run.state, label(run, run.intents === first.intents ? second : first), volatile),
  };
}

/** The durable effects of one attempt, in order. */
function pointsOf({ log }: Run, attempt: number): readonly Point[] {
  const durable = log.filter((entry) => isDurable(entry) && entry.effect.attempt === attempt);
  return [...new Set(durable.map(({ effect }) => pointOf(effect)))];
}

/** Where schedules strike: of a loop that does the same again and again, the first, second and last time. */
export function struckPoints(run: Run, attempt: number): readonly Point[] {
  const turns = new Map<string, Point[]>();
  for (const { effect } of run.log.filter((entry) => isDurable(entry) && entry.effect.attempt === attempt)) {
    // One line may carry many statements (`query(text)`): those are no loop.
    const same = `${siteKey(effect)} ${effect.role === "call" ? "" : effect.text}`;
    turns.set(same, [...(turns.get(same) ?? []), pointOf(effect)]);
  }
  const kept = new Set([...turns.values()].flatMap((points) => [...points.slice(0, 2), ...points.slice(-1)]));
  return pointsOf(run, attempt).filter((point) => kept.has(point));
}

function isDurable({ effect, performed }: Logged): boolean {
  return performed && effect.role !== "read";
}

/** How a run compares with once. */
export interface Judgement {
  readonly result: "held" | "repeated" | "lost" | "wedged";
  readonly differences: readonly Difference[];
  /** One clause. */
  readonly what: string;
}

/** Judges one run against the baseline. */
export function judge(baseline: Baseline, run: Run): Judgement {
  const differences = compareFacts(baseline.facts, baseline.factsOf(run));
  if (differences.length === 0) return { result: "held", differences, what: "the effect is the same as once" };
  const more = differences.find((difference) => difference.kind === "more");
  if (more)
    return { result: "repeated", differences, what: `${more.group}: ${more.once} after one attempt, ${more.now} now` };
  const succeeded = run.outcomes.some((outcome) => outcome.ok);
  const [first] = differences;
  if (!first) return { result: "held", differences, what: "" };
  if (!succeeded) {
    return {
      result: "wedged",
      differences,
      what: `no attempt succeeds any more, and ${first.group} is not as after one attempt`,
    };
  }
  return first.kind === "fewer"
    ? {
        result: "lost",
        differences,
        what: `an attempt says that it succeeded, but ${first.group} has ${first.now} instead of ${first.once}`,
      }
    : { result: "repeated", differences, what: `${first.group} holds other values than after one attempt` };
}

/** The judgement on a run whose effect is right, and whose callers never hear of it. */
export function unanswered(run: Run): Judgement {
  const retries = run.outcomes.length - 1;
  return {
    result: "wedged",
    differences: [],
    what: `the effect is the same as once, but no retry succeeds any more: ${retries} ${retries === 1 ? "was" : "were"} answered with ${run.outcomes.at(-1)?.text ?? "nothing"}`,
  };
}

/**
 * The effects that a judgement points to: those on a differing table or provider that took place more (or less) often than in a
 * clean run. A wedge is the fault of what fails in the retries, or else of the effect that was struck and of the records that it left.
 */
export function blamed(baseline: Baseline, run: Run, { result, differences }: Judgement): readonly Effect[] {
  if (result === "wedged") return inTheWay(run);
  const before = performedSites(baseline.run.log);
  const now = performedSites(run.log);
  const groups = new Set(differences.map((difference) => difference.group));
  const touching = [...new Map([...before, ...now]).values()].filter(
    ({ effect }) => groups.has(effect.target) || effect.target.split(" + ").some((part) => groups.has(part)),
  );
  const uneven = touching.filter(({ key }) => (before.get(key)?.count ?? 0) !== (now.get(key)?.count ?? 0));
  return (uneven.length > 0 ? uneven : touching).map(({ effect }) => effect);
}

function inTheWay({ schedule, log }: Run): readonly Effect[] {
  const writes = log.filter(({ effect }) => effect.role !== "read");
  const failing = writes.filter(({ effect, end }) => effect.attempt > 1 && end?.kind === "failed");
  const left = writes.filter(
    ({ effect, performed }) =>
      performed && (effect.role === "store" || ("point" in schedule && pointOf(effect) === schedule.point)),
  );
  return (failing.length > 0 ? failing : left).flatMap(({ effect }) => effect.parts ?? [effect]);
}

interface Performed {
  readonly key: string;
  readonly effect: Effect;
  count: number;
}

function performedSites(log: readonly Logged[]): Map<string, Performed> {
  const sites = new Map<string, Performed>();
  for (const effect of log.filter(isDurable).flatMap(({ effect }) => effect.parts ?? [effect])) {
    const key = siteKey(effect);
    const known = sites.get(key);
    if (known) known.count += 1;
    else sites.set(key, { key, effect, count: 1 });
  }
  return sites;
}

/** The same call in the source, whatever run it is seen in. */
export function siteKey(effect: Effect): string {
  const place = effect.place ? `${effect.place.file}:${effect.place.line}:${effect.place.column}` : "";
  return `${place} ${effect.kind} ${effect.target}`;
}

/** Every call that had an effect in the run, the statements of a transaction each for itself. */
export function effectsOf(run: Run): readonly Effect[] {
  return [...performedSites(run.log).values()].map(({ effect }) => effect);
}
