import assert from "node:assert/strict";
import { drizzleTables, readDrizzle } from "../../analyzer/schema/drizzle.js";
import { brief, source } from "./brief.js";

const read = (...files: readonly string[]): readonly (readonly string[])[] =>
  drizzleTables(files.flatMap((text, at) => readDrizzle(source(text, `/app/${at}.ts`)) ?? [])).map(brief);

const PG =
  'import { pgTable, pgSchema, pgTableCreator, serial, integer, text, uuid, timestamp, unique, uniqueIndex, primaryKey } from "drizzle-orm/pg-core";\n';

describe("Drizzle schema reader", () => {
  it("reads columns and their own unique sets", () => {
    const schema = `export const orders = pgTable("orders_v2", {
      id: serial("id").primaryKey(),
      orderKey: text("order_key").notNull().unique("u_key"),
      code: text().unique("u_code", { nulls: "not distinct" }),
      ref: uuid("ref").defaultRandom(),
      cuid: text("cuid").$defaultFn(() => createId()),
      at: timestamp("at", { withTimezone: true }).defaultNow().notNull(),
      by: integer("by").references(() => users.id, { onDelete: "cascade" }),
      n: integer("n").default(0),
      seq: integer("seq").generatedAlwaysAsIdentity(),
      g: uuid("g").default(sql\`gen_random_uuid()\`),
      made: timestamp("made").$defaultFn(() => new Date()),
    });`;
    assert.deepEqual(read(PG + schema), [
      [
        "orders_v2 =orders",
        "id~sequence orderKey:order_key code? ref?~random cuid?~constant at~clock by? n?~constant seq?~sequence g?~random made?~clock",
        "primary (id)",
        "unique (order_key) named u_key",
        "unique (code) null code nulls-not-distinct named u_code",
      ],
    ]);
  });

  it("reads the extra callback in array and object form", () => {
    const columns = '{ a: integer("col_a").notNull(), b: text("b"), c: text("c"), del: text("del") }';
    const sets = [
      'unique("u").on(t.a, t.b).nullsNotDistinct()',
      'uniqueIndex("ui").on(t["a"], t.b.desc()).where(sql`${t.del} is null`)',
      "uniqueIndex().on(sql`lower(${t.c})`)",
      'uniqueIndex("us").using("btree", t.c)',
      'primaryKey({ columns: [t.a, t.b], name: "pk" })',
      'index("i").on(t.a)',
      'check("c", sql`a > 0`)',
    ];
    const expected = [
      "unique (col_a,b) nulls-not-distinct named u",
      "unique (col_a,b) where del is null named ui",
      "unique ({lower(c)})",
      "unique (c) null c named us",
      "primary (col_a,b) named pk",
    ];
    const asArray = `export const t1 = pgTable("t1", ${columns}, (t) => [${sets.join(", ")}]);`;
    const asObject = `export const t1 = pgTable("t1", ${columns}, (t) => ({ ${sets.map((set, at) => `x${at}: ${set}`).join(", ")} }));`;
    const asBlock = `export const t1 = pgTable("t1", ${columns}, function (t) { return [${sets.join(", ")}]; });`;
    for (const form of [asArray, asObject, asBlock]) assert.deepEqual(read(PG + form)[0]?.slice(2), expected);
    const taken = `export const t1 = pgTable("t1", ${columns}, ({ a, b }) => [unique().on(a, b), primaryKey(a)]);`;
    assert.deepEqual(read(PG + taken)[0]?.slice(2), ["unique (col_a,b) null b", "primary (col_a)"]);
  });

  it("follows schemas and table creators, from other files too", () => {
    const makers = `${PG} export const billing = pgSchema("billing"); export const createTable = pgTableCreator((name) => \`shop_\${name}\`);`;
    const tables = `import { billing, createTable } from "./0"; import { text } from "drizzle-orm/pg-core";
      export const a = billing.table("a", { k: text("k").unique() });
      export const b = createTable("b", { k: text("k").unique() });
      export const c = other("c", { k: text("k") });`;
    assert.deepEqual(
      read(makers, tables).map((table) => table[0]),
      ["billing.a =a", "shop_b =b"],
    );
  });

  it("reads tables that a package makes with whatever its user makes tables with", () => {
    const given = `import { text, type MySqlTableFn } from "drizzle-orm/mysql-core";
      export function users(mysqlTable: MySqlTableFn) {
        return mysqlTable("users", { email: text("email").notNull().unique() });
      }
      export function others(lookup: (name: string, of: object) => void) {
        return lookup("others", { k: text("k") });
      }`;
    assert.deepEqual(read(given), [["users", "email", "unique (email)"]]);
  });

  it("expands shared columns and column callbacks", () => {
    const shared = `${PG} export const base = { id: uuid("id").primaryKey().defaultRandom(), at: timestamp("at").notNull() };`;
    const table = `import { base } from "./0"; import { pgTable } from "drizzle-orm/pg-core";
      export const t = pgTable("t", { ...base, k: text("k") });
      export const u = pgTable("u", (d) => ({ id: d.uuid("id").primaryKey() }));`;
    assert.deepEqual(read(shared, table), [
      ["t =t", "id~random at k?", "primary (id)"],
      ["u =u", "id", "primary (id)"],
    ]);
  });

  it("reads MySQL and SQLite tables, renamed imports and namespaces", () => {
    const mysql = `import { mysqlTable as table, int, varchar } from "drizzle-orm/mysql-core";
      export const m = table("m", { id: int("id").autoincrement().primaryKey(), k: varchar("k", { length: 9 }).notNull().unique() });`;
    const sqlite = `import * as s from "drizzle-orm/sqlite-core";
      export const l = s.sqliteTable("l", { id: s.integer("id").primaryKey(), k: s.text().unique() });`;
    assert.deepEqual(read(mysql, sqlite), [
      ["m =m", "id~sequence k", "primary (id)", "unique (k)"],
      ["l =l", "id~sequence k?", "primary (id)", "unique (k) null k"],
    ]);
  });

  it("applies the casing option to unnamed columns", () => {
    const config =
      'import { drizzle } from "drizzle-orm/node-postgres"; export const db = drizzle({ casing: "snake_case" });';
    const table = `${PG} export const t = pgTable("t", { orderId: text().notNull(), kept: text("keptAs") }, (t) => [unique().on(t.orderId)]);`;
    assert.deepEqual(read(config, table), [["t =t", "orderId:order_id kept:keptAs?", "unique (order_id)"]]);
  });

  it("passes over code that only looks alike", () => {
    assert.equal(readDrizzle(source('const t = pgTable("t", { a: text("a") });')), undefined);
    assert.deepEqual(read(`${PG} const q = db.table("t", { a: 1 }); const r = render("t", { a: text("a") });`), []);
  });
});
