import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { CheckResult, OpenOptions, OpenResult } from "../../rules/session.js";
import type { InitAsked } from "../commands/init.js";
import { count, createStyle } from "../style.js";
import { exit, misuse, type Host } from "../host.js";
import { packageVersion } from "../package.js";
import { showChange } from "./change.js";
import { proposalsFor } from "./proposals.js";
import { lookAround, type Surroundings } from "./surroundings.js";

/** Runs `idemlint init`; the answer is the exit code. Nothing is written that was not shown. */
export async function init(asked: InitAsked, host: Host, open: (options: OpenOptions) => OpenResult): Promise<number> {
  const style = createStyle(host.out, host.env);
  const say = (...lines: readonly string[]) => host.out.write(`${lines.join("\n")}\n`);
  const opened = open({ cwd: host.cwd });
  if (!opened.ok) return misuse(opened.problem.message, host);
  const result = opened.session.check({ preset: "recommended" });
  say(...survey(result));

  const found = lookAround(host.cwd);
  const { changes, byHand } = proposalsFor(found, packageVersion());
  for (const sentence of byHand) say("", `${style.yellow("!")} ${sentence}`);
  if (changes.length === 0) {
    say("", "Everything else is set up.");
    return exit.clean;
  }
  for (const change of changes) say("", showChange(change, style));
  say("");
  const wanted =
    asked.yes || (await host.ask?.(`Write ${changes.length === 1 ? "it" : `these ${changes.length} files`}?`));
  if (!wanted) {
    say("Nothing was written. idemlint init --yes writes it.");
    return exit.clean;
  }
  for (const { file, after } of changes) {
    const path = join(host.cwd, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, after);
  }
  say(...next(found, result));
  return exit.clean;
}

/** What was seen, so that a person can tell whether Idemlint understands their stack. */
function survey({ traces, findings }: CheckResult): readonly string[] {
  if (traces.length === 0)
    return [
      "No entry point was found here. Handlers of your own kind are told in idemlint.config.ts (entryPoints); docs/guide/configuration.md shows how.",
    ];
  const libraries = (names: readonly string[]) => [...new Set(names)].sort().join(", ");
  const effects = traces.flatMap((trace) => trace.effects.filter(({ kind }) => kind !== "read"));
  return [
    `${count(traces.length, "entry point")}: ${libraries(traces.map(({ entry }) => entry.library))}`,
    `${count(effects.length, "effect")}: ${libraries(effects.map(({ library }) => library))}`,
    count(findings.length, "gap"),
  ];
}

const INSTALL = { npm: "npm install", pnpm: "pnpm install", yarn: "yarn install", bun: "bun install" } as const;

function next({ packageManager, testRunner }: Surroundings, { findings }: CheckResult): readonly string[] {
  const steps = [
    INSTALL[packageManager],
    ...(findings.length > 0
      ? ["idemlint baseline      remembers today's gaps, so that only new ones are reported"]
      : []),
    "idemlint check         what is there",
    ...(testRunner === undefined
      ? []
      : [`idemlint verify --write-test ${testRunner}      makes a regression test of what a run found`]),
  ];
  return ["Written. Next:", ...steps.map((step) => `  ${step}`)];
}
