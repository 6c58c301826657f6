import type { Timing } from "../rules/judging/timing.js";

/** How long the phases of a check took, and the rules within the last one, slowest first. */
export function timingTable({ parts }: Timing): string {
  const phases = [...parts].filter(([part]) => !part.startsWith("rule "));
  const rules = [...parts].filter(([part]) => part.startsWith("rule ")).sort(([, a], [, b]) => b - a);
  const whole = phases.reduce((sum, [, ms]) => sum + ms, 0);
  const line = (name: string, ms: number) =>
    `${name.padEnd(30)}${ms.toFixed(1).padStart(10)} ms ${((100 * ms) / Math.max(whole, 1e-9)).toFixed(1).padStart(5)} %\n`;
  return [
    "\n",
    ...phases.map(([part, ms]) => line(part, ms)),
    ...rules.map(([part, ms]) => line(`  ${part.slice("rule ".length)}`, ms)),
    line("all", whole),
  ].join("");
}
