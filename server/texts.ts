import fs from "node:fs";
import type { TextDocuments } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Texts } from "./context.js";
import { fileOf, uriOf } from "./uris.js";

/** Looks files up among the open documents first. */
export function createTexts(documents: TextDocuments<TextDocument>): Texts {
  /** URIs of open documents that the client spells in a way of its own. */
  const spelled = new Map<string, string>();
  documents.onDidOpen(({ document: { uri } }) => {
    const file = fileOf(uri);
    if (file !== undefined && uriOf(file) !== uri) spelled.set(file, uri);
  });
  documents.onDidClose(({ document }) => {
    const file = fileOf(document.uri);
    if (file !== undefined) spelled.delete(file);
  });
  const open = (file: string) => documents.get(spelled.get(file) ?? uriOf(file));
  return {
    open,
    read: (file) => open(file) ?? fromDisk(file),
    uri: (file) => open(file)?.uri ?? uriOf(file),
  };
}

function fromDisk(file: string): TextDocument | undefined {
  try {
    return TextDocument.create(uriOf(file), "", 0, fs.readFileSync(file, "utf8").replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}
