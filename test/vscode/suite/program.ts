import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import * as vscode from "vscode";
import { fileUri } from "./editor.js";

/** Lets the Test Explorer find the command line program, and one scenario. */
export async function useProgram(): Promise<void> {
  const root = process.env["IDEMLINT_TEST_ROOT"];
  assert.ok(root, "the runner says where the program's source is");
  fs.writeFileSync(fileUri("idemlint.mjs").fsPath, programFromSource(root));
  fs.rmSync(fileUri("scenarios").fsPath, { recursive: true, force: true });
  fs.mkdirSync(fileUri("scenarios").fsPath);
  fs.writeFileSync(fileUri("scenarios/phone-order.idemlint.ts").fsPath, chargeScenario(root));
  const configuration = vscode.workspace.getConfiguration("idemlint");
  await configuration.update("cli.path", "idemlint.mjs", vscode.ConfigurationTarget.Workspace);
}

/** The command line program from its source, as a workspace has it in node_modules. */
function programFromSource(root: string): string {
  const url = (name: string) => JSON.stringify(pathToFileURL(path.join(root, name)).href);
  return `const loader = ${url("node_modules/tsx/dist/loader.mjs")};
process.env.NODE_OPTIONS = "--import=" + loader;
await import(loader);
await import(${url("cli/main.ts")});
`;
}

/** The phone desk's order against a stand-in of its payment provider. */
function chargeScenario(root: string): string {
  return `import { http } from ${JSON.stringify(path.join(root, "harness/api.ts"))};
import { placePhoneOrder } from "../payments/phone-orders.js";

const rows = { query: async () => ({ rows: [] }) };

export default {
  name: "POST /phone-desk/orders",
  payload: ({ key }) => ({ reference: key, sku: "kettle", quantity: 1, amountCents: 4200, cardToken: "tok_visa" }),
  attempt: ({ payload }) => placePhoneOrder(rows as never, "https://api.stripe.com", payload),
  observe: [http({ provider: "api.stripe.com" })],
};
`;
}
