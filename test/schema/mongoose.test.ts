import assert from "node:assert/strict";
import { mongodbTables, readMongodb } from "../../analyzer/schema/mongodb.js";
import { mongooseTables, readMongoose } from "../../analyzer/schema/mongoose.js";
import { brief, source } from "./brief.js";

const read = (...files: readonly string[]): readonly (readonly string[])[] =>
  mongooseTables(files.flatMap((text, at) => readMongoose(source(text, `/app/${at}.ts`)) ?? [])).map(brief);

describe("Mongoose schema reader", () => {
  it("reads paths, indexes and the collection of a model, in files of their own", () => {
    const schema = `import { Schema } from "mongoose";
      export const paymentSchema = new Schema<Payment>({
        eventId: { type: String, required: true, unique: true },
        reference: { type: String, unique: [true, "known already"], sparse: true },
        shop: { type: Schema.Types.ObjectId, ref: "Shop", required: true },
        address: { city: String, code: { type: String, index: { unique: true, sparse: true } } },
        paidAt: { type: Date, default: Date.now },
      });
      paymentSchema.index({ shop: 1, number: -1 }, { unique: true, partialFilterExpression: { deleted: false }, name: "one_each" });
      paymentSchema.index({ paidAt: 1 });`;
    const model = `import mongoose from "mongoose";
      import { paymentSchema } from "./0.js";
      export const Payments = mongoose.models.Payment ?? mongoose.model<Payment>("Payment", paymentSchema);`;
    assert.deepEqual(read(schema, model), [
      [
        "payments =Payment =Payments",
        "_id~random eventId reference? shop address.city? address.code? paidAt?~clock",
        "primary (_id)",
        "unique (eventId) nulls-not-distinct",
        "unique (reference) null reference",
        "unique (address.code) null address.code",
        "unique (shop,number) where deleted = false nulls-not-distinct named one_each",
      ],
    ]);
  });

  it("tells schemas of one name apart by their files, and reads a model's name from a constant", () => {
    const file = (model: string, path: string): string => `import { Mongoose, Schema } from "mongoose";
      export const ID = "${model}";
      export const compile = (db: Mongoose) => {
        const schema = new Schema({ ${path}: { type: String, required: true, unique: true } });
        return db.model<Row, RowModel>(ID, schema);
      };`;
    assert.deepEqual(read(file("User", "email"), file("Agency", "domain")), [
      ["users =User", "_id~random email", "primary (_id)", "unique (email) nulls-not-distinct"],
      ["agencies =Agency", "_id~random domain", "primary (_id)", "unique (domain) nulls-not-distinct"],
    ]);
  });

  it("reads decorated classes of Nest and Typegoose", () => {
    const nest = `import { Prop, Schema, SchemaFactory } from "@nestjs/mongoose";
      @Schema({ collection: "orders", timestamps: true })
      export class Order { @Prop({ required: true, unique: true }) number: string; @Prop() shop: string; }
      export const OrderSchema = SchemaFactory.createForClass(Order);
      OrderSchema.index({ shop: 1, number: 1 }, { unique: true });`;
    const typegoose = `import { index, prop } from "@typegoose/typegoose";
      @index({ name: 1, year: 1 }, { unique: true })
      export class Category { @prop({ required: true }) name!: string; @prop() year?: number; }`;
    assert.deepEqual(read(nest, typegoose), [
      [
        "orders =Order",
        "_id~random number shop?",
        "primary (_id)",
        "unique (number) nulls-not-distinct",
        "unique (shop,number) nulls-not-distinct",
      ],
      ["categories =Category", "_id~random name year?", "primary (_id)", "unique (name,year) nulls-not-distinct"],
    ]);
  });
});

describe("MongoDB index reader", () => {
  it("reads indexes that services and migrations create", () => {
    const text = `export class Store {
        private readonly events = this.db.collection<Event>("events");
        async init() {
          await this.events.createIndex({ source: 1, id: 1 }, { unique: true, sparse: true });
          await this.db.collection("orders").createIndexes([{ key: { number: 1 }, unique: true }, { key: { shop: 1 } }]);
          await this.db.collection("orders").createIndex({ shop: 1 });
        }
      }`;
    const file = readMongodb(source(text));
    assert.ok(file);
    assert.deepEqual(mongodbTables([file]).map(brief), [
      ["events", "_id~random source? id?", "primary (_id)", "unique (source,id) null source,id"],
      ["orders", "_id~random number?", "primary (_id)", "unique (number) nulls-not-distinct"],
    ]);
  });

  it("forgets what a later call or migration drops, and what only down makes", () => {
    const setUp = `async function setUp(db) {
        await db.collection("orders").createIndex({ shop: 1, number: -1 }, { unique: true });
        await db.collection("orders").createIndex({ key: 1 }, { unique: true, name: "one_key" });
        await db.collection("orders").dropIndex("shop_1_number_-1");
      }`;
    const first = `module.exports = { async up(db) { await db.collection("carts").createIndex({ key: 1 }, { unique: true }); },
      async down(db) { await db.collection("carts").dropIndex("key_1"); } };`;
    const second = `module.exports = { async up(db) { await db.collection("bags").dropIndexes(); await db.collection("carts").dropIndex({ key: 1 }); },
      async down(db) { await db.collection("carts").createIndex({ key: 1 }, { unique: true }); } };`;
    assert.deepEqual(mongodb([setUp, "/app/set-up.ts"]), [
      ["orders", "_id~random key?", "primary (_id)", "unique (key) nulls-not-distinct named one_key"],
    ]);
    assert.deepEqual(mongodb([first, "/app/migrations/9-a.js"]), [
      ["carts", "_id~random key?", "primary (_id)", "unique (key) nulls-not-distinct"],
    ]);
    assert.deepEqual(mongodb([second, "/app/migrations/10-b.js"], [first, "/app/migrations/9-a.js"]), []);
  });

  it("reads what a partial index asks for as the predicate that it is", () => {
    const text = `db.collection("cards").createIndex({ number: 1 }, { unique: true, partialFilterExpression: { kind: "card", closedAt: null, state: { $in: ["open", "held"] }, shop: { $exists: true } } });`;
    const predicate = `kind = 'card' AND closedAt IS NULL AND state IN ('open', 'held') AND shop: { $exists: true }`;
    assert.deepEqual(mongodb([text, "/app/set-up.ts"]), [
      [
        "cards",
        "_id~random number? kind? closedAt? state? shop?",
        "primary (_id)",
        `unique (number) where ${predicate} nulls-not-distinct`,
      ],
    ]);
  });

  it("reads indexes of NeDB, whose files are its collections", () => {
    const text = `const receipts = new Datastore<Receipt>({ filename: "data/receipts.db", autoload: true });
      const carts = new Datastore("carts.db");
      receipts.ensureIndex({ fieldName: "eventId", unique: true });
      receipts.ensureIndex({ fieldName: "amount" });
      await carts.ensureIndexAsync({ fieldName: ["shop", "number"], unique: true, sparse: true });`;
    const file = readMongodb(source(text));
    assert.ok(file);
    assert.deepEqual(mongodbTables([file]).map(brief), [
      ["data/receipts.db", "_id~random eventId?", "primary (_id)", "unique (eventId) nulls-not-distinct"],
      ["carts.db", "_id~random shop? number?", "primary (_id)", "unique (shop,number) null shop,number"],
    ]);
  });
});

function mongodb(...files: readonly (readonly [text: string, file: string])[]): readonly (readonly string[])[] {
  return mongodbTables(files.flatMap(([text, file]) => readMongodb(source(text, file)) ?? [])).map(brief);
}
