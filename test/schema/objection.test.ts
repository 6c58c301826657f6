import assert from "node:assert/strict";
import { applyChanges } from "../../analyzer/schema/change.js";
import { codeMigrations } from "../../analyzer/schema/code-migrations.js";
import { mergeTables } from "../../analyzer/schema/merge.js";
import { objectionTables, readObjection } from "../../analyzer/schema/objection.js";
import type { SchemaIndex } from "../../analyzer/schema/unique.js";
import { brief, source } from "./brief.js";

const MODELS = `import { Model } from "objection";
  export class Receipt extends Model { static override tableName = "paid_events"; eventId!: string; }
  export class Note extends Model { static get tableName() { return "notes"; } }
  const Draft = class extends Model { static tableName = "notes_drafts"; };
  class Loose { static tableName = "loose"; }
  class Unnamed extends Model { tableName = "none"; }`;

describe("Objection model reader", () => {
  it("knows a migration's table by the name of its model", () => {
    const { table } = indexOf(`export async function up(knex) {
      await knex.schema.createTable("paid_events", (t) => { t.increments(); t.string("event_id").notNullable().unique(); });
      await knex.schema.createTable("notes", (t) => { t.increments(); });
    }`);
    const receipt = table("Receipt");
    assert.deepEqual(receipt && brief(receipt), [
      "paid_events =Receipt",
      "id~sequence event_id",
      "primary (id) named paid_events_pkey",
      "unique (event_id) named paid_events_event_id_unique",
    ]);
    assert.equal(table("Note")?.name, "notes");
  });

  it("says nothing of a table that no migration makes", () => {
    const { table } = indexOf("");
    assert.equal(table("Receipt"), undefined);
    assert.equal(table("paid_events"), undefined);
  });

  it("reads classes that extend something and have the name as a static member", () => {
    const named = readObjection(source(MODELS))?.tables.map(({ name, aliases }) => [name, ...aliases]);
    assert.deepEqual(named, [
      ["paid_events", "Receipt"],
      ["notes", "Note"],
      ["notes_drafts", "Draft"],
    ]);
    assert.equal(readObjection(source("class Order extends Model {}")), undefined);
  });
});

function indexOf(migration: string): Omit<SchemaIndex, "routines" | "text"> {
  const read = codeMigrations(source(migration, "/app/migrations/1_init.ts"));
  const models = readObjection(source(MODELS));
  return mergeTables([...objectionTables(models ? [models] : []), ...applyChanges(read?.changes ?? [], "sql")], [], []);
}
