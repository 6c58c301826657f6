import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { withIdemlint } from "../../cli/init/eslint-entry.js";
import { run } from "../../cli/run.js";
import { removeTrees, tree } from "../project/tree.js";
import { recorder } from "./fakes.js";
import { repository } from "./known/repository.js";

const worker = `import { Worker } from "bullmq";
import Stripe from "stripe";
new Worker("refunds", async (job) => new Stripe("").refunds.create({ charge: job.data.charge }));
`;

describe("the entry in ESLint's configuration", () => {
  const shapes: Readonly<Record<string, readonly [before: string, after: string]>> = {
    "a list": [
      `import js from "@eslint/js";\n\nexport default [\n  js.configs.recommended,\n  { rules: {} },\n];\n`,
      `import js from "@eslint/js";\nimport idemlint from "idemlint/eslint";\n\nexport default [\n  js.configs.recommended,\n  { rules: {} },\n  idemlint.configs.recommended,\n];\n`,
    ],
    "defineConfig around a list": [
      `export default defineConfig([js.configs.recommended]);\n`,
      `import idemlint from "idemlint/eslint";\nexport default defineConfig([js.configs.recommended, idemlint.configs.recommended]);\n`,
    ],
    "a call with an entry an argument": [
      `import tseslint from "typescript-eslint";\nexport default tseslint.config(\n  tseslint.configs.strict,\n);\n`,
      `import tseslint from "typescript-eslint";\nimport idemlint from "idemlint/eslint";\nexport default tseslint.config(\n  tseslint.configs.strict,\n  idemlint.configs.recommended,\n);\n`,
    ],
    "a constant": [
      `const config = [{}];\nexport default config;\n`,
      `import idemlint from "idemlint/eslint";\nconst config = [{}, idemlint.configs.recommended];\nexport default config;\n`,
    ],
    CommonJS: [
      `const js = require("@eslint/js");\nmodule.exports = [];\n`,
      `const js = require("@eslint/js");\nconst { default: idemlint } = require("idemlint/eslint");\nmodule.exports = [idemlint.configs.recommended];\n`,
    ],
  };
  for (const [what, [before, after]] of Object.entries(shapes))
    it(`is added to ${what}, once`, () => {
      assert.equal(withIdemlint(before, "eslint.config.js"), after);
      assert.equal(withIdemlint(after, "eslint.config.js"), undefined);
    });

  it("is left to a person where a function makes the list", () => {
    assert.equal(withIdemlint("export default antfu({ typescript: true });\n", "eslint.config.js"), undefined);
  });
});

describe("idemlint init", () => {
  after(removeTrees);

  it("shows what it would write, and writes it when it is told to; a second time nothing is left", async () => {
    const made = repository({
      "tsconfig.json": "{}",
      "package.json": '{\n    "name": "shop",\n    "devDependencies": { "vitest": "3.0.0", "eslint": "10.0.0" }\n}\n',
      "pnpm-lock.yaml": "",
      "eslint.config.mjs": "export default [];\n",
      ".github/CODEOWNERS": "",
      "worker.ts": worker,
    });
    const shown = await made.idemlint("init");
    assert.equal(shown.code, 0, shown.err);
    assert.match(shown.out, /^1 entry point: BullMQ\n1 effect: Stripe\n1 gap\n/);
    assert.match(shown.out, /eslint\.config\.mjs[^]*\+ export default \[idemlint\.configs\.recommended\];/);
    assert.match(shown.out, /Nothing was written\. idemlint init --yes writes it\.\n$/);
    assert.equal(made.git("status", "--porcelain"), "");

    const written = await made.idemlint("init", "--yes");
    assert.match(written.out, /idemlint verify --write-test vitest/);
    const manifest = readFileSync(made.path("package.json"), "utf8");
    assert.match(manifest, /^ {4}"scripts": \{\n {8}"idemlint": "idemlint check"/m);
    assert.match(manifest, /"eslint": "10\.0\.0",\n {8}"idemlint": "\^\d/);
    const job = readFileSync(made.path(".github/workflows/idemlint.yml"), "utf8");
    assert.match(job, /pnpm install --frozen-lockfile[^]*pnpm exec idemlint check --changed-since "origin\/\$BASE"/);
    assert.match((await made.idemlint("init", "--yes")).out, /Everything else is set up\.\n$/);
  });

  it("asks a person at the terminal", async () => {
    const files = tree({ "tsconfig.json": "{}", "worker.ts": worker });
    const answering = async (answer: boolean) => {
      const asked: string[] = [];
      const host = recorder(files.root);
      await run(["init"], { ...host, ask: async (question) => (asked.push(question), answer) });
      return asked;
    };
    assert.deepEqual(await answering(false), ["Write it?"]);
    assert.equal(existsSync(files.path("idemlint.config.ts")), false);
    await answering(true);
    assert.match(readFileSync(files.path("idemlint.config.ts"), "utf8"), /defineConfig\(\{/);
    assert.equal(await run(["check"], recorder(files.root)), 1, "what it wrote is a configuration");
  });

  it("adds a job to GitLab's pipeline, in a package of a repository", async () => {
    const made = repository({
      ".gitlab-ci.yml": "build:\n  script: make\n",
      "apps/api/package.json": "{}",
      "apps/api/worker.ts": worker,
    });
    const host = recorder(made.path("apps/api"));
    assert.equal(await run(["init", "-y"], host), 0, host.warned());
    const pipeline = readFileSync(made.path(".gitlab-ci.yml"), "utf8");
    assert.match(pipeline, /^build:\n {2}script: make\n\nidemlint:\n[^]*- cd apps\/api\n {4}- npm ci\n/);
  });
});
