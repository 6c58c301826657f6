import assert from "node:assert/strict";
import * as vscode from "vscode";
import { cleanUp, codeAction, fileUri, findings, gone, goTo, open, showing, until } from "./editor.js";
import { hasScreen, onScreen } from "./screen.js";

/** Quick-fixes and suppressions. */
export function defineRepairing(): void {
  describe("repairing", () => {
    afterEach(cleanUp);

    it("repairs a key through the lightbulb, and the finding goes", async () => {
      const editor = await open("payments/gateway.ts");
      const { range } = await goTo(editor, "unstable-key");
      await applyFirstFix("lightbulb", editor, range, /idempotencyKey/);
      await gone(editor.document.uri, "unstable-key");
      await onScreen({ action: "screenshot", name: "fixed" });
    });

    it("repairs code and schema together, after a look at both", async () => {
      const editor = await open("credits/service.ts");
      const { range } = await goTo(editor, "check-then-act");
      const before = findings(editor.document.uri, "check-then-act").length;
      const { edit } = await codeAction(editor.document.uri, range, /unique/);
      assert.ok(edit && edit.size >= 2, "the fix reaches over several files");
      await applyFirstFix("lightbulb-schema", editor, range, /unique/);
      if (hasScreen) {
        await onScreen({ action: "waitFor", selector: "text=/Refactor Preview/i" });
        await onScreen({ action: "screenshot", name: "preview" });
        await vscode.commands.executeCommand("refactorPreview.apply");
      }
      await until("the first gap to go", () => findings(editor.document.uri, "check-then-act").length < before);
    });

    it("suppresses with a reason", async () => {
      const editor = await open("payments/gateway.ts");
      const { range } = await goTo(editor, "unstable-key");
      const { command } = await codeAction(editor.document.uri, range, /^Suppress unstable-key/);
      assert.ok(command);
      if (hasScreen) {
        void vscode.commands.executeCommand(command.command, ...(command.arguments as unknown[]));
        await onScreen({ action: "waitFor", selector: ".quick-input-widget input" });
        await onScreen({ action: "type", text: "refunds are deduped by the ledger" });
        await onScreen({ action: "screenshot", name: "suppress" });
        await onScreen({ action: "press", keys: "Enter" });
      } else {
        const reason = "refunds are deduped by the ledger";
        await vscode.commands.executeCommand(command.command, ...(command.arguments as unknown[]), reason);
      }
      await gone(editor.document.uri, "unstable-key");
      assert.match(
        editor.document.getText(),
        /^ {4}\/\/ idemlint-disable-next-line unstable-key -- refunds are deduped by the ledger$/m,
      );
    });

    it("is taught a wrapper, and writes it into the configuration", async () => {
      const [worker, config] = [fileUri("payouts/worker.ts"), fileUri("idemlint.config.json")];
      await vscode.workspace.fs.writeFile(worker, Buffer.from(wrapped));
      try {
        const editor = await open("payouts/worker.ts");
        const { range } = await goTo(editor, "missing-idempotency-key");
        const { edit } = await codeAction(editor.document.uri, range, /^Teach Idemlint: once runs this once/);
        assert.ok(edit);
        if (hasScreen) {
          await showing("editor.action.quickFix", ".action-widget");
          await onScreen({ action: "screenshot", name: "teach" });
          await onScreen({ action: "press", keys: "Escape" });
        }
        assert.ok(await vscode.workspace.applyEdit(edit));
        await gone(editor.document.uri, "missing-idempotency-key");
        const written = await vscode.workspace.openTextDocument(config);
        assert.match(
          written.getText(),
          /"from": "@acme\/idempotency",\s+"call": "once",\s+"callback": "1",\s+"key": "0"/,
        );
        await vscode.window.showTextDocument(written, vscode.ViewColumn.Beside);
        await onScreen({ action: "screenshot", name: "taught" });
        await written.save();
      } finally {
        await vscode.workspace.fs.delete(worker);
        // Not there when it was not written: then what failed above is to be heard of.
        await vscode.workspace.fs.delete(config).then(undefined, () => undefined);
      }
    });

    it("copies a finding as Markdown", async () => {
      const editor = await open("payments/gateway.ts");
      await goTo(editor, "unstable-key");
      await vscode.env.clipboard.writeText("");
      await vscode.commands.executeCommand("idemlint.copyFinding");
      const copied = await vscode.env.clipboard.readText();
      assert.match(copied, /^\*\*\[unstable-key\]\(https:.*\)\*\* at `payments\/gateway\.ts:\d+`/);
      assert.match(copied, /^1\. .* — `orders\/routes\.ts:\d+`$/m);
    });
  });
}

const wrapped = `import { once } from "@acme/idempotency";
import { Worker } from "bullmq";
import Stripe from "stripe";

const stripe = new Stripe("key");

new Worker("payouts", async ({ data }) => {
  await once(data.payoutId, async () => {
    await stripe.payouts.create({ amount: data.amount, currency: "eur" });
  });
});
`;

/** Through the lightbulb where there is a screen, else as the lightbulb would do it. */
async function applyFirstFix(
  picture: string,
  editor: vscode.TextEditor,
  range: vscode.Range,
  title: RegExp,
): Promise<void> {
  const { edit } = await codeAction(editor.document.uri, range, title);
  if (!hasScreen) {
    assert.ok(edit && (await vscode.workspace.applyEdit(edit)));
    return;
  }
  await showing("editor.action.quickFix", ".action-widget");
  await onScreen({ action: "screenshot", name: picture });
  await onScreen({ action: "press", keys: "Enter" });
}
