import { pathToFileURL } from "node:url";
import type { Proof } from "../fixtures/proof.js";
import { verify } from "../harness/verify.js";

/**
 * Verifies one proof and prints the verdict as a line of JSON. A second file is the same proof before its fix: the
 * control that has to fail.
 */
const [file, mutant] = process.argv.slice(2);
if (file === undefined) throw new Error("usage: prove.ts <proof> [<proof before the fix>]");

const scenario = await load(file);
const before = mutant === undefined || scenario.kept ? undefined : await load(mutant);
const control =
  scenario.mutant ?? (before && { attempt: before.attempt, ...(before.start && { start: before.start }) });
let looked = 0;
let leaked: object | undefined;
const { findings } = await verify(
  { ...scenario, ...(control && { mutant: control }), ...(scenario.kept && { settle }) },
  // A slow machine is no reason for another verdict.
  { verdicts: false, budgetMs: 600_000, attemptMs: 60_000, ...scenario.options },
);
const { verdict, reason, sites, schedules, durationMs } = findings;
if (scenario.kept && looked === 0) leaked = { verdict: "inconclusive", reason: "nothing was kept", sites: [] };
const told = leaked ?? { verdict, reason, sites };
process.stdout.write(`${JSON.stringify({ ...told, runs: schedules.length, durationMs })}\n`);
process.exit(0);

async function load(path: string): Promise<Proof<unknown>> {
  const module = (await import(pathToFileURL(path).href)) as { default: Proof<unknown> };
  return module.default;
}

/** Looks at what an attempt left in the store: can the secret be read there? */
async function settle(): Promise<void> {
  const text = (await scenario.kept?.dump()) ?? "";
  const secret = scenario.kept?.secret ?? "";
  if (text !== "") looked++;
  if (text.includes(secret)) leaked = { verdict: "leaked", reason: `${secret} stands in what was kept`, sites: [] };
}
