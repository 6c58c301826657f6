import fs from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import { cleanUp, fileUri, goTo, open } from "./editor.js";
import { hasScreen, onScreen, testingIcon } from "./screen.js";

/** Running scenarios, and the sample of the walkthrough. */
export function defineProving(): void {
  describe("proving", () => {
    afterEach(cleanUp);

    it("runs scenarios from the Test Explorer: one confirmed at its line, one refuted", async function () {
      if (!hasScreen) this.skip();
      const scenarios = fileUri("scenarios").fsPath;
      fs.rmSync(scenarios, { recursive: true, force: true });
      fs.mkdirSync(scenarios);
      for (const name of ["refund", "order"]) {
        fs.writeFileSync(
          path.join(scenarios, `${name}.idemlint.ts`),
          `export default {\n  name: "POST /${name}s",\n};\n`,
        );
      }
      fs.writeFileSync(fileUri("stand-in.mjs").fsPath, standIn);
      const configuration = vscode.workspace.getConfiguration("idemlint");
      await configuration.update("cli.path", "stand-in.mjs", vscode.ConfigurationTarget.Workspace);
      await open("payments/gateway.ts");
      await vscode.commands.executeCommand("workbench.view.testing.focus");
      await onScreen({ action: "waitFor", selector: ".test-explorer >> text=POST /refunds" });
      await onScreen({ action: "waitFor", selector: testingIcon });
      await vscode.commands.executeCommand("testing.runAll");
      await onScreen({ action: "waitFor", selector: ".test-explorer .codicon-testing-failed-icon" });
      await onScreen({ action: "waitFor", selector: ".test-explorer .codicon-testing-passed-icon" });
      await onScreen({ action: "screenshot", name: "tests" });
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

/** Stands for the command line program: refunds happen twice, orders do not. */
const standIn = `
import fs from "node:fs";
const [, , , file, , verdicts] = process.argv;
console.log("S0 once\\nS2 twice");
const bad = file.includes("refund");
const verdict = bad ? "confirmed" : "refuted";
const site = { file: "payments/gateway.ts", line: 46, column: 20, verdict };
const reason = bad ? "two refunds where one was wanted" : "the same as once";
fs.writeFileSync(verdicts, JSON.stringify({ version: 1, verdicts: [{ scenario: file, verdict, reason, schedule: "S2", sites: [site] }] }));
process.exit(bad ? 1 : 0);
`;
