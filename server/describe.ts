import type { Effect, EntryPoint, Finding, Trace } from "../analyzer/trace.js";
import type { Folder } from "./session-pool.js";

/** `2 effects`, `1 effect`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** With a capital at the head and a stop at the end. */
export function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}

/** Who runs an entry point again: `redelivered by bullmq`. */
export function deliveryOf({ delivery, library }: Pick<EntryPoint, "delivery" | "library">): string {
  return delivery === "retried" ? "retried by its callers" : `${delivery} by ${library}`;
}

/** The effects that change something outside. */
export function worldEffects(trace: Trace): readonly Effect[] {
  return trace.effects.filter(({ kind, quiet }) => kind !== "read" && quiet === undefined);
}

/** The findings at effects of one trace. */
export function findingsOf(folder: Folder, trace: Trace): readonly Finding[] {
  const sites = new Set(trace.effects.map(({ site }) => `${site.file}:${site.start}:${site.end}`));
  return folder.result.findings.filter(({ site }) => sites.has(`${site.file}:${site.start}:${site.end}`));
}
