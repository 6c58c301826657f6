import assert from "node:assert/strict";
import { mongodb, verifyIdempotency, type CollectionChoice, type Verdict } from "../../harness/api.js";
import { recordMongodb } from "../../harness/recorders/mongodb.js";
import { fixturePackage } from "./fixture-packages.js";
import { ClientSession, Collection, Db, ObjectId } from "./handlers/memory-mongo.js";
import { byTarget } from "./support.js";

/** There is no MongoDB server here: the driver's classes are played by a stand-in that keeps its documents in memory. */
describe("MongoDB", function () {
  this.timeout(60_000);
  before(() => recordMongodb({ Collection, ClientSession }));

  const orders = (database: Db): Collection => database.collection("orders");
  const shop = async (): Promise<Db> => {
    const database = new Db("127.0.0.1");
    await database.collection("accounts").insertOne({ _id: "a", balance: 100, owner: { name: "Ada" } });
    orders(database);
    database.collection("processed_events");
    return database;
  };
  const verified = async (
    attempt: (database: Db, key: string) => Promise<unknown>,
    choice: CollectionChoice = {},
  ): Promise<Verdict> => {
    const database = await shop();
    return verifyIdempotency(
      { name: "job documents", attempt: ({ key }) => attempt(database, key), observe: [mongodb(database, choice)] },
      { verdicts: false, budgetMs: 50_000 },
    );
  };

  it("confirms an insert under an id of the driver's, and a counter, at their own lines", async () => {
    const inserted = await verified((database) => orders(database).insertOne({ amount: 1 }));
    assert.deepEqual(byTarget(inserted), { "insert orders": "confirmed" });
    assert.match(inserted.reason, /orders: 1 after one attempt, 2 now/);
    const account = (database: Db): Collection => database.collection("accounts");
    const counted = await verified(async (database, key) => {
      await database.collection("orders").insertOne({ _id: `${key}-${orders(database).documents.length}` });
      await account(database).updateOne({ _id: "a" }, { $inc: { balance: -1 } });
    });
    assert.equal(byTarget(counted)["increment accounts"], "confirmed");
    assert.match(counted.sites[0]?.file ?? "", /mongodb\.test\.ts$/);
  });

  it("refutes an insert under the caller's id whose conflict is handled", async () => {
    const verdict = await verified(async (database, key) => {
      try {
        await orders(database).insertOne({ _id: key, at: new Date(), lines: [{ sku: "mug", id: new ObjectId() }] });
      } catch (error) {
        if ((error as { code?: number }).code !== 11_000) throw error;
      }
    });
    assert.equal(verdict.verdict, "refuted", verdict.timeline());
    assert.ok(verdict.volatile.includes("orders.lines"), verdict.volatile.join(" "));
  });

  /** The record of an event and its effect; a session holds them together or does not. */
  const process = async (database: Db, key: string, session: ClientSession | undefined): Promise<void> => {
    const options = session ? { session } : {};
    try {
      await database.collection("processed_events").insertOne({ _id: key }, options);
      await database.collection("accounts").updateOne({ _id: "a" }, { $inc: { balance: -1 } }, options);
      await session?.commitTransaction();
    } catch (error) {
      await session?.abortTransaction();
      if ((error as { code?: number }).code !== 11_000) throw error;
    }
  };

  it("takes a transaction for one effect, and tells it from two", async () => {
    const together = await verified((database, key) => {
      const session = new ClientSession();
      session.startTransaction();
      return process(database, key, session);
    });
    assert.equal(together.verdict, "refuted", together.timeline());
    const points = together.schedules.filter(({ family }) => family === "S4");
    assert.equal(points.length, 1);
    assert.match(together.controls?.mutant.what ?? "", /processed_events/);
    const apart = await verified((database, key) => process(database, key, undefined));
    assert.equal(apart.verdict, "confirmed", apart.timeline());
    assert.match(apart.schedule ?? "", /^S[34]/);
  });

  it("leaves out what the scenario names, and puts documents back", async () => {
    const database = await shop();
    const store = await mongodb(database, { exclude: ["orders", "accounts.balance"] }).open({ allow: [] });
    await orders(database).insertOne({ amount: 1 });
    await database.collection("accounts").updateOne({ _id: "a" }, { $inc: { balance: 1 } });
    const { tables } = await store.read();
    assert.deepEqual(
      tables.map(({ name, excluded }) => [name, excluded]),
      [
        ["accounts", undefined],
        ["orders", "named in the scenario"],
        ["processed_events", "idempotency records"],
      ],
    );
    const [account] = tables;
    assert.deepEqual(account?.rows, [{ _id: "a", balance: "101", "owner.name": "Ada" }]);
    assert.equal(account?.columns.find(({ name }) => name === "balance")?.excluded, "named in the scenario");
    await store.restore();
    assert.deepEqual(orders(database).documents, []);
    assert.deepEqual(database.collection("accounts").documents, [{ _id: "a", balance: 100, owner: { name: "Ada" } }]);
  });

  it("refuses a server that is not on loopback, and what is no database", async () => {
    await assert.rejects(
      mongodb(new Db("db.example")).open({ allow: [] }),
      /the MongoDB host db\.example is not loopback/,
    );
    await mongodb(new Db("db.example")).open({ allow: ["db.example"] });
    await assert.rejects(mongodb({}).open({ allow: [] }), /takes the driver's Db/);
  });

  it("finds what it calls and records on the driver's own classes", async () => {
    const driver = fixturePackage("mongodb") as Driver;
    recordMongodb(driver);
    const marked = (owner: { readonly prototype: object }, name: string): boolean =>
      Object.hasOwn(Reflect.get(owner.prototype, name) as object, Symbol.for("idemlint.patched"));
    for (const name of [
      "insertOne",
      "insertMany",
      "updateOne",
      "findOneAndUpdate",
      "replaceOne",
      "deleteOne",
      "bulkWrite",
    ])
      assert.ok(marked(driver.Collection, name), name);
    for (const name of ["commitTransaction", "abortTransaction"]) assert.ok(marked(driver.ClientSession, name), name);
    // A client connects when it is first used, so its address can be looked at without a server.
    const far = new driver.MongoClient("mongodb://db.example:27017");
    await assert.rejects(mongodb(far.db("shop")).open({ allow: [] }), /the MongoDB host db\.example is not loopback/);
    const row = driver.BSON.EJSON.parse(
      '{"_id":{"$oid":"507f1f77bcf86cd799439011"},"price":{"$numberDecimal":"4.20"}}',
    );
    const database = await shop();
    await orders(database).insertOne(row);
    const { tables } = await (await mongodb(database).open({ allow: [] })).read();
    const found = tables.find(({ name }) => name === "orders");
    assert.deepEqual(found?.rows, [{ _id: "507f1f77bcf86cd799439011", price: "4.20" }]);
    assert.equal(found.columns.find(({ name }) => name === "_id")?.generated, true);
    for (const name of ["find", "deleteMany", "insertMany", "countDocuments"])
      assert.equal(typeof Reflect.get(driver.Collection.prototype, name), "function", name);
  });
});

interface Driver {
  readonly Collection: { readonly prototype: object };
  readonly ClientSession: { readonly prototype: object };
  readonly MongoClient: new (url: string) => { db(name: string): unknown };
  readonly BSON: { readonly EJSON: { parse(text: string): Record<string, unknown> } };
}
