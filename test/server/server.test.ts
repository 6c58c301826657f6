import assert from "node:assert/strict";
import type {
  CodeAction,
  CodeLens,
  Diagnostic,
  DocumentDiagnosticReport,
  FullDocumentDiagnosticReport,
  Hover,
  PublishDiagnosticsParams,
  TextDocumentEdit,
  WorkspaceDiagnosticReport,
} from "vscode-languageserver/node";
import type { PathResult, StatusParams } from "../../server/protocol.js";
import { Editor, modern, plain, type EditorOptions, type Folders } from "./open-editor.js";

const worker = [
  'import { prisma } from "./prisma.js";',
  'new Worker("orders", async (job) => {',
  "  await prisma.order.create({ data: job.data });",
  "});",
  "",
].join("\n");
const safeWorker = worker.replace("create", "upsert");
const schema = "model Order {\n  orderId String\n}\n";
const shop: Folders = { shop: { "worker.ts": worker, "schema.prisma": schema } };
const onCreate = { line: 2, character: 15 };

describe("language server", function () {
  this.timeout(120_000);
  let editor: Editor;

  const open = async (folders: Folders = shop, options: EditorOptions = {}) => {
    editor = await Editor.open(folders, options);
    return editor;
  };
  const pull = (name: string, previousResultId?: string) =>
    editor.ask<DocumentDiagnosticReport>("diagnostic", name, previousResultId ? { previousResultId } : {});
  const itemsOf = async (name: string): Promise<Diagnostic[]> => {
    const report = await pull(name);
    assert.equal(report.kind, "full");
    return (report as FullDocumentDiagnosticReport).items;
  };
  const actions = (name: string, only?: string[]) =>
    editor.ask<CodeAction[]>("codeAction", name, {
      range: { start: onCreate, end: onCreate },
      context: { diagnostics: [], ...(only ? { only } : {}) },
    });

  afterEach(async () => {
    await editor.close();
  });

  it("answers a pull with rule, page and path", async () => {
    await open();
    editor.show("shop/worker.ts");
    const [diagnostic, ...others] = await itemsOf("shop/worker.ts");
    assert.equal(others.length, 0);
    assert.equal(diagnostic?.source, "idemlint");
    assert.equal(diagnostic.code, "unguarded-insert");
    assert.ok(typeof diagnostic.message === "string");
    assert.match(diagnostic.message, /^prisma\.order\.create inserts again .*\.\nUse an upsert on a unique set\.$/);
    assert.match(diagnostic.codeDescription?.href ?? "", /unguarded-insert/);
    assert.deepEqual(diagnostic.range.start, { line: 2, character: 8 });
    assert.deepEqual(
      diagnostic.relatedInformation?.map(({ location, message }) => [location.range.start.line, message]),
      [
        [1, "1. queue orders"],
        [2, "2. prisma.order.create inserts a row"],
      ],
    );
  });

  it("says unchanged to a second pull, and sees an edit at once", async () => {
    await open();
    editor.show("shop/worker.ts");
    const first = await pull("shop/worker.ts");
    assert.equal((await pull("shop/worker.ts", first.resultId)).kind, "unchanged");
    editor.type("shop/worker.ts", safeWorker);
    assert.deepEqual(await itemsOf("shop/worker.ts"), []);
  });

  it("reports closed files to a workspace pull, and empties them once they are clean", async () => {
    await open();
    const ask = (previousResultIds: { uri: string; value: string }[]) =>
      editor.client.request<WorkspaceDiagnosticReport>("workspace/diagnostic", { previousResultIds });
    const [report] = (await ask([])).items;
    assert.equal(report?.uri, editor.uri("shop/worker.ts"));
    const value = report.resultId ?? "";
    editor.write("shop/worker.ts", safeWorker);
    editor.changedOnDisk("shop/worker.ts");
    const [after] = (await ask([{ uri: report.uri, value }])).items;
    assert.ok(after?.kind === "full" && after.items.length === 0);
  });

  it("asks for a refresh when the schema on disk clears a finding", async () => {
    await open();
    editor.show("shop/worker.ts");
    assert.equal((await itemsOf("shop/worker.ts")).length, 1);
    editor.client.forget();
    editor.write("shop/schema.prisma", "model Order {\n  orderId String\n  @@unique([orderId])\n}\n");
    editor.changedOnDisk("shop/schema.prisma");
    await editor.client.message("workspace/diagnostic/refresh");
    assert.deepEqual(await itemsOf("shop/worker.ts"), []);
  });

  it("tells at the schema what depends on it, and offers there what repairs it", async () => {
    const other = worker.replace('"orders"', '"late-orders"');
    await open({ shop: { ...shop["shop"], "late.ts": other } });
    const [told, ...others] = await itemsOf("shop/schema.prisma");
    assert.equal(others.length, 0);
    assert.equal(told?.severity, 3);
    assert.equal(
      told.message,
      "Nothing unique stops a second row of order: two entry points insert one each time they run (queue late-orders, queue orders).",
    );
    assert.deepEqual(
      told.relatedInformation?.map(({ location }) => location.uri),
      [editor.uri("shop/late.ts"), editor.uri("shop/worker.ts")],
    );
    const offered = await editor.ask<CodeAction[]>("codeAction", "shop/schema.prisma", {
      range: told.range,
      context: { diagnostics: [], only: ["quickfix"] },
    });
    assert.deepEqual(
      offered.map(({ title }) => title),
      ["Make (orderId) unique (for queue late-orders)", "Make (orderId) unique (for queue orders)"],
    );
  });

  it("pushes to a client that cannot pull", async () => {
    await open(shop, { capabilities: plain });
    const published = (count: number) =>
      editor.client.message<PublishDiagnosticsParams>(
        "textDocument/publishDiagnostics",
        ({ uri, diagnostics }) => uri === editor.uri("shop/worker.ts") && diagnostics.length === count,
      );
    await published(1);
    editor.show("shop/worker.ts");
    editor.type("shop/worker.ts", safeWorker);
    assert.equal((await published(0)).version, 2);
  });

  it("offers fixes as versioned edits: the safe one preferred, the one that needs review with a preview", async () => {
    await open();
    editor.show("shop/worker.ts");
    const offered = await actions("shop/worker.ts");
    assert.deepEqual(
      offered.map(({ title, isPreferred }) => [title, isPreferred ?? false]),
      [
        ["Write it with an upsert", true],
        ["Make (orderId) unique", false],
        ["Suppress unguarded-insert here, with a reason", false],
        ["Open the documentation of unguarded-insert", false],
      ],
    );
    const [safe, review] = offered;
    const [change] = (safe?.edit?.documentChanges ?? []) as TextDocumentEdit[];
    assert.deepEqual(change, {
      textDocument: { uri: editor.uri("shop/worker.ts"), version: 1 },
      edits: [{ range: { start: { line: 2, character: 21 }, end: { line: 2, character: 27 } }, newText: "upsert" }],
    });
    const changes = (review?.edit?.documentChanges ?? []) as TextDocumentEdit[];
    assert.deepEqual(
      changes.map(({ textDocument }) => [textDocument.uri, textDocument.version]),
      [
        [editor.uri("shop/worker.ts"), 1],
        [editor.uri("shop/schema.prisma"), null],
      ],
    );
    assert.equal(Object.values(review?.edit?.changeAnnotations ?? {})[0]?.needsConfirmation, true);
  });

  it("fixes all that is safe, only when asked by kind", async () => {
    await open();
    editor.show("shop/worker.ts");
    const all = await actions("shop/worker.ts", ["source.fixAll"]);
    assert.deepEqual(
      all.map(({ kind }) => kind),
      ["source.fixAll.idemlint"],
    );
    const [change] = (all[0]?.edit?.documentChanges ?? []) as TextDocumentEdit[];
    assert.equal(change?.edits.length, 1);
    assert.deepEqual(await actions("shop/worker.ts", ["refactor"]), []);
  });

  it("suppresses with a comment of the line's own indent, and leaves it to a client that asks for the reason", async () => {
    await open(shop, { capabilities: plain });
    editor.show("shop/worker.ts");
    const suppress = (await actions("shop/worker.ts")).find(({ title }) => title.startsWith("Suppress"));
    const [edit] = suppress?.edit?.changes?.[editor.uri("shop/worker.ts")] ?? [];
    assert.equal(edit?.newText, "  // idemlint-disable-next-line unguarded-insert -- reason\n");
    assert.deepEqual(edit.range.start, { line: 2, character: 0 });
    await editor.close();

    await open(shop, { initializationOptions: { commands: ["idemlint.suppress", "idemlint.configureRule"] } });
    editor.show("shop/worker.ts");
    const offered = await actions("shop/worker.ts");
    assert.deepEqual(offered[2]?.command?.arguments, [
      { uri: editor.uri("shop/worker.ts"), line: 2, indent: "  ", rule: "unguarded-insert" },
    ]);
    assert.equal(offered[3]?.command?.command, "idemlint.configureRule");
  });

  it("leads from a guarded effect to its guard, when asked", async () => {
    const files = { "worker.ts": worker + safeWorker, "schema.prisma": schema };
    await open({ shop: files }, { initializationOptions: { commands: ["idemlint.whySafe"] } });
    editor.show("shop/worker.ts");
    const position = { line: 6, character: 15 };
    const ask = (triggerKind: 1 | 2) =>
      editor.ask<CodeAction[]>("codeAction", "shop/worker.ts", {
        range: { start: position, end: position },
        context: { diagnostics: [], triggerKind },
      });
    assert.deepEqual(await ask(2), [], "a lightbulb at every guarded effect");
    const [why] = await ask(1);
    assert.equal(why?.title, "Why is prisma.order.upsert safe to repeat?");
    const place: unknown = why.command?.arguments?.[0];
    const { steps, guard } = await editor.client.request<PathResult>("idemlint/path", place);
    assert.match(steps[guard ?? 0]?.text ?? "", /^guarded by upsert on unique \(orderId\)/);
    assert.equal(steps[guard ?? 0]?.uri, editor.uri("shop/schema.prisma"));
  });

  it("opens a rule's page through the client", async () => {
    await open(shop, { answers: { "window/showDocument": () => ({ success: true }) } });
    const url = "https://example.com/docs/rules/unguarded-insert.md";
    await editor.client.request("workspace/executeCommand", {
      command: "idemlint.openDocumentation",
      arguments: [url],
    });
    const shown = await editor.client.message<{ uri: string; external: boolean }>("window/showDocument");
    assert.deepEqual([shown.uri, shown.external], [url, true]);
  });

  it("hovers over a gap, a guarded effect and an entry point", async () => {
    await open({ shop: { "worker.ts": worker + safeWorker, "schema.prisma": schema } });
    editor.show("shop/worker.ts");
    const hover = async (position: { line: number; character: number }) => {
      const answer = await editor.ask<Hover | null>("hover", "shop/worker.ts", { position });
      return answer === null ? "" : (answer.contents as { value: string }).value;
    };
    const gap = await hover(onCreate);
    assert.match(gap, /`prisma\.order\.create` happens twice\*\* when \[queue orders\]\(file:.*#L2,1\) runs again/);
    assert.match(gap, /BullMQ runs a stalled or failed job again\./);
    assert.match(gap, /^1\. queue orders — \[worker\.ts:2\]\(file:.*worker\.ts#L2,1\)$/m);
    assert.match(gap, /\*\*Remedy:\*\* Use an upsert/);
    const safe = await hover({ line: 6, character: 15 });
    assert.match(safe, /`prisma\.order\.upsert` is safe to repeat/);
    assert.match(safe, /- guarded by upsert on unique \(orderId\) \(\[schema\.prisma:1\]/);
    const entry = await hover({ line: 1, character: 3 });
    assert.match(entry, /`queue orders`\*\* is redelivered by bullmq/);
    assert.match(entry, /1\. `prisma\.order\.create` — gap: unguarded-insert/);
    assert.equal(await hover({ line: 0, character: 2 }), "");
  });

  it("puts a lens over the entry point, and none when lenses are off", async () => {
    let enable = true;
    await open(shop, { settings: () => ({ codeLens: { enable } }) });
    editor.show("shop/worker.ts");
    const [lens] = await editor.ask<CodeLens[]>("codeLens", "shop/worker.ts");
    assert.equal(lens?.command?.title, "redelivered by bullmq · 1 effect · 1 unguarded");
    editor.client.forget();
    enable = false;
    editor.client.notify("workspace/didChangeConfiguration", { settings: null });
    await editor.client.message("workspace/codeLens/refresh");
    assert.deepEqual(await editor.ask<CodeLens[]>("codeLens", "shop/worker.ts"), []);
  });

  it("shows the path to a finding step by step", async () => {
    await open();
    editor.show("shop/worker.ts");
    const path = await editor.client.request<PathResult>("idemlint/path", {
      uri: editor.uri("shop/worker.ts"),
      ...onCreate,
    });
    assert.deepEqual(
      path.steps.map(({ line, text }) => [line, text]),
      [
        [1, "queue orders"],
        [2, "prisma.order.create inserts a row"],
      ],
    );
  });

  it("reports progress while it reads a folder for the first time", async () => {
    await open();
    await editor.client.message<{ value: { kind: string; title?: string } }>(
      "$/progress",
      ({ value }) => value.kind === "begin" && value.title === "Idemlint: reading shop",
    );
    await editor.client.message<{ value: { kind: string } }>("$/progress", ({ value }) => value.kind === "end");
  });

  it("keeps folders apart: each has its own settings and its own result", async () => {
    const settings = (folder: string) =>
      folder === "a" ? { rules: { "unguarded-insert": "error" } } : { preset: "recommended", rules: { x: "loud" } };
    await open(
      { a: { "worker.ts": worker }, b: { "worker.ts": worker }, c: { "worker.ts": safeWorker } },
      { settings },
    );
    for (const folder of ["a", "b", "c"]) editor.show(`${folder}/worker.ts`);
    assert.deepEqual(
      (await itemsOf("a/worker.ts")).map(({ severity }) => severity),
      [1],
    );
    assert.deepEqual(
      (await itemsOf("b/worker.ts")).map(({ severity }) => severity),
      [2],
    );
    assert.deepEqual(await itemsOf("c/worker.ts"), []);
  });

  it("takes up a folder that is added and forgets one that is removed", async () => {
    await open({ a: { "worker.ts": worker }, b: { "worker.ts": worker } }, { closed: ["b"] });
    const event = (added: string[], removed: string[]) => {
      const folders = (names: string[]) => names.map((name) => ({ uri: editor.uri(name), name }));
      editor.client.notify("workspace/didChangeWorkspaceFolders", {
        event: { added: folders(added), removed: folders(removed) },
      });
    };
    const files = async () => {
      const { items } = await editor.client.request<WorkspaceDiagnosticReport>("workspace/diagnostic", {
        previousResultIds: [],
      });
      return items.map(({ uri }) => uri);
    };
    assert.deepEqual(await files(), [editor.uri("a/worker.ts")]);
    event(["b"], ["a"]);
    assert.deepEqual(await files(), [editor.uri("b/worker.ts")]);
  });

  it("checks a file that is opened without its folder", async () => {
    await open({ a: {}, lone: { "worker.ts": worker } }, { closed: ["lone"] });
    editor.show("lone/worker.ts");
    assert.equal((await itemsOf("lone/worker.ts")).length, 1);
  });

  it("stays silent while it is switched off, and wakes up again", async () => {
    let enable = false;
    await open(shop, { settings: () => ({ enable }) });
    editor.show("shop/worker.ts");
    assert.deepEqual(await itemsOf("shop/worker.ts"), []);
    enable = true;
    editor.client.notify("workspace/didChangeConfiguration", { settings: null });
    await editor.client.message("workspace/diagnostic/refresh");
    assert.equal((await itemsOf("shop/worker.ts")).length, 1);
  });

  it("says which tsconfig is broken, at the file, and starts once it is repaired", async () => {
    await open({ shop: { "worker.ts": worker, "tsconfig.json": "{" } }, { initializationOptions: { status: true } });
    editor.show("shop/worker.ts");
    assert.deepEqual(await itemsOf("shop/worker.ts"), []);
    const [problem] = await itemsOf("shop/tsconfig.json");
    assert.equal(problem?.message, "tsconfig.json is not valid JSON. Repair it.");
    await editor.client.message<StatusParams>("idemlint/status", ({ folders }) => folders[0]?.state === "failed");
    editor.write("shop/tsconfig.json", "{}");
    editor.changedOnDisk("shop/tsconfig.json");
    await editor.client.message<StatusParams>("idemlint/status", ({ folders }) => folders[0]?.state === "ready");
    assert.equal((await itemsOf("shop/worker.ts")).length, 1);
  });

  it("survives a fault of the analyzer: it logs, keeps what it knew and goes on", async () => {
    await open(shop, { initializationOptions: { status: true } });
    editor.show("shop/worker.ts");
    assert.equal((await itemsOf("shop/worker.ts")).length, 1);
    editor.type("shop/worker.ts", `${worker}crash!`);
    assert.equal((await itemsOf("shop/worker.ts")).length, 1);
    await editor.client.message<{ message: string }>("window/logMessage", ({ message }) =>
      message.includes("the fake analyzer fell over"),
    );
    const failed = await editor.client.message<StatusParams>(
      "idemlint/status",
      ({ folders }) => folders[0]?.state === "failed",
    );
    assert.match(failed.folders[0]?.problems[0] ?? "", /could not check this folder: the fake analyzer fell over/);
    editor.type("shop/worker.ts", safeWorker);
    assert.deepEqual(await itemsOf("shop/worker.ts"), []);
  });

  it("answers requests about documents that it does not know", async () => {
    await open();
    const textDocument = { uri: "untitled:Untitled-1" };
    const position = { line: 0, character: 0 };
    assert.equal(await editor.client.request("textDocument/hover", { textDocument, position }), null);
    assert.deepEqual(await editor.client.request("textDocument/codeLens", { textDocument }), []);
    const report = await editor.client.request<FullDocumentDiagnosticReport>("textDocument/diagnostic", {
      textDocument,
    });
    assert.deepEqual(report.items, []);
    assert.equal(await editor.client.request("idemlint/path", { uri: textDocument.uri, ...position }), null);
  });

  it("checks everything again on request", async () => {
    await open(shop, { capabilities: modern });
    assert.equal((await itemsOf("shop/worker.ts")).length, 1);
    editor.write("shop/worker.ts", safeWorker);
    const { folders } = await editor.client.request<StatusParams>("idemlint/check", null);
    assert.deepEqual(folders[0]?.counts, { error: 0, warning: 0, info: 0 });
    assert.deepEqual(await itemsOf("shop/worker.ts"), []);
  });
});
