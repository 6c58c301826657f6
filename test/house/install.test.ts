import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./sources.js";

/** What a user does: an empty project, the packed tarball, and each way to use it. */
describe("the package, installed", function () {
  this.timeout(900_000);
  let project = "";
  const { version, devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    readonly version: string;
    readonly devDependencies: Readonly<Record<string, string>>;
  };

  before(() => {
    project = mkdtempSync(join(tmpdir(), "idemlint-install-"));
    // Other tests may be building: `npm pack` takes what is there, so it builds first, into the same folder.
    call(root, "npm", "pack", "--silent", "--pack-destination", project);
    write("package.json", JSON.stringify({ name: "fresh", private: true, type: "module" }));
    const packages = [`./idemlint-${version}.tgz`, `eslint@${devDependencies["eslint"] ?? ""}`];
    call(project, "npm", "install", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error", ...packages);
    write(
      "worker.js",
      `import { Worker } from "bullmq";
import Stripe from "stripe";
new Worker("refunds", async (job) => new Stripe("").refunds.create({ charge: job.data.charge }));
`,
    );
  });

  after(() => rmSync(project, { recursive: true, force: true }));

  it("checks from the command line", () => {
    const { status, stdout } = node("idemlint/dist/cli/main.js", "check", "--format", "json");
    assert.equal(status, 1);
    const { findings } = JSON.parse(stdout) as { readonly findings: readonly { readonly rule: string }[] };
    assert.deepEqual(
      findings.map(({ rule }) => rule),
      ["missing-idempotency-key"],
    );
    assert.match(node("idemlint/dist/cli/main.js", "explain", "unstable-key").stdout, /unstable-key/);
  });

  it("reports in ESLint", () => {
    write(
      "eslint.config.js",
      'import idemlint from "idemlint/eslint";\nexport default [idemlint.configs.recommended];\n',
    );
    const { status, stdout, stderr } = node("eslint/bin/eslint.js", ".", "--format", "json");
    assert.equal(status, 1, stderr);
    assert.match(stdout, /"ruleId":"idemlint\/missing-idempotency-key"/);
  });

  it("answers an editor", async () => {
    const server = spawn(process.execPath, [installed("idemlint/dist/server/main.js"), "--stdio"], { cwd: project });
    const params = { processId: process.pid, rootUri: null, capabilities: {} };
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "initialize", params });
    server.stdin.write(`Content-Length: ${body.length}\r\n\r\n${body}`);
    let answer = "";
    for await (const chunk of server.stdout.setEncoding("utf8")) {
      answer += String(chunk);
      if (answer.includes("capabilities")) break;
    }
    server.kill();
    assert.match(answer, /"id":1,"result":\{/);
  });

  it("proves by running", () => {
    write(
      "deposit.idemlint.js",
      `import { http } from "idemlint/harness";

export default {
  name: "POST /deposits",
  attempt: () => fetch("https://api.bank.example/transfers", { method: "POST", body: "100" }),
  observe: [http({ provider: "api.bank.example" })],
};
`,
    );
    const { status, stdout, stderr } = node("idemlint/dist/cli/main.js", "verify", "deposit.idemlint.js");
    assert.equal(status, 1, stdout + stderr);
    assert.match(stdout, /confirmed/i);
  });

  const installed = (path: string) => join(project, "node_modules", path);
  const node = (path: string, ...args: readonly string[]) =>
    spawnSync(process.execPath, [installed(path), ...args], { cwd: project, encoding: "utf8" });
  const write = (file: string, text: string) => writeFileSync(join(project, file), text);
});

function call(cwd: string, command: string, ...args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  assert.equal(status, 0, `${command} ${args.join(" ")}\n${stderr}\n${stdout}`);
}
