import assert from "node:assert/strict";
import { applyChanges } from "../../analyzer/schema/change.js";
import { codeMigrations } from "../../analyzer/schema/code-migrations.js";
import { brief, source } from "./brief.js";

describe("reader of migrations in code: query runners", () => {
  it("reads TypeORM's tables, constraints and indexes in the order of the calls, and nothing of down", () => {
    const text = `import { MigrationInterface, QueryRunner, Table, TableColumn, TableIndex, TableUnique } from "typeorm";
      const one = new TableIndex({ name: "one", columnNames: ["shop_id", "number"], isUnique: true });
      export class Init1700000000000 implements MigrationInterface {
        private refunds = new Table({ name: "refunds", columns: [{ name: "key", type: "text", isPrimary: true }] });
        public async up(runner: QueryRunner): Promise<void> {
          await runner.createTable(new Table({
            name: "payments",
            columns: [
              { name: "id", type: "int", isPrimary: true, isGenerated: true, generationStrategy: "increment" },
              { name: "event_id", type: "varchar", isUnique: true },
              { name: "shop_id", type: "int" },
              new TableColumn({ name: "number", type: "int", isNullable: true }),
              { name: "reference", type: "uuid", default: "uuid_generate_v4()" },
            ],
            uniques: [{ name: "references", columnNames: ["reference"] }],
            indices: [
              { columnNames: ["event_id"], isUnique: true, where: "deleted_at IS NULL", name: "live" },
              { columnNames: ["number"] },
            ],
          }), true);
          await runner.createTable(this.refunds);
          await runner.createIndex("payments", one);
          await runner.addColumn("payments", new TableColumn({ name: "note", type: "text", isUnique: true, isNullable: true }));
          await runner.createUniqueConstraint("refunds", new TableUnique({ columnNames: ["key", "part"] }));
          await runner.addColumns("refunds", [new TableColumn({ name: "part", type: "int" })]);
          await runner.dropUniqueConstraint("payments", "references");
          await runner.changeColumn("payments", "number", new TableColumn({ name: "position", type: "int" }));
          await runner.query('CREATE UNIQUE INDEX lowered ON payments (lower(event_id))');
        }
        public async down(runner: QueryRunner): Promise<void> {
          await runner.dropTable("payments");
        }
      }`;
    assert.deepEqual(tablesOf(text), [
      [
        "payments",
        "id~sequence event_id shop_id position reference~random note?",
        "primary (id)",
        "unique (event_id)",
        "unique (event_id) where deleted_at IS NULL named live",
        "unique (shop_id,position) named one",
        "unique (note) null note",
        "unique ({lower(event_id)}) named lowered",
      ],
      ["refunds", "key part", "primary (key)", "unique (key,part)"],
    ]);
  });

  it("takes back what a later migration of TypeORM drops", () => {
    const text = `export class Next implements MigrationInterface {
        async up(queryRunner: QueryRunner) {
          const table = new Table({ name: "payments", columns: [{ name: "event_id", type: "text", isUnique: true }, { name: "shop", type: "text", isUnique: true }] });
          await queryRunner.createTable(table);
          await queryRunner.dropIndex(table, new TableIndex({ columnNames: ["event_id"] }));
          await queryRunner.changeColumn("payments", "shop", new TableColumn({ name: "shop", type: "text", isNullable: true }));
          await queryRunner.createPrimaryKey("payments", ["event_id", "shop"]);
          await queryRunner.dropPrimaryKey("payments");
          await queryRunner.renameTable("payments", "receipts");
          await queryRunner.createTable(new Table({ name: "notes", columns: [] }));
          await queryRunner.dropTable("notes");
        }
      }`;
    assert.deepEqual(tablesOf(text), [["receipts", "event_id shop?"]]);
  });

  it("reads the keys of a table that Sequelize's query interface makes, and what is changed later", () => {
    const text = `module.exports = {
        up: async (queryInterface, Sequelize) => {
          await queryInterface.createTable("payments", {
            event_id: { type: Sequelize.STRING, allowNull: false },
            shop_id: { type: Sequelize.INTEGER, allowNull: false },
          }, { uniqueKeys: { one_each: { fields: ["shop_id", "event_id"] } } });
          await queryInterface.changeColumn("payments", "event_id", { type: Sequelize.TEXT, allowNull: false, unique: true });
          await queryInterface.renameTable("payments", "receipts");
          await queryInterface.createTable("notes", { text: Sequelize.TEXT });
          await queryInterface.dropTable("notes");
        },
      };`;
    assert.deepEqual(tablesOf(text), [
      ["receipts", "event_id shop_id", "unique (shop_id,event_id) named one_each", "unique (event_id)"],
    ]);
  });
});

function tablesOf(text: string): readonly (readonly string[])[] {
  const read = codeMigrations(source(text, "/app/migrations/1_init.ts"));
  return applyChanges(read?.changes ?? [], "sql").map(brief);
}
