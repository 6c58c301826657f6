import { basename } from "node:path";
import type { Effect } from "./gate.js";

/** A place in a run at which something can be broken: `charge.ts:41#1`. */
export type Point = string;

/** What is repeated, and what is broken on the way. */
export type Schedule =
  | { readonly family: "S0"; readonly id: "S0.1" | "S0.2" }
  | { readonly family: "S1"; readonly id: "S1" }
  | { readonly family: "S2"; readonly id: "S2" }
  | { readonly family: "S7"; readonly id: "S7-late" }
  | { readonly family: "S3"; readonly id: string; readonly point: Point; readonly when: "before" | "after" }
  | { readonly family: "S4"; readonly id: string; readonly point: Point }
  | { readonly family: "S5"; readonly id: string; readonly point: Point; readonly when: "before" | "after" }
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
    ...(families.late ? [{ family: "S7", id: "S7-late" } as const] : []),
    ...points.map((point): Schedule => ({ family: "S4", id: `S4@${point}`, point })),
    ...points.flatMap((point) =>
      (["before", "after"] as const).map((when): Schedule => ({
        family: "S3",
        id: `S3-${when}@${point}`,
        point,
        when,
      })),
    ),
  ];
  const killed = points.flatMap((point) =>
    (["before", "after"] as const).map((when): Schedule => ({ family: "S5", id: `S5-${when}@${point}`, point, when })),
  );
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
  const full = (text: string): string => (text.includes("@") && !/#\d+$/.test(text) ? `${text}#1` : text);
  return id === full(asked);
}
