import * as vscode from "vscode";

/** Writes a small service with one gap into the extension's own storage and opens it: something to try things on. */
export function registerSample({ globalStorageUri }: vscode.ExtensionContext): vscode.Disposable {
  return vscode.commands.registerCommand("idemlint.openSample", async () => {
    const folder = vscode.Uri.joinPath(globalStorageUri, "sample");
    for (const [name, text] of Object.entries(files)) {
      await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, name), Buffer.from(text));
    }
    await vscode.window.showTextDocument(vscode.Uri.joinPath(folder, "worker.ts"));
  });
}

const files = {
  "package.json": `{ "name": "idemlint-sample", "private": true, "type": "module" }
`,
  "schema.prisma": `datasource db {
  provider = "postgresql"
  url      = env("DATABASE_URL")
}

model Order {
  id      String @id @default(uuid())
  orderId String
  amount  Int
}
`,
  "worker.ts": `import { PrismaClient } from "@prisma/client";
import { Worker } from "bullmq";

const prisma = new PrismaClient();

// BullMQ runs a job again when it fails or stalls.
new Worker("orders", async (job) => {
  const { orderId, amount } = job.data;
  await placeOrder(orderId, amount);
});

async function placeOrder(orderId: string, amount: number) {
  // Nothing stops a second row. Hover over the call, then open the lightbulb.
  await prisma.order.create({ data: { orderId, amount } });
}
`,
} as const;
