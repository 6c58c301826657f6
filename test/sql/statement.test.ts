import assert from "node:assert/strict";
import { classifySql } from "../../analyzer/sql/statement.js";
import type { SqlStatement } from "../../analyzer/sql/statement.js";
import type { SqlValue } from "../../analyzer/sql/value.js";

/** A statement in one line: what a repetition would do, and on what it depends. */
function brief(statement: SqlStatement): string {
  const { conflict, lock } = statement;
  const parts = [
    statement.cte === undefined ? "" : `[${statement.cte}]`,
    statement.kind,
    statement.table ?? (statement.tableValue ? value(statement.tableValue) : ""),
    statement.columns.length > 0
      ? `(${statement.columns.map((each) => `${each.column || `#${each.position}`}=${value(each.value)}`).join(" ")})`
      : "",
    statement.valuesFrom ? `from ${value(statement.valuesFrom)}` : "",
    statement.rows === 1 ? "" : `rows ${statement.rows}`,
    conflict
      ? `${conflict.action}(${[...conflict.columns, ...conflict.expressions, conflict.constraint ?? ""].filter(Boolean).join(",")})`
      : "",
    conflict?.predicate === undefined ? "" : `if <${conflict.predicate}>`,
    conflict?.set.length ? `set ${conflict.set.map((each) => `${each.column}=${value(each.value)}`).join(" ")}` : "",
    conflict?.where === undefined ? "" : `setwhere <${conflict.where}>`,
    statement.relative.length > 0 ? `relative ${statement.relative.join(",")}` : "",
    statement.where.length > 0
      ? `where ${statement.where.map((each) => `${each.wrapped ? "~" : ""}${each.column} ${each.operator} ${each.values.map(value).join("|")}`.trim()).join(", ")}`
      : "",
    statement.disjunctive ? "or" : "",
    statement.unlessExists === undefined ? "" : `unless ${statement.unlessExists}`,
    statement.takesNext ? "next" : statement.limited ? "limited" : "",
    lock
      ? `lock ${lock.what}${lock.skipLocked ? " skip" : ""}${lock.noWait ? " nowait" : ""}${lock.key.map((key) => ` ${value(key)}`).join("")}`
      : "",
    statement.returning ? "returning" : "",
    statement.isolation ?? "",
  ];
  return parts.filter((part) => part !== "").join(" ");
}

function value(of: SqlValue): string {
  switch (of.kind) {
    case "parameter":
      return `p${of.index}`;
    case "hole":
      return `h${of.index}`;
    case "named":
      return `:${of.name}`;
    case "literal":
      return `'${of.text}'`;
    case "column":
      return of.table === undefined ? of.name : `${of.table}.${of.name}`;
    case "default":
      return "default";
    case "query":
      return `query${of.limited ? "-limited" : ""}${of.locked ? "-locked" : ""}`;
    case "expression":
      return `{${of.volatile ?? ""}${of.parts.map(value).join("+")}}`;
  }
}

