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

function withoutRemarks(file) {
  const text = fs.readFileSync(file, "utf8");
  const clean = text
    .replaceAll(/ *\/\/ (?:ok|error|warning|info|step|todo): .*$/gm, "")
    .replaceAll(/^ *\/\*\* (?:Wrong|Right): .*\*\/\n/gm, "");
  fs.writeFileSync(file, clean);
}
