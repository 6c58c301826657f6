import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { embedded } from "../../harness/api.js";
import { rules } from "../../rules/index.js";
import { copyShop } from "../../test/shop/copy.js";
import { generateClient, SHOP } from "../../test/shop/program.js";
import { openFolder, settingsFor, tryFix } from "../soundness.js";

/** What one scenario came to. */
export interface Told {
  readonly scenario: string;
  readonly verdict: string;
  readonly reason: string;
  readonly sites: readonly { readonly file: string; readonly target: string }[];
}

/** Handlers that are right, in a copy that may be written to, and what runs them. */
export interface RightHandlers {
  readonly name: string;
  readonly folder: string;
  readonly scenarios: readonly string[];
  /** The texts in which guards may stand. */
  readonly files: readonly string[];
  /** Runs one scenario on the copy as it stands. */
  verify(scenario: string, env?: Readonly<Record<string, string>>): Promise<Told>;
  remove(): void;
}

const ROOT = join(import.meta.dirname, "../..");
const FIXTURES = join(ROOT, "fixtures");

/** The sample service with its right handlers. */
export async function sampleService(): Promise<RightHandlers> {
  const { folder, remove } = copyShop();
  await generateClient(folder);
  const scenarios = readdirSync(join(SHOP, "scenarios"))
    .filter((file) => readFileSync(join(SHOP, "scenarios", file), "utf8").includes('expect: "refuted"'))
    .map((file) => file.replace(".idemlint.ts", ""));
  return {
    name: "sample service",
    folder,
    scenarios,
    files: filesIn(folder, /\.(ts|sql)$/, /\/(node_modules|generated|test|scenarios)\//),
    remove,
    async verify(scenario, env = {}) {
      const database = await embedded({ engine: "postgres" });
      try {
        const own = { SHOP_DATABASE_URL: database.url, TSX_TSCONFIG_PATH: join(folder, "tsconfig.json"), ...env };
        return await tell(scenario, ["test/verify.ts", scenario], folder, own);
      } finally {
        await database.close();
      }
    },
  };
}

/** What the first fix makes of a rule's runnable gap: the proofs show that it is right. Undefined where no machine fixes it. */
export function repairedFixture(rule: string): RightHandlers | undefined {
  const origin = join(FIXTURES, rule).replaceAll("\\", "/");
  const proof = join(origin, "proof.idemlint.ts");
  if (!existsSync(proof)) return undefined;
  const modules = importsOf(proof);
  const session = openFolder(origin);
  const finding = session
    .check(settingsFor(origin))
    .findings.find((one) => one.rule === rule && one.fixes.length > 0 && modules.includes(one.effect.sink.file));
  const fix = finding?.fixes[0];
  if (!finding || !fix) return undefined;
  // Beside the fixture, where imports reach what they reached.
  const folder = mkdtempSync(join(FIXTURES, ".fixed-"));
  cpSync(origin, folder, { recursive: true });
  for (const [file, text] of tryFix(origin, session, finding, fix).texts)
    writeFileSync(join(folder, relative(origin, file)), text);
  const copied = join(folder, basename(proof));
  return {
    name: rule,
    folder,
    scenarios: [rule],
    files: [...reachable(importsOf(copied)), ...filesIn(folder, /\.sql$/, /\/node_modules\//)],
    remove: () => rmSync(folder, { recursive: true, force: true }),
    verify: (scenario, env = {}) => tell(scenario, [join(ROOT, "bench/prove.ts"), copied, proof], folder, env),
  };
}

/** The rules whose fixtures run, with the name of each. */
export const provedRules: readonly string[] = rules.filter(({ staticOnly }) => !staticOnly).map(({ id }) => id);

/** The fixture's own modules that a file runs. */
function importsOf(file: string): readonly string[] {
  const specifiers = [...readFileSync(file, "utf8").matchAll(/(?:from |import\(|resolve\()"(\.\/[^"]+)\.js"/g)];
  return specifiers.map(([, path]) => `${join(dirname(file), path ?? "").replaceAll("\\", "/")}.ts`).filter(existsSync);
}

function reachable(files: readonly string[]): readonly string[] {
  const seen = new Set(files);
  for (const file of seen) for (const next of importsOf(file)) seen.add(next);
  return [...seen];
}

function filesIn(folder: string, wanted: RegExp, unwanted: RegExp): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && wanted.test(entry.name) && !unwanted.test(`${entry.parentPath}/`))
    .map((entry) => join(entry.parentPath, entry.name).replaceAll("\\", "/"));
}

/** Runs a script that prints a line of JSON for each verdict. */
function tell(
  scenario: string,
  script: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<Told> {
  return new Promise((resolve) => {
    // Drivers are recorded as the program under test finds them.
    const child = spawn(process.execPath, ["--import", "tsx", ...script], {
      cwd,
      env: { ...process.env, NODE_OPTIONS: "", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    let errors = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
    child.on("close", () => {
      const line = output.split("\n").findLast((text) => text.startsWith("{") && text.includes('"verdict"'));
      const failed = { verdict: "failed", reason: errors.trim().split("\n").slice(-3).join(" "), sites: [] };
      resolve({ ...(line === undefined ? failed : (JSON.parse(line) as Told)), scenario });
    });
  });
}
