import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type {
  CodeAction,
  Diagnostic,
  FullDocumentDiagnosticReport,
  TextDocumentEdit,
} from "vscode-languageserver/node";
import { Editor } from "./open-editor.js";
import { ordersProject } from "./orders-project.js";
import { RawClient } from "./raw-client.js";

const main = fileURLToPath(new URL("../../server/main.ts", import.meta.url));
describe("idemlint-server, the program", function () {
  this.timeout(120_000);

  it("finds a gap across files, repairs code and schema, and then finds nothing", async () => {
    const editor = await Editor.open({ orders: ordersProject }, { main });
    try {
      editor.show("orders/src/worker.ts");
      const pull = async (): Promise<Diagnostic[]> =>
        (await editor.ask<FullDocumentDiagnosticReport>("diagnostic", "orders/src/worker.ts")).items;
      const [finding, ...others] = await pull();
      assert.equal(finding?.code, "unguarded-insert");
      assert.equal(others.length, 0);
      assert.ok((finding.relatedInformation ?? []).length >= 3);

      const actions = await editor.ask<CodeAction[]>("codeAction", "orders/src/worker.ts", {
        range: finding.range,
        context: { diagnostics: [finding], only: ["quickfix"] },
      });
      const changes = (actions[0]?.edit?.documentChanges ?? []) as TextDocumentEdit[];
      assert.deepEqual(changes.map(({ textDocument }) => path.basename(textDocument.uri)).sort(), [
        "schema.prisma",
        "worker.ts",
      ]);
      for (const { textDocument, edits } of changes) {
        const name = textDocument.uri.endsWith("worker.ts") ? "orders/src/worker.ts" : "orders/prisma/schema.prisma";
        const text = applied(editor.read(name), edits as { range: Diagnostic["range"]; newText: string }[]);
        editor.write(name, text);
        editor.changedOnDisk(name);
        if (name.endsWith("worker.ts")) editor.type(name, text);
      }
      assert.deepEqual(await pull(), []);
    } finally {
      await editor.close();
    }
  });

  it("is taught a wrapper and a severity, and writes both into the configuration", async () => {
    const known = "await placeOrder(orderId, amount);";
    const worker = ordersProject["src/worker.ts"]
      .replace(known, `await once(job.data.orderId, async () => { ${known} });`)
      .replace("\n", '\nimport { once } from "@acme/idempotency";\n');
    const orders = { ...ordersProject, "src/worker.ts": worker };
    const asked: { edit: { documentChanges: (TextDocumentEdit | { kind: string })[] } }[] = [];
    const answers = { "workspace/applyEdit": (params: (typeof asked)[0]) => (asked.push(params), { applied: true }) };
    const editor = await Editor.open({ orders }, { main, answers });
    try {
      editor.show("orders/src/worker.ts");
      const pull = () => editor.ask<FullDocumentDiagnosticReport>("diagnostic", "orders/src/worker.ts");
      const [finding] = (await pull()).items;
      assert.ok(finding);
      const actions = await editor.ask<CodeAction[]>("codeAction", "orders/src/worker.ts", {
        range: finding.range,
        context: { diagnostics: [finding] },
      });
      const off = "Switch off: unguarded-insert is off (idemlint.config.json)";
      assert.ok(actions.some(({ title }) => title === off));
      const teach = actions.find(({ title }) => title.startsWith("Teach Idemlint: once runs this once"));
      const [creation, change] = teach?.edit?.documentChanges ?? [];
      assert.deepEqual(creation, {
        kind: "create",
        uri: editor.uri("orders/idemlint.config.json"),
        options: { ignoreIfExists: true },
      });
      const [edit] = (change as TextDocumentEdit).edits as { newText: string }[];
      editor.write("orders/idemlint.config.json", edit?.newText ?? "");
      editor.changedOnDisk("orders/idemlint.config.json");
      assert.deepEqual((await pull()).items, []);

      const command = "idemlint.setSeverity";
      const uri = editor.uri("orders/src/worker.ts");
      await editor.client.request("workspace/executeCommand", { command, arguments: [uri, "blind-retry", "error"] });
      const [applied] = asked.flatMap((one) => one.edit.documentChanges) as TextDocumentEdit[];
      assert.equal(applied?.textDocument.uri, editor.uri("orders/idemlint.config.json"));
      assert.match(JSON.stringify(applied.edits), /rules.*blind-retry.*error/);
    } finally {
      await editor.close();
    }
  });

  it("stays up while a file is half typed", async () => {
    const editor = await Editor.open({ orders: ordersProject }, { main });
    try {
      editor.show("orders/src/worker.ts");
      const whole = editor.read("orders/src/worker.ts");
      for (const cut of [20, 77, 120, 200, whole.length - 3]) {
        editor.type("orders/src/worker.ts", whole.slice(0, cut));
        await editor.ask("diagnostic", "orders/src/worker.ts");
      }
      editor.type("orders/src/worker.ts", whole);
      const { items } = await editor.ask<FullDocumentDiagnosticReport>("diagnostic", "orders/src/worker.ts");
      assert.deepEqual(
        items.map(({ code }) => code),
        ["unguarded-insert"],
      );
    } finally {
      await editor.close();
    }
  });

  it("ends with the editor: after exit, and when its input closes", async () => {
    const polite = new RawClient([process.execPath, "--import=tsx", main, "--stdio"]);
    await polite.request("initialize", { processId: null, rootUri: null, capabilities: {} });
    assert.equal(await polite.stop(), 0);
    const gone = new RawClient([process.execPath, "--import=tsx", main, "--stdio"]);
    await gone.request("initialize", { processId: null, rootUri: null, capabilities: {} });
    gone.closeInput();
    assert.notEqual(await gone.exit, null);
  });

  it("says how to be started", () => {
    const run = (...args: string[]) =>
      spawnSync(process.execPath, ["--import=tsx", main, ...args], { encoding: "utf8" });
    const { status, stderr, stdout } = run();
    assert.deepEqual([status, stdout], [2, ""]);
    assert.match(stderr, /^idemlint-server needs to know how to speak: start it with --stdio\./);
    assert.match(run("--help").stdout, /Usage: idemlint-server --stdio/);
    assert.match(run("--version").stdout, /^\d+\.\d+\.\d+\n$/);
  });
});

function applied(text: string, edits: readonly { range: Diagnostic["range"]; newText: string }[]): string {
  const lines = text.split("\n");
  const offset = ({ line, character }: Diagnostic["range"]["start"]) =>
    lines.slice(0, line).reduce((sum, { length }) => sum + length + 1, 0) + character;
  return [...edits]
    .sort((a, b) => offset(b.range.start) - offset(a.range.start))
    .reduce(
      (result, { range, newText }) => result.slice(0, offset(range.start)) + newText + result.slice(offset(range.end)),
      text,
    );
}
