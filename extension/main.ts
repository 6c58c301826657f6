import type { ExtensionContext } from "vscode";
import { createServerHandle } from "./client.js";
import { registerCommands } from "./features/commands.js";
import { registerConfigureRule } from "./features/configure-rule.js";
import { registerCopyFinding } from "./features/copy-finding.js";
import { registerSample } from "./features/sample.js";
import { registerShowPath } from "./features/show-path.js";
import { registerStatus } from "./features/status.js";
import { registerSuppress } from "./features/suppress.js";
import { registerTasks } from "./features/tasks.js";
import { registerTestExplorer } from "./features/test-explorer/explorer.js";
import { registerWorkflowMap } from "./features/workflow-map.js";

/** What other extensions and the tests get: the start of the server, to wait for. */
export interface Api {
  readonly ready: Promise<void>;
}

/** Called by VS Code when a TypeScript or JavaScript file is opened or a command is run. */
export function activate(context: ExtensionContext): Api {
  const server = createServerHandle(context);
  context.subscriptions.push(
    server,
    registerStatus(server),
    registerCommands(server),
    registerSuppress(),
    registerConfigureRule(),
    registerCopyFinding(),
    registerShowPath(server),
    registerWorkflowMap(server),
    registerTestExplorer(server),
    registerTasks(),
    registerSample(context),
  );
  return { ready: server.start() };
}
