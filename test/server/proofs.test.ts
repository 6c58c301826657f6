import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  DiagnosticSeverity,
  type CodeLens,
  type FullDocumentDiagnosticReport,
  type Hover,
} from "vscode-languageserver/node";
import type { EntryPointsResult } from "../../server/protocol.js";
import { Editor } from "./open-editor.js";

const call = "  await prisma.order.create({ data: job.data });";
const worker = ['import { prisma } from "./prisma.js";', 'new Worker("orders", async (job) => {', call, "});", ""].join(
  "\n",
);

describe("verdicts of runs in the editor", function () {
  this.timeout(60_000);
  let editor: Editor;

  beforeEach(async () => {
    editor = await Editor.open({ shop: { "worker.ts": worker, ".idemlint/verdicts.json": "{}" } });
    editor.show("shop/worker.ts");
  });
  afterEach(() => editor.close());

  const lens = async () =>
    (await editor.ask<CodeLens[]>("codeLens", "shop/worker.ts")).map(({ command }) => command?.title)[0];

  const ran = (verdict: "confirmed" | "refuted", entry = "place order") => {
    const content = createHash("sha256").update(call.trim()).digest("hex").slice(0, 16);
    const site = { file: "worker.ts", line: 3, column: 22, kind: "insert", target: "order", verdict, content };
    const scenario = { scenario: "place order", entry, verdict, reason: "", seed: 1, schedules: 4 };
    editor.write(
      "shop/.idemlint/verdicts.json",
      JSON.stringify({ version: 1, verdicts: [{ ...scenario, sites: [site] }] }),
    );
    editor.changedOnDisk("shop/.idemlint/verdicts.json");
  };

  it("stand in the lens as soon as a run has ended", async () => {
    assert.equal(await lens(), "redelivered by bullmq · 1 effect · 1 unguarded");
    editor.client.forget();
    ran("confirmed");
    await editor.client.message("workspace/codeLens/refresh");
    assert.equal(await lens(), "redelivered by bullmq · 1 effect · 1 unguarded · ✗ confirmed by a run");
    ran("refuted");
    assert.match((await lens()) ?? "", / · ✓ refuted by runs$/);
  });

  it("stand in the hover, and tell which scenarios reach an entry point", async () => {
    ran("confirmed");
    const position = { line: 2, character: 15 };
    const hover = await editor.ask<Hover | null>("hover", "shop/worker.ts", { position });
    assert.match((hover?.contents as { value: string }).value, /✗ A run \*\*confirmed\*\*/);
    const { entryPoints } = await editor.client.request<EntryPointsResult>("idemlint/entryPoints", null);
    assert.deepEqual(entryPoints, [
      {
        name: "queue orders",
        uri: editor.uri("shop/worker.ts"),
        line: 1,
        effects: 1,
        unguarded: 1,
        scenarios: ["place order"],
      },
    ]);
  });

  it("make what they refute an information, for the entry point that was run", async () => {
    const pull = async () => {
      const { items } = await editor.ask<FullDocumentDiagnosticReport>("diagnostic", "shop/worker.ts");
      return items.map(({ severity, message }) => [
        severity,
        (typeof message === "string" ? message : message.value).split("\n")[2],
      ]);
    };
    assert.deepEqual(await pull(), [[DiagnosticSeverity.Warning, undefined]]);
    ran("confirmed");
    assert.deepEqual(await pull(), [[DiagnosticSeverity.Warning, "Confirmed by a run of place order."]]);
    ran("refuted");
    assert.deepEqual(await pull(), [[DiagnosticSeverity.Warning, undefined]]);
    ran("refuted", "queue orders");
    assert.deepEqual(await pull(), [
      [DiagnosticSeverity.Information, "Refuted by runs: place order held in 4 schedules."],
    ]);
  });

  it("fall silent when the code has moved on", async () => {
    ran("confirmed");
    assert.match((await lens()) ?? "", /confirmed/);
    const other = worker.replace("job.data }", "job.data.order }");
    editor.write("shop/worker.ts", other);
    editor.type("shop/worker.ts", other);
    assert.equal(await lens(), "redelivered by bullmq · 1 effect · 1 unguarded");
  });
});
