import type { Connection, TextDocuments } from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Proofs } from "../map/proofs.js";
import type { Client } from "./client.js";
import type { Log } from "./log.js";
import type { Folder, SessionPool } from "./session-pool.js";

/** What a feature gets. */
export interface ServerContext {
  readonly connection: Connection;
  readonly client: Client;
  readonly documents: TextDocuments<TextDocument>;
  readonly sessions: SessionPool;
  readonly texts: Texts;
  readonly log: Log;
  /** What runs of scenarios showed in a folder. */
  readonly proofs: (folder: Folder) => Proofs;
}

/** Files as the editor sees them: open ones as they stand there, others as they are on disk. */
export interface Texts {
  /** The open document of a file. */
  open(file: string): TextDocument | undefined;
  /** A file's text; `undefined` when it cannot be read. */
  read(file: string): TextDocument | undefined;
  /** A file's URI, as the client spells it when it has the file open. */
  uri(file: string): string;
}
