import type { InitializeParams } from "vscode-languageserver/node";
import type { InitializationOptions, Settings } from "./protocol.js";

/** What the client on the other side can do. */
export interface Client {
  readonly name: string;
  /** Asks for diagnostics itself. */
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly refreshesCodeLens: boolean;
  readonly configuration: boolean;
  readonly watchesConfiguration: boolean;
  readonly watchesFiles: boolean;
  readonly workspaceFolders: boolean;
  readonly versionedEdits: boolean;
  readonly annotatedEdits: boolean;
  readonly snippetEdits: boolean;
  readonly showsDocuments: boolean;
  readonly wantsStatus: boolean;
  readonly commands: ReadonlySet<string>;
  readonly settings: Partial<Settings>;
}

/** Reads it from `initialize`. */
export function clientFrom({ capabilities, clientInfo, initializationOptions }: InitializeParams): Client {
  const { workspace, textDocument, window } = capabilities;
  const options = optionsFrom(initializationOptions);
  return {
    name: clientInfo?.name ?? "an unnamed client",
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    refreshesCodeLens: workspace?.codeLens?.refreshSupport === true,
    configuration: workspace?.configuration === true,
    watchesConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    versionedEdits: workspace?.workspaceEdit?.documentChanges === true,
    annotatedEdits: workspace?.workspaceEdit?.changeAnnotationSupport !== undefined,
    snippetEdits: workspace?.workspaceEdit?.snippetEditSupport === true,
    showsDocuments: window?.showDocument?.support === true,
    wantsStatus: options.status === true,
    commands: new Set(options.commands),
    settings: options.settings ?? {},
  };
}

function optionsFrom(sent: unknown): InitializationOptions {
  return typeof sent === "object" && sent !== null ? sent : {};
}
