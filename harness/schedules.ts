import { basename } from "node:path";
import type { Effect } from "./gate.js";

/** A place in a run at which something can be broken: `charge.ts:41#1`. */
export type Point = string;

/** One thing that is broken in one attempt. */
export type Fault =
  | { readonly family: "S3"; readonly point: Point; readonly when: "before" | "after" }
  | { readonly family: "S4"; readonly point: Point }
  | { readonly family: "S5"; readonly point: Point; readonly when: "before" | "after" };

/** A fault in the first attempt, and at depth 2 another one in the second. */
type Faulted = Fault & { readonly id: string; readonly then?: Fault };

/** What is repeated, and what is broken on the way. */
export type Schedule =
  | { readonly family: "S0"; readonly id: "S0.1" | "S0.2" }
  | { readonly family: "S1"; readonly id: "S1" }
  | { readonly family: "S2"; readonly id: string; readonly then?: Fault }
  | { readonly family: "S7"; readonly id: "S7-late" | "S7-reversed" }
  | Faulted
  | { readonly family: "S6"; readonly id: string; readonly point: Point; readonly first: "A" | "B" };

/** The families of schedules, in the order in which they are tried: the simplest proof comes first. */
export type Family = Schedule["family"];

/** The point at which an effect stands; the gate counts the ordinal by file name and line, so it is unique in a run. */
export function pointOf(effect: Effect): Point {
  if (!effect.place) return `${effect.kind}:${effect.target.replaceAll(/\s+/g, "_")}#${effect.ordinal}`;
  return `${basename(effect.place.file)}:${effect.place.line}#${effect.ordinal}`;
}

/** All schedules for the durable effects of a clean run. */
export function schedulesFor(
  points: readonly Point[],
  families: { readonly concurrent: boolean; readonly kill: boolean; readonly late: boolean },
): readonly Schedule[] {
  const sequential: Schedule[] = [
    { family: "S1", id: "S1" },
    { family: "S2", id: "S2" },
    ...(families.late ? [{ family: "S7", id: "S7-late" } as const, { family: "S7", id: "S7-reversed" } as const] : []),
    ...points.map((point) => faulted({ family: "S4", point })),
    ...points.flatMap((point) => WHENS.map((when) => faulted({ family: "S3", point, when }))),
  ];
  const killed = points.flatMap((point) => WHENS.map((when) => faulted({ family: "S5", point, when })));
  const races = points.flatMap((point) =>
    (["A", "B"] as const).map((first): Schedule => ({
      family: "S6",
      id: `S6-${first === "A" ? "AB" : "BA"}@${point}`,
      point,
      first,
    })),
  );
  return [...sequential, ...(families.concurrent ? races : []), ...(families.kill ? killed : [])];
}

const WHENS = ["before", "after"] as const;

function faulted(fault: Fault): Schedule {
  return { ...fault, id: faultId(fault) };
}

function faultId(fault: Fault): string {
  return `${fault.family}${"when" in fault ? `-${fault.when}` : ""}@${fault.point}`;
}

/**
 * The schedules of depth 2 that go on from one that held: its second attempt is broken too, at each durable effect that it was seen
 * to have. Where the second attempt had none, there is nothing more to break.
 */
export function deeper(schedule: Schedule, secondPoints: readonly Point[]): readonly Schedule[] {
  if (schedule.family !== "S2" && schedule.family !== "S3" && schedule.family !== "S4" && schedule.family !== "S5")
    return [];
  return secondPoints
    .flatMap((point): readonly Fault[] => [
      { family: "S4", point },
      ...WHENS.map((when) => ({ family: "S3", point, when }) as const),
    ])
    .map((then) => ({ ...schedule, id: `${schedule.id}+${faultId(then)}`, then }));
}

/** The schedule of depth 2 that an id names, going on from one of these: `S4@charge.ts:41#1+S3-before@charge.ts:44#1`. */
export function pairNamed(id: string, singles: readonly Schedule[]): Schedule | undefined {
  const [first = "", second] = id.split(/\+(?=S[34](?:-before|-after)?@)/);
  const [, family, when, point = ""] = /^(S3|S4)(?:-(before|after))?@(.+)$/.exec(second ?? "") ?? [];
  const single = singles.find((schedule) => sameSchedule(schedule.id, first));
  if (family === undefined || single === undefined) return undefined;
  const pairs = deeper(single, [withOrdinal(point)]);
  return pairs.find(({ id }) => id.endsWith(`+${family}${when === undefined ? "" : `-${when}`}@${withOrdinal(point)}`));
}

/** Whether a schedule is among those that were asked for. */
export function isWanted(
  schedule: Schedule,
  wanted: { readonly schedule?: string; readonly only: readonly string[] },
): boolean {
  if (wanted.schedule !== undefined) return sameSchedule(schedule.id, wanted.schedule);
  if (wanted.only.length === 0) return true;
  return wanted.only.some((part) => (/^S\d/.test(part) ? schedule.id.startsWith(part) : schedule.id.includes(part)));
}

/** `S4@charge.ts:41` names `S4@charge.ts:41#1`: the first ordinal may be left out. */
function sameSchedule(id: string, asked: string): boolean {
  return id === (asked.includes("@") ? withOrdinal(asked) : asked);
}

function withOrdinal(point: string): string {
  return /#\d+$/.test(point) ? point : `${point}#1`;
}
