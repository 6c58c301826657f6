import assert from "node:assert/strict";
import { verifyIdempotency, type Observer, type Verdict } from "../../harness/api.js";
import { recordMongodb } from "../../harness/recorders/mongodb.js";
import { fixturePackage } from "./fixture-packages.js";
import { byTarget } from "./support.js";

interface Document {
  readonly _id: string;
  amount: number;
}

/** A collection as the driver's public class has it, kept in memory: there is no MongoDB server here. */
class Collection {
  readonly collectionName = "orders";
  documents: Document[] = [];

  insertOne(document: Document): Promise<unknown> {
    if (this.documents.some(({ _id }) => _id === document._id))
      return Promise.reject(Object.assign(new Error("E11000 duplicate key"), { code: 11_000 }));
    this.documents.push({ ...document });
    return Promise.resolve({ acknowledged: true });
  }

  updateOne(filter: Document, update: { $inc?: { amount: number }; $setOnInsert?: Document }): Promise<unknown> {
    const found = this.documents.find(({ _id }) => _id === filter._id);
    if (found) found.amount += update.$inc?.amount ?? 0;
    else if (update.$setOnInsert) this.documents.push({ ...update.$setOnInsert });
    return Promise.resolve({ acknowledged: true });
  }
}

const collection = new Collection();

/** What the collection holds; it is empty before each run. */
const documents: Observer = {
  name: "documents",
  open: () =>
    Promise.resolve({
      name: "documents",
      environment: {},
      concurrent: true,
      excluded: [],
      restore: () => Promise.resolve(void (collection.documents = [])),
      perturb: () => Promise.resolve(),
      read: () =>
        Promise.resolve({
          tables: [
            {
              name: "orders",
              columns: ["_id", "amount"].map((name) => ({ name, generated: false })),
              key: ["_id"],
              references: [],
              rows: collection.documents.map(({ _id, amount }) => ({ _id, amount: String(amount) })),
            },
          ],
          calls: [],
        }),
      forgetRecords: () => Promise.resolve([]),
      waiting: () => Promise.resolve(false),
      close: () => Promise.resolve(),
    }),
};

describe("the MongoDB recorder", function () {
  this.timeout(60_000);
  before(() => recordMongodb({ Collection }));

  const verified = (attempt: (key: string) => Promise<unknown>): Promise<Verdict> =>
    verifyIdempotency(
      { name: "job documents", attempt: ({ key }) => attempt(key), observe: [documents] },
      { verdicts: false, budgetMs: 50_000 },
    );

  it("confirms an insert under a new id each time, and a counter", async () => {
    let count = 0;
    const inserted = await verified(() => collection.insertOne({ _id: `n-${(count += 1)}`, amount: 1 }));
    assert.deepEqual(byTarget(inserted), { "insert orders": "confirmed" });
    const counted = await verified((key) =>
      collection.updateOne({ _id: key, amount: 0 }, { $inc: { amount: 1 }, $setOnInsert: { _id: key, amount: 1 } }),
    );
    assert.deepEqual(byTarget(counted), { "increment orders": "confirmed" });
    assert.match(counted.sites[0]?.file ?? "", /mongodb\.test\.ts$/);
  });

  it("refutes an insert under the caller's id whose conflict is handled", async () => {
    const verdict = await verified(async (key) => {
      try {
        await collection.insertOne({ _id: key, amount: 1 });
      } catch (error) {
        if ((error as { code?: number }).code !== 11_000) throw error;
      }
    });
    assert.equal(verdict.verdict, "refuted", verdict.timeline());
  });

  it("finds every method that it records on the driver's own class", () => {
    const driver = fixturePackage("mongodb") as { Collection: { prototype: object } };
    recordMongodb(driver);
    const marked = (name: string): boolean =>
      Object.hasOwn(Reflect.get(driver.Collection.prototype, name) as object, Symbol.for("idemlint.patched"));
    for (const name of [
      "insertOne",
      "insertMany",
      "updateOne",
      "findOneAndUpdate",
      "replaceOne",
      "deleteOne",
      "bulkWrite",
    ])
      assert.ok(marked(name), name);
  });
});
