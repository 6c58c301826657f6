import { strict as assert } from "node:assert";
import pg from "pg";
import { embedded } from "../../harness/api.js";

describe("the embedded PostgreSQL", () => {
  it("never cuts a connection that is kept open, which would bring the program down through its pool", async () => {
    const database = await embedded({ engine: "postgres", schema: "CREATE TABLE t (a int)" });
    const pool = new pg.Pool({ connectionString: database.url });
    try {
      await pool.query("INSERT INTO t VALUES (1)");
      await database.close();
      const { rows } = await pool.query("SELECT a FROM t");
      assert.deepEqual(rows, [{ a: 1 }]);
    } finally {
      await pool.end();
    }
  });
});
