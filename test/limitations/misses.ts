import { strict as assert } from "node:assert";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rulesById } from "../../rules/index.js";
import { checkFolder } from "../rules/check-folder.js";

/** Pins what a rule does not see: these rules speak, and it does not. A case that turns right fails here. */
export function misses(
  rule: string,
  what: string,
  found: readonly string[],
  {
    sql,
    code,
    files = {},
  }: { readonly sql: string; readonly code: string; readonly files?: Readonly<Record<string, string>> },
): void {
  it(`${rule} does not see ${what}`, () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "idemlint-limits-")));
    const preset = rulesById.get(rule)?.recommended === false ? "strict" : "recommended";
    try {
      writeFileSync(join(folder, "schema.sql"), sql);
      writeFileSync(join(folder, "code.ts"), code);
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
      const rules = checkFolder(folder, new Map(), { preset }).findings.map((finding) => finding.rule);
      assert.deepEqual(rules, found);
      assert.ok(!rules.includes(rule));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
