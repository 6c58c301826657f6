import assert from "node:assert/strict";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFiles, enlist } from "../../scripts/scaffold/files.js";
import { modelFile } from "../../scripts/scaffold/model-file.js";
import { ruleFiles } from "../../scripts/scaffold/rule-files.js";
import { root } from "./sources.js";

describe("scaffolding", () => {
  const folder = mkdtempSync(join(tmpdir(), "idemlint-scaffold-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const copyOf = (path: string): string => {
    const to = join(folder, path);
    mkdirSync(join(to, ".."), { recursive: true });
    copyFileSync(join(root, path), to);
    return to;
  };

  it("writes every file of a rule once, and refuses to overwrite one", () => {
    const files = ruleFiles({ id: "stale-lease", summary: "A lease is used after it ended", group: "time" });
    createFiles(folder, files);
    for (const { path } of files) assert.ok(existsSync(join(folder, path)), path);
    assert.throws(() => createFiles(folder, files), /rules\/stale-lease\.ts.* there already/);
  });

  it("lists a rule last, since their order decides, and imports it in order", () => {
    const index = copyOf("rules/index.ts");
    enlist(index, {
      importLine: 'import staleLease from "./stale-lease.js";',
      list: "rules: readonly Rule[] = [",
      item: "  staleLease,",
      place: "last",
    });
    const text = readFileSync(index, "utf8");
    const imports = text.split("\n").filter((line) => line.startsWith("import "));
    const at = imports.findIndex((line) => line.startsWith("import staleLease from "));
    assert.deepEqual(imports.slice(at - 1, at + 2), imports.slice(at - 1, at + 2).sort());
    assert.match(text, / {2}staleLease,\n\];/);
  });

  it("lists a model among the others by name", () => {
    const index = copyOf("analyzer/models/stores/index.ts");
    enlist(index, {
      importLine: 'import kyoto from "./kyoto.js";',
      list: "readonly LibraryModel[] = [",
      item: "  kyoto,",
      place: "sorted",
    });
    const text = readFileSync(index, "utf8");
    assert.match(text, /knex\.js";\nimport kyoto from .*\nimport kysely/);
    assert.match(text, / {2}knex,\n {2}kyoto,\n {2}kysely,/);
  });

  it("fills a model from the package's own manifest", () => {
    const { path, text } = modelFile("payments", "acme-pay", {
      name: "@acme/pay",
      version: "3.2.1",
      description: "Pays",
    });
    assert.equal(path, "analyzer/models/payments/acme-pay.ts");
    assert.match(text, /packages: \["@acme\/pay"\],\n {2}versions: ">=3",/);
  });
});
