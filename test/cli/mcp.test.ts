import assert from "node:assert/strict";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { root } from "../house/sources.js";
import { removeTrees, tree } from "../project/tree.js";

const files = {
  "tsconfig.json": "{}",
  "worker.ts": `import { Worker } from "bullmq";
import Stripe from "stripe";
new Worker("refunds", async (job) => new Stripe("").refunds.create({ charge: job.data.charge }));
`,
  "payout.idemlint.ts": `import { http } from "${join(root, "harness/api.ts")}";
console.log("the project prints what it likes");
export default {
  name: "queue payouts",
  attempt: () => fetch("https://api.bank.example/payouts", { method: "POST", body: "1" }),
  observe: [http({ provider: "api.bank.example" })],
};
`,
};

describe("idemlint mcp", function () {
  this.timeout(120_000);
  const client = new Client({ name: "test", version: "1.0.0" });

  before(async () => {
    const { root: cwd } = tree(files);
    await client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [join(root, "node_modules/tsx/dist/cli.mjs"), join(root, "cli/main.ts"), "mcp"],
        cwd,
      }),
    );
  });

  after(async () => {
    await client.close();
    removeTrees();
  });

  const call = async (name: string, given: Record<string, unknown> = {}) => {
    const { content, isError } = await client.callTool({ name, arguments: given });
    const [first] = content as readonly { readonly type: string; readonly text: string }[];
    return { text: first?.text ?? "", isError: isError === true };
  };

  it("says what it can do, and what runs code", async () => {
    const { tools } = await client.listTools();
    assert.deepEqual(
      tools.map(({ name, annotations }) => [name, annotations?.readOnlyHint]),
      [
        ["check", true],
        ["explain", true],
        ["map", true],
        ["verify", false],
      ],
    );
  });

  it("checks, explains, draws and verifies", async () => {
    const { findings } = JSON.parse((await call("check")).text) as { findings: readonly { rule: string }[] };
    assert.deepEqual(
      findings.map(({ rule }) => rule),
      ["missing-idempotency-key"],
    );
    assert.match((await call("explain", { rule: "unstable-key" })).text, /^unstable-key/);
    assert.match((await call("map", { entry: "queue refunds" })).text, /"queue refunds"/);
    assert.match((await call("verify", { scenarios: ["payout.idemlint.ts"] })).text, /"verdict": "confirmed"/);
  });

  it("tells in words what it was asked in vain, and stays", async () => {
    assert.deepEqual(await call("check", { paths: ["no/such/folder", 7] }), {
      isError: true,
      text: (await call("check", { paths: ["no/such/folder"] })).text,
    });
    assert.match((await call("check", { paths: ["--fix"] })).text, /--fix does not exist\. Check the path/);
    assert.match((await call("explain", { rule: "unguarded-insrt" })).text, /Did you mean unguarded-insert\?/);
    assert.match((await call("deploy")).text, /There is no tool deploy/);
    assert.equal((await call("explain")).isError, false);
  });
});
