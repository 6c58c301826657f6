import { parseArgs } from "node:util";
import { HarnessError } from "../observers/sql-access.js";
import type { VerifyOptions } from "../scenario.js";

/** The formats that `idemlint verify` reports in. */
export const FORMATS = ["pretty", "json", "junit", "sarif", "html"] as const;

/** `idemlint verify`, as asked for. */
export interface VerifyCommand {
  readonly paths: readonly string[];
  readonly options: VerifyOptions;
  readonly format: (typeof FORMATS)[number];
  /** Where the report goes instead of the terminal. */
  readonly out?: string;
  /** Where the HTML page goes beside the report. */
  readonly html?: string;
  /** A running service to check from outside. */
  readonly http?: string;
  readonly method: string;
  /** File with the request's body. */
  readonly data?: string;
  readonly database?: string;
  readonly profile: string;
  readonly headers: readonly string[];
  readonly otherTenant: readonly string[];
  readonly otherPath?: string;
  readonly keptMs?: number;
  readonly allow: readonly string[];
  readonly writeTest?: "mocha" | "vitest" | "jest";
  readonly help: boolean;
}

/** What `idemlint verify --help` prints. */
export const VERIFY_HELP = `idemlint verify [scenarios…]   runs entry points again under every fault and compares the effect with once

  Scenarios are *.idemlint.ts files; without arguments, all below the working directory.

  --new <file>:<name>  writes a first scenario for the entry point that runs this function (--out names the file)

  --schedule <id>      one schedule only: S4@charge.ts:41#1
  --only <part>        families or files only: S4, charge.ts (may be repeated)
  --seed <n>           another seed for clock, UUIDs and random numbers
  --budget <time>      no schedule starts after this time: 30s, 2m (for each scenario)
  --shard <part>       a part of the schedules: 2/4
  --depth <n>          with 2, the retry after a fault is broken too
  --format <name>      pretty, json, junit, sarif or html
  --out <file>         where the report goes
  --html <file>        writes the page with the attempts side by side, too
  --verdicts <file>    where verdicts are kept (default .idemlint/verdicts.json)
  --write-test <name>  prints a regression test for mocha, vitest or jest

  --http <url>         checks a running service from outside, in any language
  --method <name>      its HTTP method (default POST)
  --data <file>        its request body
  --header <line>      one more header: "Authorization: Bearer …" (may be repeated)
  --other-tenant <line>  headers of another tenant, who must not get the first one's answer (may be repeated)
  --other-path <path>  another endpoint, which must not either
  --kept <time>        how long the service says that it knows a key: 24h
  --database <url>     where its effects show
  --profile <name>     ietf (default), stripe, paypal, square or adyen
  --allow <host>       a host other than loopback that may be reached (may be repeated)

  Exit code: 0 nothing was shown to be wrong, 1 a gap was shown, 2 bad use, 3 a fault of Idemlint.
`;

const OPTIONS = {
  schedule: { type: "string" },
  only: { type: "string", multiple: true },
  seed: { type: "string" },
  budget: { type: "string" },
  shard: { type: "string" },
  depth: { type: "string" },
  format: { type: "string" },
  out: { type: "string" },
  html: { type: "string" },
  verdicts: { type: "string" },
  "write-test": { type: "string" },
  http: { type: "string" },
  method: { type: "string" },
  data: { type: "string" },
  header: { type: "string", multiple: true },
  "other-tenant": { type: "string", multiple: true },
  "other-path": { type: "string" },
  kept: { type: "string" },
  database: { type: "string" },
  profile: { type: "string" },
  allow: { type: "string", multiple: true },
  debug: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/** Reads the arguments after `idemlint verify`; bad use is a `HarnessError`. */
export function readVerifyArguments(args: readonly string[]): VerifyCommand {
  const { values, positionals } = parse(args);
  const format = oneOf("format", values.format ?? "pretty", FORMATS);
  const writeTest = values["write-test"];
  return {
    paths: positionals,
    options: {
      ...(values.schedule === undefined ? {} : { schedule: values.schedule }),
      ...(values.only === undefined ? {} : { only: values.only.flatMap((part) => part.split(",")) }),
      ...(values.seed === undefined ? {} : { seed: wholeNumber("seed", values.seed) }),
      ...(values.budget === undefined ? {} : { budgetMs: duration("budget", values.budget) }),
      ...(values.shard === undefined ? {} : { shard: values.shard }),
      ...(values.depth === undefined ? {} : { depth: Number(oneOf("depth", values.depth, ["1", "2"])) as 1 | 2 }),
      ...(values.verdicts === undefined ? {} : { verdicts: values.verdicts }),
    },
    format,
    ...(values.out === undefined ? {} : { out: values.out }),
    ...(values.html === undefined ? {} : { html: values.html }),
    ...(values.http === undefined ? {} : { http: values.http }),
    method: (values.method ?? "POST").toUpperCase(),
    ...(values.data === undefined ? {} : { data: values.data }),
    ...(values.database === undefined ? {} : { database: values.database }),
    profile: values.profile ?? "ietf",
    headers: values.header ?? [],
    otherTenant: values["other-tenant"] ?? [],
    ...(values["other-path"] === undefined ? {} : { otherPath: values["other-path"] }),
    ...(values.kept === undefined ? {} : { keptMs: duration("kept", values.kept) }),
    allow: values.allow ?? [],
    ...(writeTest === undefined
      ? {}
      : { writeTest: oneOf("write-test", writeTest, ["mocha", "vitest", "jest"] as const) }),
    help: values.help ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    const message = error instanceof Error ? error.message.split(". To specify")[0] : String(error);
    throw new HarnessError(`${message}; idemlint verify --help lists the options`);
  }
}

function oneOf<Value extends string>(name: string, text: string, known: readonly Value[]): Value {
  const found = known.find((value) => value === text);
  if (found === undefined) throw new HarnessError(`--${name} ${text} is not one of ${known.join(", ")}`);
  return found;
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new HarnessError(`--${name} ${text} is not a whole number`);
  return Number(text);
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function duration(name: string, text: string): number {
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text) ?? [];
  const unitMs = UNITS[unit];
  if (unitMs === undefined) throw new HarnessError(`--${name} ${text} is not a time such as 30s or 24h`);
  return Number(number) * unitMs;
}
