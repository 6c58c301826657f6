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
        "unique (shop,number) where { deleted: false } nulls-not-distinct named one_each",
      ],
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
