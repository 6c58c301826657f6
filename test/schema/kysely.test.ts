import assert from "node:assert/strict";
import { applyChanges } from "../../analyzer/schema/change.js";
import { codeMigrations } from "../../analyzer/schema/code-migrations.js";
import { brief, source } from "./brief.js";

describe("Kysely migration reader", () => {
  it("reads tables, constraints and indexes in the order of the statements", () => {
    const text = `import { Kysely, sql } from "kysely";
      export async function up(db: Kysely<any>): Promise<void> {
        await db.schema.createTable("payments").ifNotExists()
          .addColumn("id", "uuid", (col) => col.primaryKey().defaultTo(sql\`gen_random_uuid()\`))
          .addColumn("event_id", "text", (col) => col.notNull().unique())
          .addColumn("shop_id", "integer", (col) => col.notNull())
          .addColumn("number", "integer")
          .addUniqueConstraint("one_each", ["shop_id", "number"])
          .execute();
        await db.schema.createIndex("live").on("payments").columns(["shop_id", "event_id desc"]).unique().where("deleted_at", "is", null).execute();
        await db.schema.createIndex("plain").on("payments").column("number").execute();
        await db.schema.alterTable("payments").addColumn("reference", "text", (col) => col.unique()).execute();
        await db.schema.alterTable("payments").dropConstraint("one_each").execute();
      }
      export async function down(db: Kysely<any>): Promise<void> { await db.schema.dropTable("payments").execute(); }`;
    const read = codeMigrations(source(text, "/app/migrations/1_init.ts"));
    assert.deepEqual(applyChanges(read?.changes ?? [], "sql").map(brief), [
      [
        "payments",
        "id~random event_id shop_id number? reference?",
        "primary (id)",
        "unique (event_id)",
        "unique (shop_id,event_id) where deleted_at is null named live",
        "unique (reference) null reference",
      ],
    ]);
  });
});
