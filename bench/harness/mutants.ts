import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { mutated } from "../mutants/mutation.js";
import { mutantsOf, outcomeOf, type Mutant, type Outcome } from "./mutant-runs.js";
import { provedRules, repairedFixture, sampleService, type RightHandlers } from "./right-handlers.js";

/**
 * Takes the guards of right handlers away, one at a time, and runs each mutant under the harness: the right handlers of the sample
 * service, and the runnable fixtures as their fix leaves them. `npx tsx bench/harness/mutants.ts [shop | <rule> …]`
 */
const wanted = process.argv.slice(2);

interface Row {
  readonly operator: string;
  readonly place: string;
  readonly outcome: Outcome;
}

const rows: Row[] = [];
if (isWanted("shop")) rows.push(...(await rowsOf(await sampleService())));
for (const rule of provedRules.filter(isWanted)) {
  const repaired = repairedFixture(rule);
  if (repaired) rows.push(...(await rowsOf(repaired)));
}
print();
const counted = rows.filter(({ outcome }) => outcome.kind === "shown" || outcome.kind === "survived");
process.exit(counted.filter(({ outcome }) => outcome.kind === "shown").length >= counted.length * 0.95 ? 0 : 1);

function isWanted(name: string): boolean {
  return wanted.length === 0 || wanted.includes(name);
}

async function rowsOf(handlers: RightHandlers): Promise<readonly Row[]> {
  try {
    const own: Row[] = [];
    for (const mutant of await mutantsOf(handlers)) {
      const outcome = await outcomeOf(handlers, mutant);
      own.push({ operator: mutant.mutation.operator, place: placeOf(handlers, mutant), outcome });
      process.stderr.write(`${lineOf(own.at(-1))}\n`);
    }
    return own;
  } finally {
    handlers.remove();
  }
}

function print(): void {
  const kinds = ["shown", "survived", "equivalent", "broken"] as const;
  console.log(
    "| guard taken away | mutants | shown | survived | equivalent | broken |\n| --- | --- | --- | --- | --- | --- |",
  );
  for (const operator of [...new Set(rows.map((row) => row.operator))].sort().concat("together")) {
    const own = rows.filter((row) => operator === "together" || row.operator === operator);
    const counts = kinds.map((kind) => own.filter(({ outcome }) => outcome.kind === kind).length);
    console.log(`| ${[operator, own.length, ...counts].join(" | ")} |`);
  }
  for (const kind of ["survived", "equivalent", "broken"] as const) {
    const own = rows.filter(({ outcome }) => outcome.kind === kind);
    console.log(`\n${own.length} ${kind}:`);
    for (const row of own) console.log(`- ${lineOf(row)}`);
  }
}

function lineOf(row: Row | undefined): string {
  if (!row) return "";
  const { operator, place, outcome } = row;
  const why =
    outcome.kind === "equivalent" ? outcome.why : `${outcome.by.scenario} ${outcome.by.verdict}, ${outcome.by.reason}`;
  return `${outcome.kind}: ${operator}, ${place}: ${why}`;
}

function placeOf({ name, folder }: RightHandlers, { mutation }: Mutant): string {
  const text = readFileSync(mutation.file, "utf8");
  const line = text.slice(0, mutation.start).split("\n").length;
  const was = text.slice(mutation.start, Math.min(mutation.end, mutation.start + 80));
  const is = mutated(text, mutation).slice(mutation.start, mutation.start + Math.min(80, mutation.text.length));
  return `${name} ${relative(folder, mutation.file)}:${line} ${JSON.stringify(was)}${is === "" ? "" : ` → ${JSON.stringify(is)}`}`;
}
