import assert from "node:assert/strict";
import { classifySql } from "../../harness/recorders/sql.js";

describe("what a SQL text does", () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ["INSERT INTO orders (a) VALUES ($1)", "insert", ["orders"]],
    ['insert into "public"."Order" ("id") values ($1)', "insert", ["Order"]],
    ["INSERT INTO o (a) VALUES (1) ON CONFLICT (a) DO NOTHING", "insert", ["o"]],
    ["INSERT INTO o (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET b = 2", "upsert", ["o"]],
    ["INSERT INTO o (a) VALUES (1) ON DUPLICATE KEY UPDATE b = 2", "upsert", ["o"]],
    ["insert ignore into `o` (a) values (1)", "insert", ["o"]],
    ["UPDATE accounts SET name = $1 WHERE id = 2", "update", ["accounts"]],
    ["UPDATE accounts a SET balance = a.balance - $1 WHERE id = 2", "increment", ["accounts"]],
    ['update "accounts" set "balance" = "balance" + 1', "increment", ["accounts"]],
    ["DELETE FROM o WHERE id = 1", "delete", ["o"]],
    ["WITH gone AS (DELETE FROM o RETURNING *) SELECT * FROM gone", "delete", ["o"]],
    ["SELECT * FROM o JOIN items i ON i.o = o.id", "read", ["o", "items"]],
    ["-- INSERT INTO x\nSELECT 'INSERT INTO y (a) VALUES (1)' FROM o", "read", ["o"]],
    ["SELECT 1; UPDATE o SET a = 1; INSERT INTO p VALUES (1)", "update", ["o", "p"]],
    ["COPY o TO STDOUT", "read", []],
  ];
  for (const [text, kind, tables] of cases) {
    it(text, () => {
      const action = classifySql(text);
      assert.equal(action.kind, kind);
      assert.deepEqual(action.tables, tables);
      assert.equal(action.reads, kind === "read");
    });
  }

  it("knows where transactions begin and end, and that a savepoint is not an end", () => {
    const control = (text: string) => classifySql(text).control;
    assert.deepEqual(
      [
        "BEGIN",
        "start transaction isolation level serializable",
        "COMMIT",
        "end",
        "ROLLBACK",
        "rollback to savepoint a",
        "SAVEPOINT a",
      ].map(control),
      ["begin", "begin", "commit", "commit", "rollback", undefined, undefined],
    );
  });
});
