import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { applyFix } from "../../rules/fixes/edits.js";
import { checkFolder, FIXTURES } from "./check-folder.js";

const FOLDER = join(FIXTURES, "whole-batch-redelivery").replaceAll("\\", "/");

describe("fixes of whole-batch-redelivery", function () {
  this.timeout(60_000);

  it("return what was done, where only that is deleted", () => {
    const text = fixed("nest-consumer.ts", "Return the messages that were done");
    const [before = ""] = text.split("// Safe: only");
    assert.match(
      before,
      /placed\(messages: Message\[\]\): Promise<Message\[\]> \{\n {4}const done: Message\[\] = \[\];/,
    );
    assert.match(before, /for \(const message of messages\) \{\n {6}const \{ Body = "" \} = message;\n {6}try \{/);
    assert.match(before, /done\.push\(message\);\n {6}\} catch \(error\) \{\n {8}console\.error\(error\);/);
    assert.match(before, /\}\n {4}return done;\n {2}\}/);
  });

  it("replace the answer that says that all were done", () => {
    const text = fixed("consumers.ts", "Return the messages that were done");
    assert.match(text, /const done: typeof messages = \[\];/);
    assert.doesNotMatch(text, /return messages;/);
  });

  it("complete each job of pg-boss by its id", () => {
    const text = fixed("consumers.ts", "Complete each job when it is done");
    assert.match(text, /for \(const \{ id, data \} of jobs\) \{\n.*\n {4}await boss\.complete\("orders", id\);/);
  });
});

function fixed(name: string, title: string): string {
  const file = `${FOLDER}/${name}`;
  const { findings } = checkFolder(FOLDER);
  const fixes = findings.filter(({ site }) => site.file === file).flatMap((finding) => finding.fixes);
  const fix = fixes.find((one) => one.title === title);
  assert.ok(fix, `${name} has no fix “${title}”: ${fixes.map((one) => one.title).join(", ")}`);
  return applyFix(fix, (path) => readFileSync(path, "utf8")).get(file) ?? "";
}
