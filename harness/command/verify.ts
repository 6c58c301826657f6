import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { HarnessError } from "../observers/sql-access.js";
import { renderHtml } from "../report/html.js";
import { renderJson } from "../report/json.js";
import { renderJunit } from "../report/junit.js";
import { renderSarif } from "../report/sarif.js";
import { renderTimeline } from "../report/timeline.js";
import { verify, type Verification } from "../verify.js";
import { writeVerdicts } from "../verdicts-file.js";
import { readVerifyArguments, VERIFY_HELP, type VerifyCommand } from "./arguments.js";
import { checkContract, type ContractReport } from "../contract/run.js";
import { renderContract } from "../contract/render.js";
import { contractSubject, httpScenario } from "./http-scenario.js";
import { findScenarios, loadScenarios, type LoadedScenario } from "./load.js";
import { regressionTest } from "./regression-test.js";

/** The world around the command. */
export interface VerifyHost {
  readonly cwd: string;
  readonly out: { write(text: string): unknown; readonly isTTY?: boolean };
  readonly err: { write(text: string): unknown };
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Exit codes, as `idemlint check` has them. */
const EXIT = { clean: 0, findings: 1, usage: 2 } as const;

/** `idemlint verify`: the answer is the exit code. A user's fault is told in one sentence; others are thrown. */
export async function runVerify(args: readonly string[], host: VerifyHost): Promise<number> {
  try {
    const command = readVerifyArguments(args);
    if (command.help) {
      host.out.write(VERIFY_HELP);
      return EXIT.clean;
    }
    return await runCommand(command, host);
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    host.err.write(`idemlint: ${error.message}.\n`);
    if (args.includes("--debug")) host.err.write(`${error.stack ?? ""}\n`);
    return EXIT.usage;
  }
}

async function runCommand(command: VerifyCommand, host: VerifyHost): Promise<number> {
  if (command.http !== undefined) return verifyService(command, host);
  const files = findScenarios(command.paths, host.cwd);
  if (files.length === 0) {
    host.err.write(HOW_TO_START);
    return EXIT.usage;
  }
  const done: Verified[] = [];
  for (const file of files) {
    for (const loaded of await loadScenarios(file, host.cwd)) done.push(await verifyOne(loaded, command, host));
  }
  return report(command, host, done);
}

const HOW_TO_START = `idemlint: there is no scenario here. Have one written for a handler of yours:

  idemlint verify --new src/orders.ts:createOrder

or write one, for instance orders.idemlint.ts:

  import { postgres, http, embedded } from "idemlint/harness";

  const database = await embedded({ schema: "CREATE TABLE orders (id serial PRIMARY KEY, sku text)" });
  export default {
    name: "POST /orders",
    start: () => startApp(database.url),
    attempt: ({ url, key, payload }) =>
      fetch(\`\${url}/orders\`, { method: "POST", headers: { "Idempotency-Key": key }, body: JSON.stringify(payload) }),
    payload: () => ({ sku: "sku-1", amount: 4200 }),
    observe: [postgres(database.url), http({ provider: "api.stripe.com" })],
  };

or have a running service checked: idemlint verify --http http://127.0.0.1:3000/orders --data body.json
`;

/** One verification, with where it came from. */
export interface Verified {
  readonly file: string;
  readonly verification: Verification;
}

async function verifyOne(
  { file, scenario }: LoadedScenario,
  command: VerifyCommand,
  host: VerifyHost,
): Promise<Verified> {
  const verification = await verify(scenario, command.options);
  writeVerdicts(
    command.options.verdicts === undefined || command.options.verdicts === false
      ? ".idemlint/verdicts.json"
      : command.options.verdicts,
    verification.findings,
    host.cwd,
  );
  if (command.format === "pretty" && command.out === undefined && command.writeTest === undefined) {
    const repeat =
      verification.findings.schedule && `idemlint verify ${file} --schedule ${quote(verification.findings.schedule)}`;
    host.out.write(timeline(verification, host, repeat));
  }
  return { file, verification };
}

/** From outside: the contract set, and, where a database shows the effects, the schedules that need no gate. */
async function verifyService(command: VerifyCommand, host: VerifyHost): Promise<number> {
  const contract = await checkContract(contractSubject(command, host.cwd), command.profile);
  const grave = contract.entries.some((entry) => entry.grave === true);
  if (command.format === "pretty") host.out.write(`${renderContract(contract, colours(host))}\n`);
  if (command.database === undefined) {
    if (command.format === "json") report(command, host, [], contract);
    return grave ? EXIT.findings : EXIT.clean;
  }
  const loaded: LoadedScenario = { file: `--http ${command.http ?? ""}`, scenario: httpScenario(command, host.cwd) };
  const code = report(command, host, [await verifyOne(loaded, command, host)], contract);
  return grave ? EXIT.findings : code;
}

function colours(host: VerifyHost): boolean {
  return host.out.isTTY === true && !host.env["NO_COLOR"];
}

function timeline(verification: Verification, host: VerifyHost, repeat?: string): string {
  return `${renderTimeline(verification, { colour: colours(host), base: host.cwd, relative, ...(repeat ? { repeat } : {}) })}\n`;
}

function report(
  command: VerifyCommand,
  host: VerifyHost,
  done: readonly Verified[],
  contract?: ContractReport,
): number {
  const text = render(command, host, done, contract);
  if (command.out === undefined) host.out.write(text);
  else writeFile(resolve(host.cwd, command.out), text);
  if (command.html !== undefined) writeFile(resolve(host.cwd, command.html), renderHtml(done, host.cwd));
  return done.some(({ verification }) => BAD.has(verification.findings.verdict)) ? EXIT.findings : EXIT.clean;
}

function writeFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const BAD = new Set(["confirmed", "wedged", "flaky"]);

function render(
  command: VerifyCommand,
  host: VerifyHost,
  done: readonly Verified[],
  contract: ContractReport | undefined,
): string {
  if (command.writeTest) return done.map((one) => regressionTest(one, command.writeTest ?? "mocha")).join("\n");
  switch (command.format) {
    case "json":
      return renderJson(done, host.cwd, contract);
    case "junit":
      return renderJunit(done, host.cwd);
    case "sarif":
      return renderSarif(done, host.cwd);
    case "html":
      return renderHtml(done, host.cwd);
    case "pretty":
      return command.out === undefined
        ? summary(done)
        : done.map((one) => timeline(one.verification, { ...host, out: { ...host.out, isTTY: false } })).join("\n");
  }
}

function summary(done: readonly Verified[]): string {
  const counts = new Map<string, number>();
  for (const { verification } of done)
    counts.set(verification.findings.verdict, (counts.get(verification.findings.verdict) ?? 0) + 1);
  const runs = done.reduce((sum, { verification }) => sum + verification.findings.schedules.length, 0);
  return `${done.length} ${done.length === 1 ? "scenario" : "scenarios"}, ${runs} schedules: ${[...counts].map(([verdict, count]) => `${count} ${verdict}`).join(", ")}\n`;
}

function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text}'`;
}
