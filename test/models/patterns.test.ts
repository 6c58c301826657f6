import assert from "node:assert/strict";
import type { LibraryModel } from "../../analyzer/models/model.js";
import {
  callPath,
  canonical,
  compileLibrary,
  compilePattern,
  decidingCalls,
  entriesAt,
  indexLibraries,
  instancePath,
  lastName,
  lookupCalls,
  matches,
  memberPath,
  sourcesAt,
} from "../../analyzer/models/patterns.js";

const store = {
  library: "Store",
  packages: ["store", "store/*", "*/generated/store"],
  globals: ["store"],
  versions: "*",
  docs: "https://example.org",
  names: { "default()": "Db#", "Db#()": "Query#", "Pipe#*()": "Pipe#", "Alias#": "Db#", "": "default" },
  calls: [
    { match: "Db#insert().values", effect: "insert", target: { link: "insert", argument: 0 } },
    { match: "Db#**.first", effect: "read" },
    { match: "Query#**update", effect: "update" },
    { match: "Db#*.create", effect: "insert", when: [{ place: { argument: 1 } }] },
    { match: ["Db#*.create", "Db#orders.create"], effect: "upsert" },
    { match: "Db#*.*", effect: "call" },
  ],
  sources: [{ match: "id", on: "call", kind: "attempt" }],
  entries: [
    {
      on: "call",
      match: "Worker",
      handlers: { argument: 1 },
      kind: "queue",
      delivery: "redelivered",
      name: "{0}",
      repeatedBy: "x",
    },
    { on: "type", types: ["Handler"], kind: "queue", delivery: "redelivered", name: "{0}", repeatedBy: "x" },
  ],
} as const satisfies LibraryModel;

describe("patterns", () => {
  it("match themselves alone without a wildcard", () => {
    const pattern = compilePattern("Stripe#charges.create");
    assert.ok(matches(pattern, "Stripe#charges.create"));
    assert.ok(!matches(pattern, "Stripe#charges.create()"));
    assert.ok(!matches(pattern, "Stripe#chargesXcreate"));
  });

  it("take one name for * and any characters for **", () => {
    const one = compilePattern("Stripe#*.create");
    assert.ok(matches(one, "Stripe#charges.create"));
    assert.ok(!matches(one, "Stripe#checkout.sessions.create"));
    assert.ok(!matches(one, "Stripe#.create"));
    const any = compilePattern("Knex#**.increment");
    assert.ok(matches(any, "Knex#().where().increment"));
    assert.ok(!matches(any, "Knex#increment"));
    assert.ok(!matches(any, "Knex#().where().increments"));
  });

  it("read $ and other signs of a path as they stand", () => {
    assert.ok(matches(compilePattern("PrismaClient#$transaction"), "PrismaClient#$transaction"));
    assert.ok(matches(compilePattern("Db#$**.a"), "Db#$x().a"));
    assert.ok(!matches(compilePattern("Db#$*"), "Db#x"));
  });

  it("know the last name of a path", () => {
    assert.equal(lastName("Stripe#charges.create"), "create");
    assert.equal(lastName("Knex#"), "");
    assert.equal(lastName("fetch"), "fetch");
    assert.equal(lastName("customAlphabet()"), "");
    assert.equal(compilePattern("Db#*.*").name, "*");
  });
});

describe("paths", () => {
  const library = compileLibrary(store);

  it("fold into the library's own names at every step", () => {
    assert.equal(canonical(library, ""), "default");
    assert.equal(callPath(library, "default"), "Db#");
    assert.equal(instancePath(library, "Alias"), "Db#");
    assert.equal(callPath(library, memberPath(library, "Pipe#", "incr")), "Pipe#");
  });

  it("join members after an instance, a namespace and a name", () => {
    assert.equal(memberPath(library, "Db#", "orders"), "Db#orders");
    assert.equal(memberPath(library, "Db#orders", "create"), "Db#orders.create");
    assert.equal(memberPath(library, "", "Worker"), "Worker");
    assert.equal(memberPath(library, "Db#insert()", "values"), "Db#insert().values");
  });
});

describe("the deciding call of a chain", () => {
  const library = compileLibrary(store);
  const decide = (path: string): string[] =>
    decidingCalls(library, path).map(({ model, depth }) => `${model.effect} ${depth}`);

  it("is found wherever the chain ends", () => {
    assert.deepEqual(decide("Db#insert().values"), ["insert 0"]);
    assert.deepEqual(decide("Db#insert().values().onConflictDoNothing().returning"), ["insert 2"]);
  });

  it("is the later link when several match, and the library's order within one link", () => {
    assert.deepEqual(decide("Db#orders.create"), ["insert 0", "upsert 0", "call 0"]);
    assert.deepEqual(decide("Query#update().where().update"), ["update 0", "update 2"]);
  });

  it("is absent for a name that no pattern ends in", () => {
    const narrow = compileLibrary({ ...store, calls: [{ match: "Db#insert", effect: "insert" }] });
    assert.equal(lookupCalls(narrow, "toString").length, 0);
    assert.deepEqual(decidingCalls(narrow, "Db#toString"), []);
    assert.equal(lookupCalls(narrow, "insert").length, 1);
  });

  it("answers the same when it is asked again", () => {
    assert.equal(decidingCalls(library, "Db#insert().values"), decidingCalls(library, "Db#insert().values"));
  });
});

describe("the index of libraries", () => {
  const other: LibraryModel = {
    library: "Other",
    packages: ["store/other"],
    versions: "*",
    docs: "https://example.org",
  };
  const index = indexLibraries([store, other]);

  it("finds a library by specifier, subpath, generated folder and global", () => {
    assert.equal(index.forPackage("store")?.model.library, "Store");
    assert.equal(index.forPackage("store/edge")?.model.library, "Store");
    assert.equal(index.forPackage("store/other")?.model.library, "Other");
    assert.equal(index.forPackage("../../generated/store")?.model.library, "Store");
    assert.equal(index.forPackage("@/generated/store.js")?.model.library, "Store");
    assert.equal(index.forGlobal("store")?.model.library, "Store");
  });

  it("leaves other specifiers alone", () => {
    assert.equal(index.forPackage("stores"), undefined);
    assert.equal(index.forPackage("../generated/store-helpers"), undefined);
    assert.equal(index.forGlobal("constructor"), undefined);
  });

  it("finds sources and entry points by path", () => {
    const library = compileLibrary(store);
    assert.equal(sourcesAt(library, "id").length, 1);
    assert.equal(sourcesAt(library, "Db#id").length, 0);
    assert.equal(entriesAt(library, "Worker").length, 1);
  });
});
