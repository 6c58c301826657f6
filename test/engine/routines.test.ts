import { strict as assert } from "node:assert";
import { openSession, type CheckResult } from "../../rules/session.js";
import { removeTrees, tree } from "../project/tree.js";

const TABLES = `CREATE TABLE wallets (id text PRIMARY KEY, balance integer NOT NULL, status text, last_event text);
CREATE TABLE receipts (event_id text PRIMARY KEY);
CREATE TABLE payouts (id bigserial PRIMARY KEY, wallet_id text NOT NULL, event_id text, status text);
`;
const CALL = `await pool.query("SELECT run($1, $2, $3)", [job.data.event, job.data.wallet, job.data.amount]);`;
const ADD = "UPDATE wallets SET balance = balance + p_amount WHERE id = p_wallet;";

describe("routines of the database", () => {
  after(removeTrees);

  const project = (sql: string, code: string) =>
    tree({
      "package.json": "{}",
      "schema.sql": TABLES + sql,
      "worker.ts": `import { Worker } from "bullmq";
        import { Pool } from "pg";
        const pool = new Pool();
        new Worker("runs", async (job) => {
          ${code}
        }, { connection: {} });`,
    });
  const check = (sql: string, code = CALL): CheckResult => {
    const opened = openSession({ cwd: project(sql, code).path(".") });
    assert.ok(opened.ok);
    return opened.session.check({ preset: "recommended" });
  };
  const rules = (sql: string, code?: string) => check(sql, code).findings.map(({ rule }) => rule);
  const plpgsql = (body: string, declared = "", returns = "void") =>
    `CREATE FUNCTION run(p_event text, p_wallet text, p_amount integer) RETURNS ${returns} LANGUAGE plpgsql AS $$
     ${declared === "" ? "" : `DECLARE ${declared}`} BEGIN ${body} END; $$;`;

  const bodies: readonly (readonly [what: string, body: string, declared: string, found: readonly string[]])[] = [
    ["a change that nothing guards", ADD, "", ["relative-update"]],
    [
      "a claim whose loser leaves",
      `INSERT INTO receipts VALUES (p_event) ON CONFLICT DO NOTHING; IF NOT FOUND THEN RETURN; END IF; ${ADD}`,
      "",
      [],
    ],
    [
      "a claim that nobody asks about",
      `INSERT INTO receipts VALUES (p_event) ON CONFLICT DO NOTHING; ${ADD}`,
      "",
      ["relative-update"],
    ],
    [
      "a claim whose winner goes on",
      `INSERT INTO receipts VALUES (p_event) ON CONFLICT DO NOTHING; IF FOUND THEN ${ADD} END IF;`,
      "",
      [],
    ],
    [
      "a claim that is counted",
      `INSERT INTO receipts VALUES (p_event) ON CONFLICT DO NOTHING; GET DIAGNOSTICS n = ROW_COUNT; IF n = 0 THEN RETURN; END IF; ${ADD}`,
      "n integer;",
      [],
    ],
    [
      "a claim that gives its row back",
      `INSERT INTO receipts VALUES (p_event) ON CONFLICT DO NOTHING RETURNING event_id INTO e; IF e IS NULL THEN RETURN; END IF; ${ADD}`,
      "e text;",
      [],
    ],
    [
      "an insert that fails the second time",
      `${ADD} INSERT INTO receipts VALUES (p_event);`,
      "",
      ["unhandled-conflict"],
    ],
    [
      "an insert whose violation is handled",
      `${ADD} INSERT INTO receipts VALUES (p_event); EXCEPTION WHEN unique_violation THEN NULL;`,
      "",
      [],
    ],
    [
      "a violation that is handled around the insert alone",
      `BEGIN INSERT INTO receipts VALUES (p_event); EXCEPTION WHEN unique_violation THEN NULL; END; ${ADD}`,
      "",
      ["relative-update"],
    ],
    [
      "a violation that is handled by leaving",
      `BEGIN INSERT INTO receipts VALUES (p_event); EXCEPTION WHEN unique_violation THEN RETURN; END; ${ADD}`,
      "",
      [],
    ],
    [
      "an error that is raised again",
      `INSERT INTO receipts VALUES (p_event); EXCEPTION WHEN OTHERS THEN RAISE;`,
      "",
      ["unhandled-conflict"],
    ],
    [
      "a row that is there",
      `IF EXISTS (SELECT 1 FROM receipts WHERE event_id = p_event) THEN RETURN; END IF; INSERT INTO receipts VALUES (p_event); ${ADD}`,
      "",
      [],
    ],
    [
      "a row of another kind that is there",
      `IF EXISTS (SELECT 1 FROM payouts WHERE wallet_id = p_wallet AND status = 'failed') THEN RETURN; END IF;
       INSERT INTO payouts (wallet_id, status) VALUES (p_wallet, 'open');`,
      "",
      ["unguarded-insert"],
    ],
    [
      "a row that two at once both miss",
      `PERFORM 1 FROM payouts WHERE event_id = p_event; IF FOUND THEN RETURN; END IF; INSERT INTO payouts (wallet_id, event_id) VALUES (p_wallet, p_event);`,
      "",
      ["check-then-act"],
    ],
    [
      "a row that is looked for under a lock",
      `PERFORM pg_advisory_xact_lock(hashtext(p_event));
       IF EXISTS (SELECT 1 FROM payouts WHERE event_id = p_event) THEN RETURN; END IF; INSERT INTO payouts (wallet_id, event_id) VALUES (p_wallet, p_event);`,
      "",
      [],
    ],
    [
      "an answer that is kept first",
      `SELECT EXISTS (SELECT 1 FROM receipts WHERE event_id = p_event) INTO known; IF known THEN RETURN; END IF; INSERT INTO receipts VALUES (p_event); ${ADD}`,
      "known boolean;",
      [],
    ],
    [
      "a number of rows",
      `SELECT count(*) INTO n FROM receipts WHERE event_id = p_event; IF n > 0 THEN RETURN; END IF; INSERT INTO receipts VALUES (p_event); ${ADD}`,
      "n integer;",
      [],
    ],
    [
      "a check that is about what was given",
      `IF p_event IS NOT NULL AND EXISTS (SELECT 1 FROM receipts WHERE event_id = p_event) THEN RETURN; END IF; INSERT INTO receipts VALUES (p_event); ${ADD}`,
      "",
      [],
    ],
    [
      "a check that nothing settles",
      `IF NOT EXISTS (SELECT 1 FROM wallets WHERE id = p_wallet) THEN RAISE EXCEPTION 'none'; END IF; ${ADD}`,
      "",
      ["relative-update"],
    ],
    [
      "a limit",
      `SELECT balance INTO b FROM wallets WHERE id = p_wallet FOR UPDATE; IF b < p_amount THEN RAISE EXCEPTION 'short'; END IF;
       UPDATE wallets SET balance = balance - p_amount WHERE id = p_wallet;`,
      "b integer;",
      ["relative-update"],
    ],
    [
      "a number that is computed first",
      `SELECT balance INTO b FROM wallets WHERE id = p_wallet FOR UPDATE; b := b - p_amount; UPDATE wallets SET balance = b WHERE id = p_wallet;`,
      "b integer;",
      ["relative-update"],
    ],
    [
      "a state that it leaves",
      `SELECT * INTO w FROM wallets WHERE id = p_wallet FOR UPDATE; IF w.status <> 'open' THEN RETURN; END IF;
       UPDATE wallets SET status = 'closed', balance = balance + p_amount WHERE id = p_wallet;`,
      "w wallets%ROWTYPE;",
      [],
    ],
    [
      "an event that it remembers",
      `SELECT last_event INTO e FROM wallets WHERE id = p_wallet FOR UPDATE; IF e = p_event THEN RETURN; END IF;
       UPDATE wallets SET last_event = p_event, balance = balance + p_amount WHERE id = p_wallet;`,
      "e text;",
      [],
    ],
    [
      "a conditional update whose loser is told",
      `UPDATE payouts SET status = 'paid' WHERE event_id = p_event AND status = 'open'; IF NOT FOUND THEN RAISE EXCEPTION 'paid before'; END IF; ${ADD}`,
      "",
      [],
    ],
    [
      "a conditional update that nobody asks about",
      `UPDATE payouts SET status = 'paid' WHERE event_id = p_event AND status = 'open'; ${ADD}`,
      "",
      ["unguarded-transition"],
    ],
    ["a text that is made while it runs", `EXECUTE format('UPDATE %I SET balance = 1', p_wallet);`, "", []],
    [
      "one of several ways",
      `CASE WHEN p_amount > 0 THEN ${ADD} ELSE RAISE NOTICE 'nothing'; END CASE;`,
      "",
      ["relative-update"],
    ],
    [
      "a loop",
      `FOR r IN SELECT id FROM wallets LOOP UPDATE wallets SET balance = balance + 1 WHERE id = r.id; END LOOP;`,
      "r record;",
      ["relative-update"],
    ],
  ];
  for (const [what, body, declared, found] of bodies)
    it(`are read: ${what}`, () => assert.deepEqual(rules(plpgsql(body, declared)), found));

  it("are found by position, by name, in a query and in a call", () => {
    for (const call of [
      "SELECT run($1, $2, $3)",
      "SELECT * FROM run($1, p_amount => $3, p_wallet := $2)",
      "CALL run($1, $2, $3)",
    ])
      assert.deepEqual(
        rules(plpgsql(ADD), `await pool.query("${call}", [1, job.data.wallet, 3]);`),
        ["relative-update"],
        call,
      );
  });

  it("are told of where they stand", () => {
    const [finding] = check(plpgsql(ADD)).findings;
    assert.match(finding?.message ?? "", /^UPDATE wallets in run adds to wallets\.balance once more/);
    const last = finding?.path.at(-1);
    assert.equal(last?.what, "the statement in run");
    assert.match(last?.site.file ?? "", /schema\.sql$/);
    assert.deepEqual(finding?.fixes, []);
  });

  it("are counted where they are not known", () => {
    const { stats, opaque } = check("");
    assert.equal(stats.opaqueCalls, 1);
    assert.deepEqual([...(opaque?.keys() ?? [])], ["run() in SQL"]);
    assert.deepEqual(rules(plpgsql(ADD, "", "void").replace("plpgsql", "plv8")), []);
  });

  it("tell who was first", () => {
    const claims = "INSERT INTO receipts VALUES (p_event) ON CONFLICT DO NOTHING; RETURN FOUND;";
    const after = (
      test: string,
    ) => `const { rows } = ${CALL.replace("run($1", "run($1").replace('", [', ' AS first", [')}
      if (${test}) return;
      await pool.query("UPDATE wallets SET balance = balance + 1 WHERE id = $1", [job.data.wallet]);`;
    assert.deepEqual(rules(plpgsql(claims, "", "boolean"), after("!rows[0].first")), ["detached-dedupe"]);
    assert.deepEqual(rules(plpgsql(claims, "", "boolean"), after("rows[0].first")), ["relative-update"]);
    assert.deepEqual(rules(plpgsql(`${ADD} RETURN true;`, "", "boolean"), after("!rows[0].first")), [
      "relative-update",
      "relative-update",
    ]);
  });

  it("of MySQL take back nothing by themselves", () => {
    const procedure = (body: string) =>
      `DELIMITER //\nCREATE PROCEDURE run(IN p_event VARCHAR(64), IN p_wallet VARCHAR(64), IN p_amount INT)\nBEGIN\n${body}\nEND //\nDELIMITER ;\n`;
    const claim = "INSERT IGNORE INTO receipts (event_id) VALUES (p_event);";
    assert.deepEqual(rules(procedure(ADD)), ["relative-update"]);
    assert.deepEqual(rules(procedure(`${claim} IF ROW_COUNT() = 1 THEN ${ADD} END IF;`)), ["detached-dedupe"]);
    assert.deepEqual(
      rules(procedure(`START TRANSACTION; ${claim} IF ROW_COUNT() = 0 THEN ROLLBACK; ELSE ${ADD} COMMIT; END IF;`)),
      [],
    );
    const undone = `${ADD} INSERT INTO receipts (event_id) VALUES (p_event);`;
    const handler = "DECLARE EXIT HANDLER FOR 1062 ROLLBACK;";
    assert.deepEqual(rules(procedure(`${handler} ${undone}`)), ["relative-update"]);
    assert.deepEqual(rules(procedure(`${handler} START TRANSACTION; ${undone} COMMIT;`)), []);
  });

  it("are read again when their file changes", () => {
    const files = project(plpgsql(ADD), CALL);
    const opened = openSession({ cwd: files.path(".") });
    assert.ok(opened.ok);
    const now = () => opened.session.check({ preset: "recommended" }).findings.map(({ rule }) => rule);
    assert.deepEqual(now(), ["relative-update"]);
    opened.session.setText(
      files.path("schema.sql"),
      TABLES + plpgsql("UPDATE wallets SET balance = 1 WHERE id = p_wallet;"),
    );
    assert.deepEqual(now(), []);
    files.write("schema.sql", `${TABLES}${plpgsql(ADD)} DROP FUNCTION run;`);
    opened.session.touch(files.path("schema.sql"));
    assert.deepEqual(now(), []);
  });
});
