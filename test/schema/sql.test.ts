import assert from "node:assert/strict";
import { applyChanges } from "../../analyzer/schema/change.js";
import { sitesIn } from "../../analyzer/schema/lines.js";
import { readSql } from "../../analyzer/schema/sql.js";
import type { Table } from "../../analyzer/schema/unique.js";
import { brief } from "./brief.js";

function tables(...migrations: readonly string[]): readonly Table[] {
  return applyChanges(
    migrations.flatMap((text) => readSql(text, sitesIn("/m.sql", text)).changes),
    "sql",
  );
}

function read(...migrations: readonly string[]): readonly (readonly string[])[] {
  return tables(...migrations).map(brief);
}

describe("SQL schema reader", () => {
  it("reads columns, keys and unique sets of PostgreSQL", () => {
    const sql = `CREATE TABLE IF NOT EXISTS "public"."orders" (
      id bigserial PRIMARY KEY, key text NOT NULL UNIQUE, "tenantId" uuid DEFAULT gen_random_uuid(), email text,
      n numeric(10,2) DEFAULT 0 NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
      parent int REFERENCES orders(id) ON DELETE SET NULL ON UPDATE NO ACTION, code text UNIQUE NULLS NOT DISTINCT,
      CONSTRAINT orders_t_e UNIQUE ("tenantId", email), CHECK (n > 0), UNIQUE (n, email) DEFERRABLE INITIALLY DEFERRED,
      EXCLUDE USING gist (email WITH =));`;
    assert.deepEqual(read(sql), [
      [
        "orders",
        "id~sequence key tenantId?~random email? n~constant created_at~clock parent? code?",
        "primary (id)",
        "unique (key)",
        "unique (code) null code nulls-not-distinct",
        "unique (tenantId,email) null tenantId,email named orders_t_e",
        "unique (n,email) null email deferrable",
      ],
    ]);
  });

  it("reads MySQL", () => {
    const sql =
      "CREATE TABLE `shop`.`m` (`id` int unsigned NOT NULL AUTO_INCREMENT, `k` varchar(191) DEFAULT NULL COMMENT 'it\\'s', " +
      "`e` enum('a','b') NOT NULL DEFAULT 'a', `u` timestamp NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, " +
      "PRIMARY KEY (`id`), UNIQUE KEY `uk` (`k`(100), `e` DESC) USING BTREE, KEY `x` (`k`), FULLTEXT KEY `f` (`k`), " +
      "CONSTRAINT `fk` FOREIGN KEY (`k`) REFERENCES `o` (`id`) ON DELETE SET NULL) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;";
    assert.deepEqual(read(sql), [
      ["shop.m", "id~sequence k? e~constant u?~clock", "primary (id)", "unique (k,e) null k named uk"],
    ]);
  });

  it("reads SQLite and SQL Server", () => {
    assert.deepEqual(
      read("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT, UNIQUE (a) ON CONFLICT IGNORE) STRICT"),
      [["t", "id~sequence a?", "primary (id)", "unique (a) null a"]],
    );
    assert.deepEqual(
      read(
        "CREATE TABLE [dbo].[t] ([id] INT NOT NULL IDENTITY(1,1), [a] NVARCHAR(10), CONSTRAINT [pk] PRIMARY KEY CLUSTERED ([id] ASC), CONSTRAINT [uq] UNIQUE NONCLUSTERED ([a]));",
      ),
      [["t", "id~sequence a?", "primary (id) named pk", "unique (a) null a named uq"]],
    );
  });

  it("takes a column that is named like a keyword for a column", () => {
    assert.deepEqual(read("CREATE TABLE idem (key text PRIMARY KEY, index integer NOT NULL, key2 varchar(10))"), [
      ["idem", "key index key2?", "primary (key)"],
    ]);
    assert.deepEqual(read("CREATE TABLE idem (key varchar(255) NOT NULL, INDEX i (key), KEY (key))"), [
      ["idem", "key"],
    ]);
  });

  it("reads unique indexes with everything that may stand around them", () => {
    const base = "CREATE TABLE t (a text NOT NULL, b text, d timestamptz);";
    const index = (sql: string): string | undefined => read(base, sql)[0]?.[2];
    assert.equal(
      index(
        'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "x" ON ONLY "public"."t" USING btree (a COLLATE "C" text_pattern_ops DESC NULLS LAST)',
      ),
      "unique (a) named x",
    );
    assert.equal(
      index("create unique index x on t (a, lower(b)) where d is null"),
      "unique (a,{lower(b)}) where d is null named x",
    );
    assert.equal(
      index("CREATE UNIQUE INDEX ON t ((b)) INCLUDE (d) NULLS NOT DISTINCT WITH (fillfactor = 70)"),
      "unique (b) null b nulls-not-distinct",
    );
    assert.equal(index("CREATE UNIQUE INDEX x ON t ((a || b))"), "unique ({(a || b)}) named x");
    assert.equal(index("CREATE UNIQUE INDEX x ON t ((data->>'id'))"), "unique ({(data->>'id')}) named x");
    assert.equal(index("CREATE INDEX x ON t (a)"), undefined);
    assert.equal(index("CREATE UNIQUE NONCLUSTERED INDEX [x] ON [dbo].[t] ([a])"), "unique (a) named x");
  });

  it("applies ALTER TABLE in order", () => {
    const base = "CREATE TABLE t (id int PRIMARY KEY, a text, b text NOT NULL);";
    const after = (sql: string): readonly string[] => read(base, sql)[0]?.slice(1) ?? [];
    assert.deepEqual(
      after(
        "ALTER TABLE ONLY t ADD CONSTRAINT u UNIQUE (a), ADD COLUMN IF NOT EXISTS c int UNIQUE, ALTER COLUMN a SET NOT NULL;",
      ),
      ["id a b c?", "primary (id)", "unique (a) named u", "unique (c) null c"],
    );
    assert.deepEqual(after("ALTER TABLE t ADD UNIQUE (a, b); ALTER TABLE t DROP COLUMN b;"), ["id a?", "primary (id)"]);
    assert.deepEqual(after("ALTER TABLE t ADD UNIQUE (a, b); ALTER TABLE t DROP CONSTRAINT IF EXISTS t_a_b_key;"), [
      "id a? b",
      "primary (id)",
    ]);
    assert.deepEqual(after("ALTER TABLE t DROP CONSTRAINT t_pkey; ALTER TABLE t ADD PRIMARY KEY (id, b)"), [
      "id a? b",
      "primary (id,b)",
    ]);
    assert.deepEqual(
      after("CREATE UNIQUE INDEX i ON t (a); ALTER TABLE t ADD CONSTRAINT u UNIQUE USING INDEX i; DROP INDEX i"),
      ["id a? b", "primary (id)", "unique (a) null a named u"],
    );
    assert.deepEqual(after("ALTER TABLE t ADD UNIQUE (a); ALTER TABLE t RENAME COLUMN a TO z"), [
      "id z? b",
      "primary (id)",
      "unique (z) null z",
    ]);
    assert.deepEqual(after("ALTER TABLE t ALTER b DROP NOT NULL, ALTER COLUMN b SET DEFAULT now()"), [
      "id a? b?~clock",
      "primary (id)",
    ]);
  });

  it("applies MySQL's ALTER TABLE", () => {
    const base =
      "CREATE TABLE `t` (`id` int NOT NULL, `a` int, `b` int, PRIMARY KEY (`id`), UNIQUE KEY `u` (`a`, `b`));";
    const after = (sql: string): readonly string[] => read(base, sql)[0]?.slice(1) ?? [];
    assert.deepEqual(after("ALTER TABLE `t` DROP INDEX `u`, ADD UNIQUE INDEX `v` (`b`), MODIFY `b` int NOT NULL"), [
      "id a? b",
      "primary (id)",
      "unique (b) named v",
    ]);
    assert.deepEqual(after("ALTER TABLE `t` DROP COLUMN `b`"), ["id a?", "primary (id)", "unique (a) null a named u"]);
    assert.deepEqual(after("ALTER TABLE `t` CHANGE `a` `z` int NOT NULL"), [
      "id z b?",
      "primary (id)",
      "unique (z,b) null b named u",
    ]);
    assert.deepEqual(after("DROP INDEX `u` ON `t`; ALTER TABLE `t` DROP PRIMARY KEY;"), ["id a? b?"]);
    assert.deepEqual(after("ALTER TABLE `t` ADD (`c` int, `d` int UNIQUE)"), [
      "id a? b? c? d?",
      "primary (id)",
      "unique (a,b) null a,b named u",
      "unique (d) null d named d",
    ]);
  });

  it("drops and renames across tables", () => {
    const sql =
      "CREATE TABLE a (x int); CREATE TABLE b (x int); CREATE UNIQUE INDEX i ON a (x); CREATE UNIQUE INDEX j ON b (x);";
    assert.deepEqual(read(sql, "DROP INDEX CONCURRENTLY IF EXISTS public.i, j;"), [
      ["a", "x?"],
      ["b", "x?"],
    ]);
    assert.deepEqual(read(sql, "DROP TABLE IF EXISTS a, b CASCADE"), []);
    assert.deepEqual(read(sql, "ALTER INDEX i RENAME TO k; DROP INDEX k; RENAME TABLE b TO c"), [
      ["a", "x?"],
      ["c", "x?", "unique (x) null x named j"],
    ]);
  });

  it("follows SQLite's way to alter a table", () => {
    const sql = `CREATE TABLE "T" (id TEXT PRIMARY KEY, a TEXT); CREATE UNIQUE INDEX "T_a_key" ON "T"("a");
      CREATE TABLE "new_T" (id TEXT NOT NULL PRIMARY KEY, a TEXT NOT NULL, b INT);
      INSERT INTO "new_T" ("id", "a") SELECT "id", "a" FROM "T"; DROP TABLE "T"; ALTER TABLE "new_T" RENAME TO "T";
      CREATE UNIQUE INDEX "T_a_key" ON "T"("a");`;
    assert.deepEqual(read(sql), [["T", "id a b?", "primary (id)", "unique (a) named T_a_key"]]);
  });

  it("copies the unique sets that LIKE and PARTITION OF take over", () => {
    const base = "CREATE TABLE t (a int NOT NULL UNIQUE);";
    assert.deepEqual(read(base, "CREATE TABLE u (LIKE t INCLUDING ALL, b int)")[1], ["u", "a b?", "unique (a)"]);
    assert.deepEqual(read(base, "CREATE TABLE u (LIKE t)")[1], ["u", ""]);
    assert.deepEqual(read(base, "CREATE TABLE u PARTITION OF t FOR VALUES IN (1)")[1], ["u", "a", "unique (a)"]);
  });

  it("looks into DO blocks and EXECUTE", () => {
    const sql = `CREATE TABLE t (a int);
      DO $$ BEGIN IF NOT EXISTS (SELECT 1) THEN CREATE UNIQUE INDEX i ON t (a); END IF; EXCEPTION WHEN duplicate_table THEN null; END $$;
      DO $do$ BEGIN EXECUTE 'ALTER TABLE t ADD COLUMN b int UNIQUE'; END $do$;`;
    const [table] = tables(sql);
    assert.deepEqual(table && brief(table), ["t", "a? b?", "unique (a) null a named i", "unique (b) null b"]);
    const site = table?.uniques[0]?.site;
    assert.equal(sql.slice(site?.start, site?.end), "CREATE UNIQUE INDEX i ON t (a)");
  });

  it("reads only the part that goes forward", () => {
    const down = "DROP TABLE t;";
    for (const mark of ["-- migrate:down", "-- +goose Down", "-- +migrate Down", "-- Down Migration", "-- rollback"])
      assert.deepEqual(read(`-- migrate:up\nCREATE TABLE t (a int UNIQUE);\n${mark}\n${down}`).length, 1, mark);
    assert.equal(read(`-- +goose Down\n${down}\n-- +goose Up\nCREATE TABLE t (a int);`).length, 1);
  });

  it("loses no statement after one that it cannot read", () => {
    const sql = "CREATE TABLE; CREATE UNIQUE INDEX ON (; SELECT ((( FROM; CREATE TABLE t (a int UNIQUE)";
    const reading = readSql(sql, sitesIn("/m.sql", sql));
    assert.deepEqual(applyChanges(reading.changes, "sql").map(brief), [["t", "a?", "unique (a) null a"]]);
    assert.deepEqual(reading.problems, [
      "/m.sql:1: a CREATE statement could not be read and is left out.",
      "/m.sql:1: a CREATE statement could not be read and is left out.",
    ]);
  });

  it("is not misled by comments and strings", () => {
    const sql = `-- CREATE UNIQUE INDEX a ON t (x);
      /* ALTER TABLE t ADD UNIQUE (x); */ CREATE TABLE t (x text DEFAULT 'UNIQUE (x); DROP TABLE t;' NOT NULL, -- it's UNIQUE
      y text COLLATE "C");
      INSERT INTO t VALUES ('CREATE UNIQUE INDEX b ON t (x)');`;
    assert.deepEqual(read(sql), [["t", "x~constant y?"]]);
  });

  it("keeps tables of other schemas apart", () => {
    assert.deepEqual(
      tables("CREATE TABLE billing.t (a int UNIQUE); CREATE TABLE t (a int);").map((table) => [
        table.name,
        table.uniques.length,
      ]),
      [
        ["billing.t", 1],
        ["t", 0],
      ],
    );
  });

  it("ignores a second CREATE TABLE IF NOT EXISTS, as the database does", () => {
    assert.deepEqual(read("CREATE TABLE t (a int)", "CREATE TABLE IF NOT EXISTS t (a int UNIQUE)"), [["t", "a?"]]);
  });

  it("gives the site of what declares a unique set", () => {
    const sql = "CREATE TABLE t (\n  a int UNIQUE,\n  CONSTRAINT u UNIQUE (a)\n);";
    const sites = tables(sql)[0]?.uniques.map(
      ({ site }) => `${site.line}:${site.column} ${sql.slice(site.start, site.end)}`,
    );
    assert.deepEqual(sites, ["2:3 a int UNIQUE", "3:3 CONSTRAINT u UNIQUE (a)"]);
  });
});