const CASES: readonly (readonly [sql: string, ...expected: string[]])[] = [
  // Inserts and where their values come from.
  ["INSERT INTO t (a, b) VALUES ($1, $2)", "insert t (a=p0 b=p1)"],
  ['insert into "public"."Order" ("id", "total") values ($2, $1::numeric(10,2))', "insert Order (id=p1 total=p0)"],
  ["INSERT INTO billing.t (a) VALUES ($1)", "insert billing.t (a=p0)"],
  ['INSERT INTO `t` (`a`, `b`) VALUES (?, "x")', "insert t (a=p0 b='x')"],
  ["INSERT INTO [dbo].[t] ([a]) OUTPUT inserted.id VALUES (@a)", "insert t (a=:a) returning"],
  ["INSERT INTO t (a, b, c) VALUES (:a, @b, $c)", "insert t (a=:a b=:b c=:c)"],
  ["INSERT INTO t (a, b) VALUES ($hole1, $hole2)", "insert t (a=h0 b=h1)"],
  ["INSERT INTO t VALUE {'a': ?, 'b':'x'}", "insert t (a=p0 b='x')"],
  ["INSERT INTO t VALUES ($1, 'x')", "insert t (#0=p0 #1='x')"],
  ["INSERT INTO t (a, b) VALUES ($1, 'x'), ($2, 'y')", "insert t (a=p0 b='x') rows 2"],
  ["INSERT INTO t $hole1", "insert t from h0"],
  ["INSERT INTO t (a, b) VALUES $hole1", "insert t (a=h0 b=h0) from h0"],
  ["INSERT INTO $hole1 (a) VALUES ($hole2)", "insert h0 (a=h1)"],
  ["INSERT INTO ?? (a) VALUES (?)", "insert p0 (a=p1)"],
  ["INSERT INTO t DEFAULT VALUES RETURNING id", "insert t returning"],
  ["INSERT INTO t SET a = ?, b = 2", "insert t (a=p0 b='2')"],
  [
    "INSERT INTO t (id, at, n, k) VALUES (gen_random_uuid(), now(), nextval('s'), DEFAULT)",
    "insert t (id={random} at={clock} n={sequence's'} k=default)",
  ],
  ["INSERT INTO t (a, b) VALUES (CAST($1 AS uuid), (($2)))", "insert t (a=p0 b=p1)"],
  ["INSERT INTO t (a) VALUES (lower($1) || '-' || $2)", "insert t (a={p0+'-'+p1})"],
  ["INSERT INTO t (a, n, b, z) VALUES (NULL, -1, TRUE, 'it''s')", "insert t (a='null' n='-1' b='true' z='it's')"],
  ["INSERT INTO t (a) VALUES ((SELECT max(a) + 1 FROM t))", "insert t (a=query)"],
  ["INSERT INTO t (a) SELECT * FROM unnest($1::text[])", "insert t (a=p0)"],
  ["INSERT INTO t (a, b) SELECT $1, s.b FROM s WHERE s.id = $2", "insert t (a=p0 b=s.b)"],
  [
    "INSERT INTO t (a, b) SELECT $1, $2 WHERE NOT EXISTS (SELECT 1 FROM t WHERE a = $1)",
    "insert t (a=p0 b=p1) unless t",
  ],
  ["COPY t (a, b) FROM STDIN", "insert t"],
  ["LOAD DATA INFILE 'x' INTO TABLE t", "insert t"],

  // Conflict clauses.
  ["INSERT INTO t (a) VALUES ($1) ON CONFLICT DO NOTHING", "insert t (a=p0) ignore()"],
  ["INSERT INTO t (a) VALUES ($1) ON CONFLICT (a, b) DO NOTHING RETURNING id", "insert t (a=p0) ignore(a,b) returning"],
  ["INSERT INTO t (a) VALUES ($1) ON CONFLICT (a) WHERE NOT del DO NOTHING", "insert t (a=p0) ignore(a) if <NOT del>"],
  ["INSERT INTO t (a) VALUES ($1) ON CONFLICT ON CONSTRAINT t_a_key DO NOTHING", "insert t (a=p0) ignore(t_a_key)"],
  ["INSERT INTO t (e) VALUES ($1) ON CONFLICT (lower(e)) DO NOTHING", "insert t (e=p0) ignore(lower(e))"],
  [
    "INSERT INTO t (a,b) VALUES ($1,$2) ON CONFLICT (a) DO UPDATE SET b = EXCLUDED.b",
    "upsert t (a=p0 b=p1) merge(a) set b=EXCLUDED.b",
  ],
  [
    "INSERT INTO t (a,n) VALUES ($1,$2) ON CONFLICT (a) DO UPDATE SET n = t.n + EXCLUDED.n RETURNING n",
    "upsert t (a=p0 n=p1) merge(a) set n={t.n+EXCLUDED.n} relative n returning",
  ],
  [
    "INSERT INTO t AS x (a,n) VALUES ($1,1) ON CONFLICT (a) DO UPDATE SET n = x.n + 1",
    "upsert t (a=p0 n='1') merge(a) set n={x.n+'1'} relative n",
  ],
  [
    "INSERT INTO t (a,n) VALUES ($1,$2) ON CONFLICT (a) DO UPDATE SET n = EXCLUDED.n + 1",
    "upsert t (a=p0 n=p1) merge(a) set n={EXCLUDED.n+'1'}",
  ],
  [
    "INSERT INTO t (a,v) VALUES ($1,$2) ON CONFLICT (a) DO UPDATE SET v = excluded.v WHERE t.v < excluded.v",
    "upsert t (a=p0 v=p1) merge(a) set v=excluded.v setwhere <t.v < excluded.v>",
  ],
  ["INSERT IGNORE INTO t (a) VALUES (?)", "insert t (a=p0) ignore()"],
  ["INSERT INTO t (a, b) VALUES (?, ?) IF NOT EXISTS USING TTL 60", "insert t (a=p0 b=p1) ignore()"],
  ["UPDATE t SET a = 'x' WHERE b = ? IF a = 'y'", "update t (a='x') where b = p0, a = 'y'"],
  ["UPDATE t SET a = 'x' WHERE b = ? IF EXISTS", "update t (a='x') where b = p0"],
  ["UPDATE t SET a = 'x' WHERE b = IF(c, 1, 2)", "update t (a='x') where b = {c+'1'+'2'}"],
  ["INSERT OR IGNORE INTO t (a) VALUES (?)", "insert t (a=p0) ignore()"],
  ["INSERT OR REPLACE INTO t (a) VALUES (?)", "upsert t (a=p0) replace()"],
  ["REPLACE INTO t (a) VALUES (?)", "upsert t (a=p0) replace()"],
  ["INSERT INTO t (a,n) VALUES (?,?) ON DUPLICATE KEY UPDATE n = VALUES(n)", "upsert t (a=p0 n=p1) merge() set n={n}"],
  [
    "INSERT INTO t (a,n) VALUES (?,?) ON DUPLICATE KEY UPDATE n = n + VALUES(n), m = ?",
    "upsert t (a=p0 n=p1) merge() set n={n+n} m=p2 relative n",
  ],
  ["INSERT INTO t (id) VALUES (?) ON DUPLICATE KEY UPDATE id = id", "insert t (id=p0) ignore()"],
  ["INSERT INTO t (a) VALUES (?) AS new ON DUPLICATE KEY UPDATE a = new.a", "upsert t (a=p0) merge() set a=new.a"],
  ["INSERT INTO t (a) SELECT $1 ON CONFLICT (a) DO NOTHING", "insert t (a=p0) ignore(a)"],
  [
    "MERGE INTO t USING (VALUES ($1)) s(a) ON t.a = s.a WHEN NOT MATCHED THEN INSERT (a, b) VALUES (s.a, $2)",
    "upsert t (a=s.a b=p1) ignore(a)",
  ],
  [
    "MERGE INTO t AS x USING s ON x.a = s.a WHEN MATCHED THEN UPDATE SET n = x.n + 1 WHEN NOT MATCHED THEN INSERT (a) VALUES (s.a)",
    "upsert t (a=s.a) merge(a) set n={x.n+'1'} relative n",
  ],

  // Updates: absolute, relative, conditional.
  ["UPDATE t SET a = $1 WHERE id = $2", "update t (a=p0) where id = p1"],
  [
    "UPDATE t SET status = 'paid' WHERE id = $1 AND status = 'open' RETURNING id",
    "update t (status='paid') where id = p0, status = 'open' returning",
  ],
  ["UPDATE t SET n = n + $1 WHERE id = $2", "update t (n={n+p0}) relative n where id = p1"],
  ["UPDATE t SET n += @p, m = 1 WHERE id = @id", "update t (n=:p m='1') relative n where id = :id"],
  ["UPDATE t SET n = n - ? WHERE id = ? AND n >= ?", "update t (n={n+p0}) relative n where id = p1, n >= p2"],
  ["UPDATE t AS x SET n = x.n * 2", "update t (n={x.n+'2'}) relative n"],
  ["UPDATE t SET n = COALESCE(n, 0) + 1", "update t (n={n+'0'+'1'}) relative n"],
  ["UPDATE t SET n = COALESCE(n, $1)", "update t (n={n+p0})"],
  ["UPDATE t SET n = GREATEST(n, $1)", "update t (n={n+p0})"],
  ["UPDATE t SET n = m + 1", "update t (n={m+'1'})"],
  ["UPDATE t SET n = u.n + 1 FROM u WHERE u.id = t.id", "update t (n={u.n+'1'})"],
  ["UPDATE t SET tags = array_append(tags, $1)", "update t (tags={tags+p0}) relative tags"],
  ["UPDATE t SET tags = array_append(array_remove(tags, $1), $1)", "update t (tags={tags+p0+p0})"],
  ["UPDATE t SET log = log || $1", "update t (log={log+p0}) relative log"],
  ["UPDATE t SET log = CONCAT(log, ?)", "update t (log={log+p0}) relative log"],
  ["UPDATE t SET active = NOT active", "update t (active={active}) relative active"],
  ["UPDATE t SET j = jsonb_set(j, '{a}', $1::jsonb) WHERE id = $2::uuid", "update t (j={j+'{a}'+p0}) where id = p1"],
  ["UPDATE t SET j = j - 'key'", "update t (j={j+'key'})"],
  ["UPDATE t SET name = lower(name)", "update t (name={name})"],
  ["UPDATE t SET at = now() + INTERVAL '1 day'", "update t (at={clock'1 day'})"],
  ["UPDATE t SET (a, b) = ($1, $2) WHERE (c, d) = ($3, $4)", "update t (a=p0 b=p1) where c = p2, d = p3"],
  ["UPDATE t SET $hole1 WHERE id = $hole2", "update t from h0 where id = h1"],
  ["UPDATE `t` SET `n` = `n` + 1 WHERE `id` = ? LIMIT 1", "update t (n={n+'1'}) relative n where id = p0 next"],
  ["UPDATE [dbo].[t] SET a = @p1 OUTPUT inserted.id WHERE id = @p2", "update t (a=:p1) where id = :p2 returning"],
  ["UPDATE t SET s = 'x' WHERE a = $1 OR b = $2", "update t (s='x') or"],
  ["UPDATE t SET s = 'x' WHERE a = $1 AND (b = $2 OR c = 3)", "update t (s='x') where a = p0"],
  [
    "UPDATE t SET s = 1 WHERE (a = $1 AND (b IS NULL)) AND c IS NOT NULL AND d IN ('x','y') AND e = ANY($2)",
    "update t (s='1') where a = p0, b is null, c is not null, d in 'x'|'y', e in p1",
  ],
  [
    "UPDATE t SET s = 1 WHERE a BETWEEN $1 AND $2 AND NOT done AND live AND $3 > v",
    "update t (s='1') where a between p0|p1, done = 'false', live = 'true', v < p2",
  ],
  ["UPDATE t SET s = 1 WHERE lower(e) = $1 AND data->>'id' = $2", "update t (s='1') where ~e = p0, ~data = p1"],
  [
    "UPDATE jobs SET state='taken' WHERE id = (SELECT id FROM jobs WHERE state='new' LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING *",
    "update jobs (state='taken') where id = query-limited-locked, state = 'new' next returning",
  ],
  [
    "UPDATE jobs SET state='taken' WHERE id = (SELECT id FROM jobs WHERE state='new' LIMIT 1) RETURNING *",
    "update jobs (state='taken') where id = query-limited next returning",
  ],
  [
    "UPDATE jobs SET state='taken' WHERE id IN (SELECT job FROM pauses WHERE state='new' FOR UPDATE)",
    "update jobs (state='taken') where id in query-locked",
  ],
  [
    "WITH n AS (SELECT id FROM jobs LIMIT 1 FOR UPDATE SKIP LOCKED) UPDATE jobs SET s = 1 FROM n WHERE jobs.id = n.id",
    "[n] select jobs limited lock FOR UPDATE skip",
    "update jobs (s='1') where id = n.id next",
  ],

  // Deletes.
  ["DELETE FROM t WHERE id = $1", "delete t where id = p0"],
  ["DELETE FROM q ORDER BY id LIMIT 1", "delete q next"],
  ["DELETE FROM q WHERE id IN (SELECT id FROM q ORDER BY id LIMIT 10)", "delete q where id in query-limited next"],
  ["TRUNCATE TABLE t", "delete t"],

  // Reads, locks, calls, announcements.
  ["SELECT * FROM t WHERE id = $1", "select t where id = p0"],
  [
    "SELECT * FROM t WHERE id = $1 FOR UPDATE SKIP LOCKED LIMIT 1",
    "select t where id = p0 limited lock FOR UPDATE skip",
  ],
  [
    "SELECT * FROM t WHERE id = $1 LIMIT 1 FOR UPDATE OF t NOWAIT",
    "select t where id = p0 limited lock FOR UPDATE nowait",
  ],
  ["SELECT * FROM t WHERE id = ? LOCK IN SHARE MODE", "select t where id = p0 lock LOCK IN SHARE MODE"],
  ["SELECT * FROM t WITH (UPDLOCK, HOLDLOCK) WHERE id = @id", "select t where id = :id lock UPDLOCK"],
  ["SELECT pg_advisory_xact_lock(hashtext($1))", "lock lock pg_advisory_xact_lock {p0}"],
  ["SELECT pg_try_advisory_lock($1, $2) AS ok", "lock lock pg_try_advisory_lock nowait p0 p1"],
  ["SELECT GET_LOCK(?, 10)", "lock lock GET_LOCK p0 '10'"],
  ["LOCK TABLE t IN EXCLUSIVE MODE", "lock t lock LOCK TABLE"],
  ["SELECT charge_customer($1)", "call charge_customer"],
  ["SELECT * FROM charge_customer($1)", "call charge_customer"],
  ["SELECT count(*) FROM t", "select t"],
  ["SELECT now()", "select"],
  ["CALL pay($1)", "call pay"],
  ["NOTIFY orders, 'x'", "notify orders (payload='x')"],
  ["select pg_notify('orders', $1)", "notify orders (payload=p0)"],
  ["CREATE TABLE t (a int)", "ddl"],
  ["BEGIN", "transaction"],
  ["BEGIN TRANSACTION ISOLATION LEVEL SERIALIZABLE", "transaction serializable"],
  ["SET TRANSACTION ISOLATION LEVEL REPEATABLE READ", "transaction repeatable read"],
  ["SET search_path = x", "other"],
  ["PRAGMA journal_mode = WAL", "other"],
  ["this is no sql", "other"],

  // Several statements, nested writes, bodies.
  [
    "WITH x AS (INSERT INTO t (a) VALUES ($1) ON CONFLICT DO NOTHING RETURNING id) SELECT * FROM x",
    "[x] insert t (a=p0) ignore() returning",
    "select",
  ],
  ["WITH c AS (SELECT id FROM s) SELECT * FROM c", "select s"],
  [
    "WITH a AS (DELETE FROM t WHERE id = $1 RETURNING *) INSERT INTO u SELECT * FROM a",
    "[a] delete t where id = p0 returning",
    "insert u",
  ],
  [
    "BEGIN; INSERT INTO t (a) VALUES (?); UPDATE u SET n = n + ?; COMMIT;",
    "transaction",
    "insert t (a=p0)",
    "update u (n={n+p1}) relative n",
    "transaction",
  ],
  [
    "CREATE TRIGGER x AFTER INSERT ON t BEGIN UPDATE u SET n = n + 1; DELETE FROM v; END; INSERT INTO t (a) VALUES (1)",
    "ddl",
    "insert t (a='1')",
  ],
  ["DO $$ BEGIN DELETE FROM t; END $$", "other"],

  // What must not confuse the reading.
  [
    "-- INSERT INTO x\nUPDATE /* SET b = b + 1 */ t SET a = 'b; DELETE FROM t' WHERE c = 'it''s'",
    "update t (a='b; DELETE FROM t') where c = 'it's'",
  ],
  ["INSERT INTO t (a) VALUES ($tag$ it's; $tag$)", "insert t (a=' it's; ')"],
  ["INSERT INTO t (a) VALUES (E'it\\'s')", "insert t (a='it\\'s')"],
  [""],
];

