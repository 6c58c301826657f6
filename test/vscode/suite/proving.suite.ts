import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import * as vscode from "vscode";
import { cleanUp, codeAction, fileUri, goTo, open, until } from "./editor.js";
import { hasScreen, onScreen, testingIcon } from "./screen.js";

/** Running scenarios, and the sample of the walkthrough. */
export function defineProving(): void {
  describe("proving", () => {
    afterEach(cleanUp);

    it("confirms a gap at the line of its effect, and refutes it once the lightbulb has repaired it", async function () {
      if (!hasScreen) this.skip();
      const root = process.env["IDEMLINT_TEST_ROOT"];
      assert.ok(root, "the runner says where the program's source is");
      fs.writeFileSync(fileUri("idemlint.mjs").fsPath, program(root));
      fs.rmSync(fileUri("scenarios").fsPath, { recursive: true, force: true });
      fs.mkdirSync(fileUri("scenarios").fsPath);
      fs.writeFileSync(fileUri("scenarios/phone-order.idemlint.ts").fsPath, scenario(root));
      const configuration = vscode.workspace.getConfiguration("idemlint");
      await configuration.update("cli.path", "idemlint.mjs", vscode.ConfigurationTarget.Workspace);

      const editor = await open("payments/phone-orders.ts");
      const { range } = await goTo(editor, "missing-idempotency-key");
      await vscode.commands.executeCommand("workbench.view.testing.focus");
      await onScreen({ action: "waitFor", selector: ".test-explorer >> text=Entry points" });
      await onScreen({ action: "waitFor", selector: testingIcon });
      await vscode.commands.executeCommand("testing.runAll");
      await onScreen({ action: "waitFor", selector: ".test-explorer .codicon-testing-failed-icon" });
      await vscode.window.showTextDocument(editor.document);
      editor.revealRange(range, vscode.TextEditorRevealType.InCenter);
      await onScreen({ action: "waitFor", selector: "text=/a run confirmed|confirmed\\./" });
      await onScreen({ action: "screenshot", name: "tests-confirmed" });

      await vscode.commands.executeCommand("idemlint.showTimeline");
      assert.match(await onScreen({ action: "frameText", selector: ".scenario summary" }), /confirmed/);
      await onScreen({ action: "screenshot", name: "timeline" });
      await onScreen({ action: "frameClick", selector: "code.place" });
      await onScreen({ action: "waitFor", selector: ".tab.active:has-text('phone-orders.ts')" });

      const routes = await open("payments/phone-desk.routes.ts");
      await until("the verdict in the line over the entry point", async () => {
        const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
          "vscode.executeCodeLensProvider",
          routes.document.uri,
          20,
        );
        return lenses.some(({ command }) => command?.title.includes("confirmed by a run"));
      });

      const { edit } = await codeAction(editor.document.uri, range, /Idempotency-Key/);
      assert.ok(edit && (await vscode.workspace.applyEdit(edit)));
      assert.ok(await editor.document.save());
      await vscode.commands.executeCommand("testing.runAll");
      await onScreen({ action: "waitFor", selector: ".test-explorer .codicon-testing-passed-icon" });
      await vscode.window.showTextDocument(editor.document, vscode.ViewColumn.One);
      await onScreen({ action: "screenshot", name: "tests-refuted" });
    });

    it("opens the sample, finds its gap and repairs it", async () => {
      await vscode.commands.executeCommand("idemlint.openSample");
      const editor = vscode.window.activeTextEditor;
      if (!editor) throw new Error("no sample was opened");
      await goTo(editor, "unguarded-insert");
      await onScreen({ action: "screenshot", name: "sample" });
    });
  });
}

/** The command line program from its source, as a workspace has it in node_modules. */
function program(root: string): string {
  const url = (name: string) => JSON.stringify(pathToFileURL(path.join(root, name)).href);
  return `const loader = ${url("node_modules/tsx/dist/loader.mjs")};
process.env.NODE_OPTIONS = "--import=" + loader;
await import(loader);
await import(${url("cli/main.ts")});
`;
}

/** The phone desk's order against a stand-in of its payment provider. */
function scenario(root: string): string {
  return `import { http } from ${JSON.stringify(path.join(root, "harness/api.ts"))};
import { placePhoneOrder } from "../payments/phone-orders.js";

const rows = { query: async () => ({ rows: [] }) };

export default {
  name: "POST /orders",
  payload: ({ key }) => ({ reference: key, sku: "kettle", quantity: 1, amountCents: 4200, cardToken: "tok_visa" }),
  attempt: ({ payload }) => placePhoneOrder(rows as never, "https://api.stripe.com", payload),
  observe: [http({ provider: "api.stripe.com" })],
};
`;
}
