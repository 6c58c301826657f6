import { relative } from "node:path";
import type { Findings } from "../verdict.js";

const LONGEST = 160;

/** The one command that repeats the failure: this process's own, with the schedule in its environment. */
export function reproduction(findings: Findings): string {
  const seed = findings.seed === 1 ? "" : ` IDEMLINT_SEED=${findings.seed}`;
  return `IDEMLINT_SCHEDULE=${quote(findings.schedule ?? "")}${seed} ${ownCommand()}`;
}

function ownCommand(): string {
  const [, script = "", ...args] = process.argv;
  const shown = relative(process.cwd(), script);
  const tool = /node_modules[\\/](?:\.bin[\\/])?@?([\w-]+)/.exec(shown)?.[1];
  const loader = process.execArgv.some((flag) => /[\\/]tsx[\\/]/.test(flag));
  const flags = process.execArgv.filter((flag) => !flag.startsWith("--inspect"));
  const start = tool
    ? `npx ${tool}`
    : loader
      ? `npx tsx ${quote(shown)}`
      : `node ${[...flags, shown].map(quote).join(" ")}`;
  const command = [start, ...args.map(quote)].join(" ");
  return command.length > LONGEST ? `${start} …` : command;
}

function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
