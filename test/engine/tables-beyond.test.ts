import { strict as assert } from "node:assert";
import { openSession, type Session } from "../../rules/session.js";
import { removeTrees, tree } from "../project/tree.js";

describe("tables that another package of the workspace declares in code", () => {
  after(removeTrees);

  const table = (column: string) => `import { mysqlTable, varchar } from "drizzle-orm/mysql-core";
    export const orders = mysqlTable("orders", { reference: varchar("reference", { length: 64 }).notNull()${column} });`;
  const workspace = () =>
    tree({
      "pnpm-workspace.yaml": "packages: [apps/*, packages/*]",
      "apps/api/package.json": `{ "name": "api", "dependencies": { "@shop/db": "workspace:*" } }`,
      "apps/api/src/app.ts": `import { Worker } from "bullmq";
        import { db, orders } from "@shop/db";
        new Worker("orders", async (job) => {
          await db.insert(orders).values({ reference: job.data.reference });
        }, { connection: {} });`,
      "packages/db/package.json": `{ "name": "@shop/db" }`,
      "packages/db/src/index.ts": `import { drizzle } from "drizzle-orm/mysql2";
        export const db = drizzle("mysql://localhost");
        export { orders } from "./orders";`,
      "packages/db/src/orders.ts": table(""),
      "packages/db/src/orders.test.ts": table(".unique()"),
    });
  const open = (files: { path(relative: string): string }): Session => {
    const opened = openSession({ cwd: files.path("apps/api") });
    assert.ok(opened.ok);
    return opened.session;
  };
  const rules = (session: Session) => session.check({ preset: "recommended" }).findings.map(({ rule }) => rule);

  it("say what is unique, where one app alone is checked", () => {
    const files = workspace();
    assert.deepEqual(rules(open(files)), ["unguarded-insert"]);
    files.write("packages/db/src/orders.ts", table(".unique()"));
    assert.deepEqual(rules(open(files)), ["unhandled-conflict"]);
  });

  it("are read again when they change", () => {
    const files = workspace();
    const session = open(files);
    assert.deepEqual(rules(session), ["unguarded-insert"]);
    files.write("packages/db/src/orders.ts", table(".unique()"));
    session.touch(files.path("packages/db/src/orders.ts"));
    assert.deepEqual(rules(session), ["unhandled-conflict"]);
    session.setText(files.path("packages/db/src/orders.ts"), table(""));
    assert.deepEqual(rules(session), ["unguarded-insert"]);
  });
});
