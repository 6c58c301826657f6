import type { ServerContext } from "../context.js";
import { guarded } from "../guarded.js";
import { serverCommands, type RuleSeverity } from "../protocol.js";
import { fileOf } from "../uris.js";
import { workspaceEdit } from "../workspace-edit.js";

/** Commands that the server carries out: a rule's page in the user's browser, and a rule's severity in the configuration. */
export function registerCommands(context: ServerContext): void {
  const { connection, log } = context;
  connection.onExecuteCommand(
    guarded(log, "workspace/executeCommand", undefined, async ({ command, arguments: args = [] }) => {
      if (command === serverCommands.openDocumentation) await openDocumentation(args[0], context);
      if (command === serverCommands.setSeverity) await setSeverity(args, context);
      return undefined;
    }),
  );
}

async function openDocumentation(url: unknown, { connection, client, log }: ServerContext): Promise<void> {
  if (typeof url !== "string" || !url.startsWith("https://")) return;
  if (client.showsDocuments) await connection.window.showDocument({ uri: url, external: true });
  else connection.window.showInformationMessage(url);
  log.trace(`documentation: ${url}`);
}

async function setSeverity([uri, rule, severity]: readonly unknown[], context: ServerContext): Promise<void> {
  const { connection, sessions } = context;
  const file = typeof uri === "string" ? fileOf(uri) : undefined;
  const folder = file === undefined ? undefined : await sessions.fresh(file);
  if (!folder?.session || typeof rule !== "string" || !isSeverity(severity)) return;
  const lesson = folder.session.severityLesson(rule, severity);
  if (lesson) {
    await connection.workspace.applyEdit({
      label: lesson.title,
      edit: workspaceEdit(lesson.edits, context),
      metadata: { isRefactoring: true },
    });
  } else {
    connection.window.showWarningMessage(
      `The configuration does not write out its rules in one place: set "${rule}": "${severity}" there yourself.`,
    );
  }
}

function isSeverity(value: unknown): value is RuleSeverity {
  return value === "error" || value === "warning" || value === "info" || value === "off";
}
