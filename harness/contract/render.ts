import { painter } from "../report/paint.js";
import type { ContractReport } from "./run.js";

/** The contract report for people: one line a check. */
export function renderContract({ name, profile, entries }: ContractReport, colour: boolean): string {
  const paint = painter(colour);
  const marks = { met: paint.good("✔"), deviates: paint.warn("△"), "not run": paint.dim("–") };
  const lines = entries.map((entry) => {
    const mark = entry.grave === true ? paint.bad("✘") : marks[entry.result];
    const what = entry.result === "not run" ? paint.dim(`not run: ${entry.what}`) : entry.what;
    return `  ${mark} ${entry.id.padEnd(4)}${entry.title.padEnd(42)}${what}`;
  });
  return `${paint.bold(name)}  against ${profile.name}\n${lines.join("\n")}\n`;
}
