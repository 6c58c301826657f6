import fs from "node:fs";
import path from "node:path";
import { workspaces } from "./build.mjs";

/** A copy of the workspace that the suite may change. */
export function prepareWorkspace(temporary) {
  const workspace = path.join(temporary, "orders");
  fs.cpSync(workspaces, workspace, { recursive: true });
  return workspace;
}
