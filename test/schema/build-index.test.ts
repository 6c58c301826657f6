import assert from "node:assert/strict";
import type { ts } from "ts-morph";
import { schemaIndexer } from "../../analyzer/schema/build-index.js";
import type { SchemaFiles } from "../../analyzer/schema/files.js";
import type { SchemaIndex } from "../../analyzer/schema/unique.js";
import { brief, source, unique } from "./brief.js";

/** Files in memory that count how often each is read. */
function memory(files: Map<string, string>): SchemaFiles & { readonly reads: string[] } {
  const reads: string[] = [];
  return {
    reads,
    entries(folder) {
      const names = new Map<string, boolean>();
      for (const file of files.keys()) {
        if (!file.startsWith(`${folder}/`)) continue;
        const [name = "", ...rest] = file.slice(folder.length + 1).split("/");
        names.set(name, rest.length > 0);
      }
      return [...names].map(([name, isFolder]) => ({ name, folder: isFolder }));
    },
    read(file) {
      reads.push(file);
      return files.get(file);
    },
  };
}

function index(files: Readonly<Record<string, string>>, sources: Readonly<Record<string, string>> = {}): SchemaIndex {
  const parsed = Object.entries(sources).map(([file, text]) => source(text, file));
  return schemaIndexer({ roots: ["/r"], files: memory(new Map(Object.entries(files))), sources: () => parsed }).index();
}

