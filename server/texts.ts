import fs from "node:fs";
import type { TextDocuments } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Texts } from "./context.js";
import { fileOf, uriOf } from "./uris.js";

/** Looks files up among the open documents first. */
export function createTexts(documents: TextDocuments<TextDocument>): Texts {
  const open = (file: string) =>
    documents.get(uriOf(file)) ?? documents.all().find((document) => fileOf(document.uri) === file);
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
