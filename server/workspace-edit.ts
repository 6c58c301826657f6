import type { AnnotatedTextEdit, TextEdit as ProtocolEdit, WorkspaceEdit } from "vscode-languageserver/node";
import type { TextEdit } from "../analyzer/trace.js";
import type { ServerContext } from "./context.js";

/**
 * Edits by offset as the protocol's edits by position, with the versions of open documents. `preview` names edits that
 * ask to be looked at first when they reach over several files, where the client can show that.
 */
export function workspaceEdit(
  edits: readonly TextEdit[],
  { client, texts }: Pick<ServerContext, "client" | "texts">,
  preview?: string,
): WorkspaceEdit {
  const byFile = new Map<string, ProtocolEdit[]>();
  for (const edit of edits) {
    const document = texts.read(edit.file);
    const converted = {
      range: document
        ? { start: document.positionAt(edit.start), end: document.positionAt(edit.end) }
        : { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      newText: edit.text,
    };
    byFile.set(edit.file, [...(byFile.get(edit.file) ?? []), converted]);
  }
  if (!client.versionedEdits) {
    return { changes: Object.fromEntries([...byFile].map(([file, list]) => [texts.uri(file), list])) };
  }
  const creations = [...byFile.keys()]
    .filter((file) => texts.read(file) === undefined)
    .map((file) => ({ kind: "create" as const, uri: texts.uri(file), options: { ignoreIfExists: true } }));
  const changes = [...byFile].map(([file, list]) => ({
    textDocument: { uri: texts.uri(file), version: texts.open(file)?.version ?? null },
    edits: list,
  }));
  const [first, ...others] = changes;
  if (preview === undefined || !first || others.length === 0 || !client.annotatedEdits) {
    return { documentChanges: [...creations, ...changes] };
  }
  return {
    documentChanges: [...creations, { ...first, edits: [lookFirst(first.edits), ...first.edits] }, ...others],
    changeAnnotations: { [previewId]: { label: preview, needsConfirmation: true } },
  };
}

/**
 * An edit that changes nothing and asks for confirmation. VS Code then shows all of them before it applies any; edits that
 * ask themselves would each have to be ticked, and a code change without its schema change is worse than none.
 */
function lookFirst([edit]: readonly ProtocolEdit[]): AnnotatedTextEdit {
  const start = edit?.range.start ?? { line: 0, character: 0 };
  return { range: { start, end: start }, newText: "", annotationId: previewId };
}

const previewId = "idemlint";
