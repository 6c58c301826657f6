import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { root } from "../house/sources.js";
import { removeTrees, tree, type TemporaryTree } from "../project/tree.js";

const typescriptEslint = pathToFileURL(join(root, "node_modules/typescript-eslint/dist/index.js")).href;

const key = (stable: boolean) =>
  `export const keyOf = (order: string) => \`order:\${order}${stable ? "" : ":${Date.now()}"}\`;\n`;
const charge = (queue: string) => `import { Worker } from "bullmq";
import Stripe from "stripe";
import { keyOf } from "./keys.js";

const stripe = new Stripe("");
new Worker("${queue}", async (job) => {
  await stripe.charges.create({ amount: 1, currency: "eur" }, { idempotencyKey: keyOf(job.data.order) });
});
`;
const files = {
  "package.json": '{ "type": "module", "version": "1.0.0" }',
  "tsconfig.json": "{}",
  "eslint.config.js": `import idemlint from "./idemlint.js";
import tseslint from "${typescriptEslint}";
export default [{ ignores: ["*.js"] }, ...tseslint.configs.recommended, idemlint.configs.recommended];
`,
  "keys.ts": key(false),
  "orders.ts": charge("orders"),
  "debits.ts": charge("debits"),
  "unused.ts": "var old: any = 1;\nexport {};\n",
};

/** As it is published: a thread of ESLint loads no TypeScript. */
async function built(): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ["rules/eslint.ts"],
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    banner: {
      js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);',
    },
    // What ts-morph asks of its own place.
    define: { __filename: '"idemlint.js"', __dirname: '"."' },
  });
  return outputFiles[0]?.text ?? "";
}

let plugin = "";

for (const [name, folder] of Object.entries({ "ESLint 9": "eslint9", "ESLint 10": "eslint" }))
  describe(`${name} on the command line`, function () {
    this.timeout(120_000);
    before(async () => {
      plugin ||= await built();
    });
    after(removeTrees);

    const lint = ({ root: cwd }: TemporaryTree, ...args: readonly string[]) => {
      const { stdout, stderr } = spawnSync(
        process.execPath,
        [join(root, "node_modules", folder, "bin/eslint.js"), ".", "-f", "json", ...args],
        { cwd, encoding: "utf8" },
      );
      assert.match(stdout, /^\[/, stderr);
      const results = JSON.parse(stdout) as readonly { filePath: string; messages: readonly { ruleId: string }[] }[];
      return results
        .flatMap(({ filePath, messages }) =>
          messages.map(({ ruleId }) => `${filePath.slice(cwd.length + 1)} ${ruleId}`),
        )
        .sort();
    };
    const unstable = ["debits.ts idemlint/unstable-key", "orders.ts idemlint/unstable-key"];
    const others = ["no-var", "@typescript-eslint/no-explicit-any", "@typescript-eslint/no-unused-vars"];
    const all = [...unstable, ...others.map((rule) => `unused.ts ${rule}`)].sort();

    it("finds the same alone, beside typescript-eslint, and in several threads", () => {
      const made = tree({ ...files, "idemlint.js": plugin });
      assert.deepEqual(lint(made), all);
      assert.deepEqual(lint(made, "--concurrency", "2"), all);
    });

    it("forgets its cache when another file changes what is found in one", () => {
      const made = tree({ ...files, "idemlint.js": plugin });
      assert.deepEqual(lint(made, "--cache"), all);
      assert.deepEqual(lint(made, "--cache"), all);
      made.write("keys.ts", key(true));
      assert.deepEqual(
        lint(made, "--cache").filter((found) => found.includes("idemlint")),
        [],
      );
      made.write("keys.ts", key(false));
      assert.deepEqual(lint(made, "--cache"), all);
    });
  });
