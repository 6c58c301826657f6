import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { notRun } from "../services.js";
import { FIXTURES } from "./fixture-packages.js";

const run = promisify(execFile);
const PAGE = "docs/guide/verify.md";
const fixtureBin = (name: string): string => join(FIXTURES, "node_modules", ".bin", name);

/** How each runner is called in the folder of the page's examples. */
const runners: Readonly<
  Record<string, { readonly command: string; readonly args: readonly string[]; readonly env?: object }>
> = {
  mocha: { command: join(process.cwd(), "node_modules/.bin/mocha"), args: ["--no-config", "orders.mocha.mjs"] },
  vitest: {
    command: fixtureBin("vitest"),
    args: ["run", "--root", ".", "--config", "vitest.config.mjs", "orders.vitest.mjs"],
  },
  jest: {
    command: fixtureBin("jest"),
    args: ["--rootDir", ".", "--config", "jest.config.json", "orders.jest.mjs"],
    env: { NODE_OPTIONS: "--experimental-vm-modules" },
  },
  node: { command: process.execPath, args: ["--test", "orders.node.mjs"] },
};

const configs: Readonly<Record<string, string>> = {
  // A package of its own, or the name idemlint would mean the one around it.
  "package.json": '{ "private": true, "type": "module" }\n',
  "vitest.config.mjs":
    'export default { test: { include: ["*.mjs"], server: { deps: { external: [/node_modules/] } } } };\n',
  "jest.config.json": '{ "testMatch": ["**/*.jest.mjs"], "transform": {}, "testEnvironment": "node" }\n',
};

describe("the examples of docs/guide/verify.md", function () {
  this.timeout(180_000);
  let folder = "";

  before(async () => {
    mkdirSync(".cache", { recursive: true });
    folder = mkdtempSync(join(process.cwd(), ".cache", "runners-"));
    for (const [, name = "", text = ""] of readFileSync(PAGE, "utf8").matchAll(/```js file=(\S+)\n([\s\S]*?)```/g))
      writeFileSync(join(folder, name), text);
    for (const [name, text] of Object.entries(configs)) writeFileSync(join(folder, name), text);
    await install(join(folder, "node_modules", "idemlint"));
    linkRunner(folder);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const test = async (name: string, file?: string): Promise<string> => {
    const { command, args, env } = runners[name] ?? assert.fail(name);
    const words = file === undefined ? args : [...args.slice(0, -1), file];
    const { NODE_OPTIONS: _dropped, ...kept } = process.env;
    const { stdout, stderr } = await run(command, words, { cwd: folder, env: { ...kept, ...env } });
    return stdout + stderr;
  };

  for (const name of Object.keys(runners))
    it(`run as written with ${name}`, async function () {
      const { command } = runners[name] ?? assert.fail();
      if (!existsSync(command)) notRun(this, `${name} is not installed in fixtures/`);
      assert.match(await test(name), /1 pass(ed|ing)|pass 1/);
    });

  it("fail with the timeline, and with the command that repeats it, when the guard is gone", async () => {
    const handler = join(folder, "orders.mjs");
    const right = readFileSync(handler, "utf8");
    writeFileSync(
      handler,
      right.replace(" ON CONFLICT (request_key) DO NOTHING", "").replace("[key, amount]", "[null, amount]"),
    );
    try {
      await assert.rejects(test("node"), ({ stdout }: { stdout: string }) => {
        assert.match(stdout, /✘ gap confirmed {2}takeOrder/);
        assert.match(stdout, /repeat it {2}IDEMLINT_SCHEDULE=S1/);
        return true;
      });
    } finally {
      writeFileSync(handler, right);
    }
  });

  for (const name of ["mocha", "vitest", "jest"])
    it(`write a test for ${name} that runs`, async function () {
      const { command } = runners[name] ?? assert.fail();
      if (!existsSync(command)) notRun(this, `${name} is not installed in fixtures/`);
      const cli = join(process.cwd(), "cli/main.ts");
      const args = ["--import", "tsx", cli, "verify", join(folder, "orders.idemlint.mjs"), "--write-test", name];
      const { stdout } = await run(process.execPath, [...args, "--verdicts", join(folder, "v.json")]);
      const file = `written.${name}.mjs`;
      writeFileSync(join(folder, file), stdout);
      assert.match(await test(name, file), /1 pass(ed|ing)/);
    });
});

/** The harness as a package, as users have it: where it lies decides whose call sites are whose. */
async function install(where: string): Promise<void> {
  await build({
    entryPoints: ["harness/api.ts"],
    outfile: join(where, "harness.js"),
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    logLevel: "error",
  });
  const exports = { "./harness": "./harness.js" };
  writeFileSync(join(where, "package.json"), JSON.stringify({ name: "idemlint", type: "module", exports }));
}

/** Test files import their runner from beside them. */
function linkRunner(where: string): void {
  for (const name of ["vitest", "@jest/globals"]) {
    const target = join(FIXTURES, "node_modules", name);
    if (!existsSync(target)) continue;
    const folder = join(where, "node_modules", name);
    mkdirSync(folder, { recursive: true });
    const { main, exports } = JSON.parse(readFileSync(join(target, "package.json"), "utf8")) as {
      readonly main?: string;
      readonly exports?: Readonly<Record<string, unknown>>;
    };
    const entry = name === "vitest" ? "./dist/index.js" : (main ?? "./build/index.js");
    assert.ok(exports === undefined || existsSync(join(target, entry)));
    writeFileSync(join(folder, "index.mjs"), `export * from ${JSON.stringify(join(target, entry))};\n`);
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name, type: "module", exports: "./index.mjs" }));
  }
}
