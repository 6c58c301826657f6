import fs from "node:fs";
import path from "node:path";
import { root } from "./build.mjs";

/** A copy of the sample service that the suite may change, without the remarks that are for our own tests. */
export function prepareWorkspace(temporary) {
  const workspace = path.join(temporary, "shop");
  fs.cpSync(path.join(root, "fixtures", "shop"), workspace, {
    recursive: true,
    filter: (file) => !/[\\/](node_modules|generated)$/.test(file),
  });
  for (const name of fs.readdirSync(workspace, { recursive: true, encoding: "utf8" })) {
    if (name.endsWith(".ts")) withoutRemarks(path.join(workspace, name));
  }
  return workspace;
}

/** The same beside a second project whose settings are its own; the answer is the file that names both. */
export function prepareFolders(temporary) {
  const shop = prepareWorkspace(temporary);
  const files = {
    "orders/package.json": "{}",
    "orders/.vscode/settings.json": JSON.stringify({ "idemlint.rules": { "unguarded-insert": "info" } }),
    "orders/src/worker.ts": `import { PrismaClient } from "@prisma/client";
import { Worker } from "bullmq";

const prisma = new PrismaClient();

new Worker("orders", async (job) => {
  await prisma.order.create({ data: { number: job.data.number } });
});
`,
    "both.code-workspace": JSON.stringify({ folders: [{ path: path.basename(shop) }, { path: "orders" }] }),
  };
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(temporary, name)), { recursive: true });
    fs.writeFileSync(path.join(temporary, name), text);
  }
  return path.join(temporary, "both.code-workspace");
}

function withoutRemarks(file) {
  const text = fs.readFileSync(file, "utf8");
  const clean = text
    .replaceAll(/ *\/\/ (?:ok|error|warning|info|step|todo): .*$/gm, "")
    .replaceAll(/^ *\/\*\* (?:Wrong|Right): .*\*\/\n/gm, "");
  fs.writeFileSync(file, clean);
}
