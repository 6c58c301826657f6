import type { ServerContext } from "../context.js";
import { serverCommands } from "../protocol.js";

/** Opens a rule's page in the user's browser. */
export function registerDocumentation({ connection, client, log }: ServerContext): void {
  connection.onExecuteCommand(async ({ command, arguments: args }) => {
    const url: unknown = args?.[0];
    if (command !== serverCommands.openDocumentation || typeof url !== "string" || !url.startsWith("https://")) return;
    if (client.showsDocuments) await connection.window.showDocument({ uri: url, external: true });
    else connection.window.showInformationMessage(url);
    log.trace(`documentation: ${url}`);
  });
}