describe("schema index", () => {
  it("makes one table of a Prisma model and its migrations", () => {
    const found = index({
      "/r/prisma/schema.prisma":
        'model Order {\n id String @id @default(cuid())\n orderKey String @map("order_key")\n userId String @map("user_id")\n @@unique([userId, orderKey])\n @@map("orders")\n}',
      "/r/prisma/migrations/1_init/migration.sql":
        'CREATE TABLE "orders" ("id" TEXT NOT NULL, "order_key" TEXT NOT NULL, "user_id" TEXT NOT NULL, CONSTRAINT "orders_pkey" PRIMARY KEY ("id"));\nCREATE UNIQUE INDEX "orders_user_id_order_key_key" ON "orders"("user_id", "order_key");',
      "/r/prisma/migrations/2_more/migration.sql":
        'CREATE UNIQUE INDEX "live" ON "orders"("order_key") WHERE "deleted_at" IS NULL;',
    });
    assert.deepEqual(found.tables.map(brief), [
      [
        "orders =Order =order",
        "id~random orderKey:order_key userId:user_id",
        "primary (id) named orders_pkey",
        "unique (user_id,order_key) named orders_user_id_order_key_key key userId_orderKey",
        'unique (order_key) where "deleted_at" IS NULL named live',
      ],
    ]);
    for (const name of ["orders", "Order", "order", "ORDERS", "public.orders", '"orders"'])
      assert.equal(found.table(name), found.tables[0], name);
  });

  it("has the last definition of a routine", () => {
    const body = (name: string, table: string) =>
      `CREATE OR REPLACE FUNCTION ${name} RETURNS void LANGUAGE sql AS $$ DELETE FROM ${table}; $$;`;
    const tables = (found: SchemaIndex, name: string) =>
      found
        .routines(name)
        .map(({ steps }) => steps?.map((step) => (step.kind === "run" ? step.statements[0]?.table : "")));
    const found = index({
      "/r/db/migrations/1.sql":
        body("f(a int)", "a") + body("f(a text)", "b") + body("g()", "c") + body("own.h()", "d"),
      "/r/db/migrations/10.sql": body("public.f(b integer)", "e"),
      "/r/db/migrations/9.sql": `${body("f(a int4)", "x")} DROP FUNCTION g; CREATE FUNCTION i() RETURNS int LANGUAGE c AS 'i', 'i';`,
    });
    assert.deepEqual(tables(found, "F"), [["e"], ["b"]]);
    assert.deepEqual(tables(found, "g"), []);
    assert.deepEqual(tables(found, "h"), [["d"]]);
    assert.deepEqual(tables(found, "public.h"), [["d"]]);
    assert.deepEqual(tables(found, "i"), [undefined]);
    assert.match(found.routines("h")[0]?.siteOf(0, 1).file ?? "", /1\.sql$/);
  });

  it("has the texts of files by the ends of their paths", () => {
    const found = index({
      "/r/a/sql/pay.sql": "SELECT 1",
      "/r/a/sql/get.sql": "SELECT 2",
      "/r/b/sql/get.sql": "SELECT 3",
    });
    assert.equal(found.text("sql/pay"), "SELECT 1");
    assert.equal(found.text("sql/get"), undefined);
    assert.equal(found.text("pay/sql"), undefined);
  });

  it("knows no routine of which two schemas say different things", () => {
    const body = (table: string) => `CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ DELETE FROM ${table}; $$;`;
    assert.equal(index({ "/r/a/x.sql": body("t"), "/r/b/x.sql": `\n${body("t")}` }).routines("f").length, 1);
    assert.equal(index({ "/r/a/x.sql": body("t"), "/r/b/x.sql": body("u") }).routines("f").length, 0);
  });

  it("tells a table that nobody declares from one without a unique set", () => {
    const found = index({ "/r/db/schema.sql": "CREATE TABLE log (msg text);" });
    assert.equal(found.table("orders"), undefined);
    assert.deepEqual(found.table("log")?.uniques, []);
  });

  it("runs migrations by number, not by letter, and Flyway's repeatable ones last", () => {
    const found = index({
      "/r/flyway/V2__drop.sql": "DROP INDEX i;",
      "/r/flyway/V10__again.sql": "CREATE UNIQUE INDEX i2 ON t (a);",
      "/r/flyway/V1__init.sql": "CREATE TABLE t (a int); CREATE UNIQUE INDEX i ON t (a);",
      "/r/flyway/R__x.sql": "DROP INDEX i2;",
      "/r/flyway/U1__init.sql": "DROP TABLE t;",
    });
    assert.deepEqual(found.table("t")?.uniques, []);
  });

  it("keeps a DROP in one migration folder from undoing another", () => {
    const found = index({
      "/r/a/migrations/1.sql": "CREATE TABLE t (a int NOT NULL UNIQUE);",
      "/r/b/migrations/1.sql": "DROP TABLE t;",
    });
    assert.deepEqual(found.table("t")?.uniques.map(unique), ["unique (a)"]);
  });

  it("skips what is no schema of the project", () => {
    const found = index({
      "/r/node_modules/x/a.sql": "CREATE TABLE a (x int);",
      "/r/dist/b.prisma": "model B {\n id Int @id\n}",
      "/r/.git/c.sql": "CREATE TABLE c (x int);",
      "/r/migrations/1_x.down.sql": "CREATE TABLE d (x int);",
    });
    assert.deepEqual(found.tables, []);
    assert.deepEqual(found.files, []);
  });

  it("merges spellings that a naming strategy sets apart", () => {
    const found = index(
      {
        "/r/migrations/1.sql":
          "CREATE TABLE orders (id uuid PRIMARY KEY, order_key text NOT NULL, CONSTRAINT u UNIQUE (order_key));",
      },
      {
        "/r/order.ts":
          'import { Entity } from "typeorm"; @Entity("orders") class Order { @PrimaryColumn() id!: string; @Column({ unique: true }) orderKey!: string }',
      },
    );
    assert.deepEqual(found.tables.map(brief), [
      ["orders =Order", "id orderKey:order_key", "primary (id)", "unique (order_key) named u"],
    ]);
  });

  it("joins a qualified and a bare name, but never guesses between two", () => {
    const drizzle =
      'import { pgSchema, text } from "drizzle-orm/pg-core"; const s = pgSchema("billing"); export const bills = s.table("bills", { k: text("k").unique() });';
    const one = index(
      { "/r/migrations/1.sql": "CREATE TABLE bills (k text NOT NULL, j text NOT NULL UNIQUE);" },
      { "/r/s.ts": drizzle },
    );
    assert.deepEqual(one.table("bills")?.uniques.map(unique), ["unique (k)", "unique (j)"]);
    const two = index({ "/r/db/1.sql": "CREATE TABLE a.t (k int UNIQUE); CREATE TABLE b.t (k int);" });
    assert.equal(two.table("t"), undefined);
    assert.equal(two.table("a.t")?.uniques.length, 1);
  });

  it("reads migrations in code and SQL that a program runs itself", () => {
    const found = index(
      {},
      {
        "/r/src/migrations/1-init.ts": `export class Init1 implements MigrationInterface {
          async up(runner) { await runner.query(\`CREATE TABLE "a" ("k" text NOT NULL, CONSTRAINT "u" UNIQUE ("k"))\`); }
          async down(runner) { await runner.query('DROP TABLE "a"'); } }`,
        "/r/src/migrations/2-knex.ts": `export const up = (knex) => knex.schema
            .createTable("b", (t) => { t.increments(); t.string("k").notNullable(); t.uuid("u").unique(); t.unique(["k", "u"], { indexName: "ku" }); })
            .alterTable("a", (t) => { t.dropUnique(["k"]); t.string("n"); t.unique(["n"]); });
          export const down = (knex) => knex.schema.dropTable("b");`,
        "/r/src/db.ts": 'db.exec("CREATE TABLE IF NOT EXISTS seen (id TEXT PRIMARY KEY)");',
      },
    );
    assert.deepEqual(found.tables.map(brief), [
      ["a", "k n?", "unique (n) null n named a_n_unique"],
      [
        "b",
        "id~sequence k u?",
        "primary (id) named b_pkey",
        "unique (u) null u named b_u_unique",
        "unique (k,u) null u named ku",
      ],
      ["seen", "id", "primary (id)"],
    ]);
  });

  it("reads again only what changed and keeps the index when nothing did", () => {
    const texts = new Map([
      ["/r/migrations/1.sql", "CREATE TABLE t (a int);"],
      ["/r/migrations/2.sql", "CREATE TABLE u (a int);"],
    ]);
    const files = memory(texts);
    let sources: readonly ts.SourceFile[] = [];
    const indexer = schemaIndexer({ roots: ["/r"], files, sources: () => sources });
    const first = indexer.index();
    assert.equal(indexer.index(), first);
    assert.deepEqual(files.reads, ["/r/migrations/1.sql", "/r/migrations/2.sql"]);

    texts.set("/r/migrations/2.sql", "CREATE TABLE u (a int UNIQUE);");
    indexer.touch("/r/migrations/2.sql");
    const second = indexer.index();
    assert.equal(second.table("u")?.uniques.length, 1);
    assert.ok(!files.reads.slice(2).includes("/r/migrations/1.sql"));

    texts.set("/r/migrations/3.sql", "DROP TABLE t;");
    indexer.touch("/r/migrations/3.sql");
    assert.equal(indexer.index().table("t"), undefined);

    texts.delete("/r/migrations/3.sql");
    indexer.touch("/r/migrations/3.sql");
    const fourth = indexer.index();
    assert.equal(fourth.table("t")?.name, "t");

    sources = [source('db.exec("CREATE TABLE v (a int)")', "/r/x.ts")];
    indexer.touch("/r/x.ts");
    assert.equal(indexer.index().table("v")?.name, "v");
    assert.equal(indexer.index(), indexer.index());
  });
});
