import assert from "node:assert/strict";
import * as vscode from "vscode";
import { cleanUp, fileUri, findings, gone, goTo, open, until } from "./editor.js";

/** Findings follow the text. */
export function defineEditing(): void {
  describe("editing", () => {
    afterEach(cleanUp);

    it("forgets a gap as soon as it is deleted, and finds it as soon as it is typed", async () => {
      const editor = await open("gift-cards/service.ts");
      const { document } = editor;
      const { line } = (await goTo(editor, "unguarded-insert")).range.start;
      const { text } = document.lineAt(line);
      await editor.edit((edit) => edit.replace(document.lineAt(line).range, "    const card = { code: data.code };"));
      await gone(document.uri, "unguarded-insert");
      await editor.edit((edit) => edit.replace(document.lineAt(line).range, text));
      await goTo(editor, "unguarded-insert");
    });

    it("follows an edit in another file on the way to the effect", async () => {
      const helper = await open("payments/provider-key.ts");
      const refunds = fileUri("payments/gateway.ts");
      await until("the gap", () => findings(refunds, "unstable-key")[0]);
      const text = helper.document.getText();
      const body = /return [^;]*;/.exec(text);
      assert.ok(body, text);
      const start = helper.document.positionAt(body.index);
      const end = helper.document.positionAt(body.index + body[0].length);
      await helper.edit((edit) => edit.replace(new vscode.Range(start, end), "return `${operation}:${id}`;"));
      await gone(refunds, "unstable-key");
    });
  });
}
