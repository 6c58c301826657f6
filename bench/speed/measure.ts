import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What one run of a program took: seconds of processor time over all its threads and children, seconds by the clock, the most memory in MB. */
export interface Cost {
  readonly cpu: number;
  readonly wall: number;
  readonly peak: number;
}

/**
 * Runs commands in turn, A B C A B C …, so that a machine whose speed drifts is the same for all; gives the median of
 * each. Needs GNU time, which counts children too. Throws where a command cannot be started or is killed; how it ends
 * otherwise is its own affair: checkers end with 1 where they find something.
 */
export function measure<Name extends string>(
  commands: Readonly<Record<Name, readonly string[]>>,
  cwd: string,
  runs: number,
): Readonly<Record<Name, Cost>> {
  const folder = mkdtempSync(join(tmpdir(), "idemlint-time-"));
  const out = join(folder, "time");
  const names = Object.keys(commands) as Name[];
  const costs = new Map<Name, Cost[]>(names.map((name) => [name, []]));
  try {
    for (let run = 0; run < runs; run++) {
      for (const name of names) {
        const { error, signal } = spawnSync("/usr/bin/time", ["-f", "%U %S %e %M", "-o", out, ...commands[name]], {
          cwd,
          stdio: "ignore",
          env: { ...process.env, NODE_OPTIONS: "--max-old-space-size=8192" },
        });
        if (error ?? signal) throw new Error(`${name} could not be measured: ${error?.message ?? String(signal)}`);
        const [user = 0, system = 0, wall = 0, peak = 0] = (readFileSync(out, "utf8").trim().split("\n").at(-1) ?? "")
          .split(" ")
          .map(Number);
        costs.get(name)?.push({ cpu: user + system, wall, peak: peak / 1024 });
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const medians = names.map((name) => [name, medianCost(costs.get(name) ?? [])] as const);
  return Object.fromEntries(medians) as Record<Name, Cost>;
}

function medianCost(costs: readonly Cost[]): Cost {
  const middle = (pick: (cost: Cost) => number): number =>
    costs.map(pick).sort((a, b) => a - b)[Math.floor(costs.length / 2)] ?? Number.NaN;
  return { cpu: middle((one) => one.cpu), wall: middle((one) => one.wall), peak: middle((one) => one.peak) };
}