describe("classifySql", () => {
  for (const [sql, ...expected] of CASES)
    it(sql || "(empty)", () => assert.deepEqual(classifySql(sql).map(brief), expected));

  it("keeps the offset and text of each statement", () => {
    const [first, second] = classifySql("SELECT 1; UPDATE t SET a = 1");
    assert.deepEqual([first?.text, second?.start, second?.text], ["SELECT 1", 10, "UPDATE t SET a = 1"]);
  });

  it("tells which columns are constants", () => {
    const [statement] = classifySql("UPDATE t SET status = 'paid', n = 3, by = $1");
    assert.deepEqual(statement?.constants, { status: "paid", n: "3" });
  });

  it("tells what a query gives back, by name", () => {
    const selects = (list: string) => classifySql(`SELECT ${list} FROM orders o`)[0]?.selects;
    assert.deepEqual(selects("id, o.total, amount AS sum, price * 2 AS twice"), ["id", "total", "sum", "twice"]);
    assert.deepEqual(selects("DISTINCT ON (o.id) status state, count(*), max(total) top"), ["state", "count", "top"]);
    for (const open of ["*", "o.*, 1 AS one", "$1, id", "price * 2"]) assert.equal(selects(open), undefined, open);
  });

  it("gives the values of further rows", () => {
    const [statement] = classifySql("INSERT INTO t (a) VALUES ($1), ($2)");
    assert.deepEqual(statement?.columns[0]?.more, [{ kind: "parameter", index: 1 }]);
  });

  it("answers the same text from its cache", () => {
    assert.equal(classifySql("SELECT 1"), classifySql("SELECT 1"));
  });
});
