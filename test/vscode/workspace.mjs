import fs from "node:fs";
import path from "node:path";
import { root } from "./build.mjs";

/** A copy of the sample service that the suite may change. */
export function prepareWorkspace(temporary) {
  const workspace = path.join(temporary, "shop");
  fs.cpSync(path.join(root, "fixtures", "shop"), workspace, {
    recursive: true,
    filter: (file) => !/[\\/](node_modules|generated)$/.test(file),
  });
  return workspace;
}
