import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import ts from "typescript";
import { renderSetup } from "../../cli/scenario/setup.js";

/** The set-up of a project with these files. */
function setupOf(files: Readonly<Record<string, string>>, hosts: readonly string[] = []): string {
  const folder = mkdtempSync(join(tmpdir(), "idemlint-setup-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const text = renderSetup(folder, hosts);
    const { diagnostics } = ts.transpileModule(text, { reportDiagnostics: true });
    assert.deepEqual(diagnostics, []);
    return text;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe("a first idemlint.setup.ts", () => {
  it("takes the tables from the project's schema file", () => {
    const text = setupOf({ "db/schema.sql": "CREATE TABLE orders (id serial);" });
    assert.match(text, /readFileSync\(new URL\("db\/schema\.sql", import\.meta\.url\), "utf8"\)/);
    assert.match(text, /await embedded\(\{ schema \}\)/);
  });

  it("takes them from the migrations in their order, those that undo left out", () => {
    const text = setupOf({ "prisma/migrations/0001_init/migration.sql": "CREATE TABLE orders (id serial);" });
    assert.match(text, /new URL\("prisma\/migrations\/", import\.meta\.url\)/);
    const pattern = /filter\(\(file\) => \/(.+)\/\.test/.exec(text)?.[1] ?? "";
    const kept = ["1.up.sql", "1.down.sql", "2/migration.sql", "readme.md"].filter((one) =>
      new RegExp(pattern).test(one),
    );
    assert.deepEqual(kept, ["1.up.sql", "2/migration.sql"]);
    assert.match(text, /join\("\\n"\)/);
  });

  it("says how to give them where it finds none", () =>
    assert.match(setupOf({ "drizzle/meta.json": "{}" }), /Give it the tables[^]*await embedded\(\);/));

  it("starts the program's source where the manifest starts nothing", () =>
    assert.match(
      setupOf({ "package.json": "{}", "src/main.ts": "" }),
      /command: "npx", args: \["tsx", "src\/main\.ts"\]/,
    ));

  it("starts what the manifest starts, and stands in for the hosts that the handler calls", () => {
    const text = setupOf({ "package.json": '{ "scripts": { "start": "node server.js" } }' }, ["api.stripe.com"]);
    assert.match(text, /command: "npm", args: \["start"\]/);
    assert.match(text, /observe = \[postgres\(database\), http\(\{ provider: "api\.stripe\.com" \}\)\]/);
  });
});
