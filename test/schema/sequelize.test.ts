import assert from "node:assert/strict";
import { schemaIndexer } from "../../analyzer/schema/build-index.js";
import { readSequelize, sequelizeTables } from "../../analyzer/schema/sequelize.js";
import { brief, source } from "./brief.js";

const read = (...files: readonly string[]): readonly (readonly string[])[] =>
  sequelizeTables(files.flatMap((text, at) => readSequelize(source(text, `/app/${at}.ts`)) ?? [])).map(brief);

/** The schema that migrations in JavaScript leave. */
function migrated(...texts: readonly string[]): readonly (readonly string[])[] {
  const files = new Map(texts.map((text, at) => [`/app/server/migrations/${at}.js`, text]));
  const entries = (folder: string) =>
    folder === "/app"
      ? [{ name: "server", folder: true }]
      : folder === "/app/server"
        ? [{ name: "migrations", folder: true }]
        : texts.map((_, at) => ({ name: `${at}.js`, folder: false }));
  const indexer = schemaIndexer({
    roots: ["/app"],
    files: { entries, read: (file) => files.get(file) },
    sources: () => [],
  });
  return indexer.index().tables.map(brief);
}

describe("Sequelize model reader", () => {
  it("reads models that are defined by a call", () => {
    const text = `import { Sequelize, DataTypes, Model } from "sequelize";
      sequelize.define("Category", { slug: { type: DataTypes.STRING, unique: true }, note: DataTypes.TEXT });
      class Order extends Model {}
      Order.init({
        id: { type: DataTypes.UUID, primaryKey: true, defaultValue: DataTypes.UUIDV4 },
        shopId: { type: DataTypes.UUID, allowNull: false, unique: "per_shop" },
        number: { type: DataTypes.INTEGER, unique: "per_shop" },
        paidAt: { type: DataTypes.DATE, field: "paid", defaultValue: DataTypes.NOW },
      }, { sequelize, underscored: true, indexes: [
        { unique: true, fields: ["shopId", "paid"], where: { deletedAt: null } },
        { unique: true, fields: [sequelize.fn("lower", sequelize.col("number"))], name: "lowered" },
        { fields: ["number"] },
      ] });`;
    assert.deepEqual(read(text), [
      ["Categories =Category", "id~sequence slug? note?", "primary (id)", "unique (slug) null slug"],
      [
        "orders =Order",
        "id~random shopId:shop_id number? paidAt:paid?~clock",
        "primary (id)",
        "unique (shop_id,number) null number named per_shop",
        "unique (shop_id,paid) null paid where deletedAt IS NULL",
        'unique ({sequelize.fn("lower", sequelize.col("number"))}) named lowered',
      ],
    ]);
  });

  it("reads decorated models with their base classes", () => {
    const base = `import { Column, PrimaryKey, Default, DataType, Model } from "sequelize-typescript";
      export abstract class Base extends Model { @PrimaryKey @Default(DataType.UUIDV4) @Column id: string; @CreatedAt createdAt: Date; }`;
    const user = `import { Table, Column, Unique, AllowNull, Index } from "sequelize-typescript";
      @Table({ tableName: "users", modelName: "user", indexes: [{ unique: true, fields: ["teamId", "handle"] }] })
      export class User extends Base {
        @Unique @AllowNull(false) @Column email: string;
        @Index({ name: "h", unique: true }) @Column({ allowNull: false }) handle: string;
        @Column teamId: string;
        notAColumn = 1;
      }`;
    assert.deepEqual(read(base, user), [
      [
        "users =User",
        "id~random createdAt?~clock email handle teamId?",
        "primary (id)",
        "unique (email)",
        "unique (handle) named h",
        "unique (teamId,handle) null teamId",
      ],
    ]);
  });

  it("reads decorators of the project's own, and models that their class makes itself", () => {
    const decorator = `import { createIndexDecorator } from "sequelize-typescript";
      export const OneEach = createIndexDecorator({ name: "one_each", type: "UNIQUE" });
      export const Searched = createIndexDecorator({ name: "searched" });`;
    const decorated = `@Table export class Star extends Model {
      @OneEach @AllowNull(false) @Column shop!: string;
      @OneEach @AllowNull(false) @Column number!: string;
      @Searched @AllowNull(false) @Column name!: string;
    }`;
    const own = `export class Moon extends Model {
      static setUp(sequelize: Sequelize) {
        return this.init({ key: { type: DataTypes.STRING, allowNull: false, unique: true } }, { sequelize });
      }
    }`;
    assert.deepEqual(read(decorator, decorated, own), [
      ["Stars =Star", "id~sequence shop number name", "primary (id)", "unique (shop,number) named one_each"],
      ["Moons =Moon", "id~sequence key", "primary (id)", "unique (key)"],
    ]);
  });

  it("reads migrations in JavaScript, forward only", () => {
    const first = `module.exports = {
      up: async (queryInterface, Sequelize) => {
        await queryInterface.sequelize.transaction(async (transaction) => {
          await queryInterface.createTable("stars", {
            id: { type: Sequelize.UUID, allowNull: false, primaryKey: true },
            userId: { type: Sequelize.UUID, allowNull: false, references: { model: "users" } },
            documentId: { type: Sequelize.UUID, allowNull: false },
            token: { type: Sequelize.STRING, unique: true },
          }, { transaction });
          await queryInterface.addIndex("stars", ["documentId", "userId"], { unique: true, name: "once", transaction });
        });
      },
      down: async (queryInterface) => { await queryInterface.removeIndex("stars", "once"); },
    };`;
    const second = `module.exports = {
      async up(queryInterface) {
        await queryInterface.removeColumn("stars", "token");
        await queryInterface.addConstraint("stars", { type: "unique", fields: ["userId"], name: "one" });
        await queryInterface.addIndex("stars", { fields: ["id"] });
      },
      async down(queryInterface) { await queryInterface.dropTable("stars"); },
    };`;
    assert.deepEqual(migrated(first, second), [
      [
        "stars",
        "id userId documentId",
        "primary (id)",
        "unique (documentId,userId) named once",
        "unique (userId) named one",
      ],
    ]);
  });
});
