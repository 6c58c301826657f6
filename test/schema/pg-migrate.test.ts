import assert from "node:assert/strict";
import { applyChanges } from "../../analyzer/schema/change.js";
import { codeMigrations } from "../../analyzer/schema/code-migrations.js";
import { brief, source } from "./brief.js";

describe("node-pg-migrate reader", () => {
  it("reads columns, constraints and indexes in the order of the calls", () => {
    const text = `import { MigrationBuilder } from "node-pg-migrate";
      export async function up(pgm: MigrationBuilder): Promise<void> {
        pgm.createTable("payments", {
          id: "id",
          event_id: { type: "text", notNull: true, unique: true },
          shop_id: { type: "integer", notNull: true },
          number: "integer",
          reference: { type: "uuid", default: pgm.func("gen_random_uuid()") },
        }, { constraints: { unique: [["shop_id", "number"], ["reference"]] } });
        pgm.addConstraint("payments", "one_each", { unique: ["shop_id", "event_id"] });
        pgm.createIndex("payments", ["shop_id", "event_id"], { unique: true, where: "deleted_at is null", name: "live" });
        pgm.createIndex("payments", "lower(event_id)", { unique: true, name: "lowered" });
        pgm.createIndex("payments", "number");
        pgm.dropConstraint("payments", "one_each");
        pgm.renameColumn("payments", "number", "position");
      }
      export async function down(pgm: MigrationBuilder): Promise<void> { pgm.dropTable("payments"); }`;
    assert.deepEqual(tablesOf(text), [
      [
        "payments",
        "id~sequence event_id shop_id position? reference?~random",
        "primary (id) named payments_pkey",
        "unique (event_id) named payments_event_id_key",
        "unique (shop_id,position) null position named payments_uniq_shop_id_number",
        "unique (reference) null reference named payments_uniq_reference",
        "unique (shop_id,event_id) where deleted_at is null named live",
        "unique ({lower(event_id)}) named lowered",
      ],
    ]);
  });

  it("knows the builder by its name, and tables by schema and name", () => {
    const text = `exports.up = (pgm) => {
        pgm.createTable({ schema: "billing", name: "refunds" }, { charge_id: "text", at: "timestamptz" });
        pgm.addColumns({ schema: "billing", name: "refunds" }, { key: { type: "text", primaryKey: true } });
        pgm.alterColumn({ schema: "billing", name: "refunds" }, "charge_id", { notNull: true });
        pgm.dropColumns({ schema: "billing", name: "refunds" }, ["at"]);
        pgm.sql("CREATE UNIQUE INDEX one ON refunds (charge_id)");
      };`;
    assert.deepEqual(tablesOf(text), [
      ["refunds", "charge_id key", "primary (key) named refunds_pkey", "unique (charge_id) named one"],
    ]);
  });

  it("leaves other builders alone", () => {
    const text = `export async function up(schema) { schema.createTable("notes", { id: "id" }); }`;
    assert.deepEqual(tablesOf(text), [["notes", "id?"]]);
  });
});

function tablesOf(text: string): readonly (readonly string[])[] {
  const read = codeMigrations(source(text, "/app/migrations/1_init.ts"));
  return applyChanges(read?.changes ?? [], "sql").map(brief);
}
