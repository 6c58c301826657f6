import assert from "node:assert/strict";
import { readRoutines } from "../../analyzer/sql/routine.js";
import type { SqlDecision } from "../../analyzer/sql/decision.js";
import type { SqlStep } from "../../analyzer/sql/steps.js";

/** A routine in one line: what it takes, and the steps of its body. */
function brief(text: string): readonly string[] {
  return readRoutines(text, text.includes("`")).map((change) => {
    if (change.kind === "drop") return `drop ${change.name}${change.types ? `(${change.types.join()})` : ""}`;
    const { name, parameters, steps, rows, atomic } = change.routine;
    const given = parameters.map((one) => `${one.name ?? ""}:${one.type}${one.fallback ? "?" : ""}`);
    const marks = `${rows ? " rows" : ""}${atomic ? " atomic" : ""}`;
    return `${name}(${given.join(" ")})${marks} ${steps ? stepsOf(steps) : "unread"}`;
  });
}

function stepsOf(steps: readonly SqlStep[]): string {
  return steps.map(stepOf).join("; ");
}

function stepOf(step: SqlStep): string {
  switch (step.kind) {
    case "run":
      return `${step.statements.map(({ kind, table }) => `${kind} ${table ?? ""}`).join(", ")}${step.into.length > 0 ? ` into ${step.into.join()}` : ""}`;
    case "set":
      return `${step.name} := ${step.decision ? decisionOf(step.decision) : step.value.kind}`;
    case "count":
      return `${step.name} := rows`;
    case "choose": {
      const ways = step.ways.map(({ on, steps }) => `${on ? decisionOf(on) : "?"}: ${stepsOf(steps)}`);
      return `if {${[...ways, ...(step.otherwise.length > 0 ? [`else: ${stepsOf(step.otherwise)}`] : [])].join(" | ")}}`;
    }
    case "loop":
      return `loop ${step.over?.table ?? ""}{${stepsOf(step.steps)}}`;
    case "block":
      return step.handlers.length === 0
        ? stepsOf(step.steps)
        : `try {${stepsOf(step.steps)}} ${step.handlers.map((one) => `${one.conflicts ? "conflict" : "error"} {${stepsOf(one.steps)}}`).join(" ")}`;
    case "return":
      return `return${step.flags ? ` ${JSON.stringify([...step.flags])}` : step.value ? ` ${step.value.kind}` : ""}`;
    default:
      return step.kind;
  }
}

function decisionOf(decision: SqlDecision): string {
  switch (decision.kind) {
    case "found":
      return "found";
    case "asked":
      return `${decision.operator} ${decision.query.table ?? ""}`;
    case "compared":
      return `${decision.value.kind === "named" ? decision.value.name : decision.value.kind} ${decision.operator}`;
    case "not":
      return `not ${decisionOf(decision.of)}`;
    default:
      return `(${decision.of.map(decisionOf).join(` ${decision.kind} `)})`;
  }
}

describe("routines in SQL", () => {
  const plpgsql = (body: string) => `CREATE FUNCTION f(p_id int) RETURNS void LANGUAGE plpgsql AS $$ ${body} $$;`;
  const cases: readonly (readonly [sql: string, ...read: readonly string[]])[] = [
    [
      "create or replace function public.add_credits(user_id uuid, amount int default 1, out total int) returns int as $fn$ begin update p set c = c + amount; end $fn$ language plpgsql;",
      "add_credits(user_id:uuid amount:int?) atomic update p",
    ],
    [
      "CREATE FUNCTION billing.f(text, numeric(10, 2)) RETURNS SETOF jobs LANGUAGE sql AS 'DELETE FROM jobs RETURNING *';",
      "billing.f(:text :numeric ( 10 , 2 )) rows atomic delete jobs",
    ],
    [
      "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC INSERT INTO t (a) VALUES (a); SELECT 1; END; DROP FUNCTION IF EXISTS g(int, text), h;",
      "f(a:int) atomic insert t; select ",
      "drop g(int,text)",
      "drop h",
    ],
    ["CREATE FUNCTION f() RETURNS int LANGUAGE plpython3u AS $$ return 1 $$;", "f() atomic unread"],
    ["CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f();"],
    ["CREATE PROCEDURE [dbo].[p] (@id int) AS BEGIN UPDATE t SET a = 1 END"],
    [
      "DELIMITER //\nCREATE DEFINER=`root`@`%` PROCEDURE p(IN a INT, OUT b INT)\nBEGIN\n DECLARE n INT DEFAULT 0;\n DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;\n START TRANSACTION;\n CASE a WHEN 1 THEN UPDATE t SET x = 1; ELSE SET n = n + 1; END CASE;\n SELECT COUNT(*) INTO b FROM t;\n COMMIT;\nEND //\nDELIMITER ;\nCREATE PROCEDURE q() UPDATE u SET x = 1;",
      "p(a:int b:int?) atomic try {n := literal; if {?: update t | else: n := expression}; select t into b} conflict {raise; return}",
      "q() update u",
    ],
    [
      plpgsql(
        "DECLARE n int := 0; r t%ROWTYPE; BEGIN SELECT * INTO STRICT r FROM t WHERE id = p_id FOR UPDATE; IF NOT FOUND THEN RAISE EXCEPTION 'none'; ELSIF r.status = 'x' OR n > 1 THEN RETURN; ELSE RAISE NOTICE 'y'; END IF; END",
      ),
      "f(p_id:int) atomic n := literal; select t into r; if {not found: raise | (r.status = or n >): return}",
    ],
    [
      plpgsql(
        "BEGIN IF NOT EXISTS (SELECT 1 FROM t WHERE id = p_id) THEN INSERT INTO t VALUES (p_id) RETURNING id INTO p_id; END IF; PERFORM g(p_id); EXECUTE 'x' USING p_id; EXCEPTION WHEN unique_violation OR check_violation THEN RETURN; WHEN division_by_zero THEN NULL; END;",
      ),
      "f(p_id:int) atomic try {if {not exists t: insert t into p_id}; call g; unseen} conflict {return} error {}",
    ],
    [
      plpgsql(
        "DECLARE ok boolean; BEGIN FOR r IN SELECT * FROM t LOOP DELETE FROM u WHERE id = r.id; GET DIAGNOSTICS n = ROW_COUNT; EXIT WHEN n = 0; END LOOP; <<again>> WHILE true LOOP ok := EXISTS (SELECT 1 FROM v); END LOOP; RETURN jsonb_build_object('done', true, 'id', p_id); END;",
      ),
      'f(p_id:int) atomic loop t{delete u; n := rows}; loop {ok := exists v}; return [["done",true]]',
    ],
    [
      plpgsql(
        "BEGIN RETURN QUERY UPDATE t SET a = 1 RETURNING *; IF (SELECT count(*) FROM t) > 3 THEN RETURN; END IF; END;",
      ),
      "f(p_id:int) atomic update t; if {> t: return}",
    ],
  ];
  for (const [sql, ...read] of cases) it(sql, () => assert.deepEqual(brief(sql), read));

  it("takes its own names for what they hold, and no others", () => {
    const [change] = readRoutines(
      plpgsql("BEGIN UPDATE t SET n = n + p_id, m = f.p_id WHERE t.p_id = p_id AND p_id = o; END"),
      false,
    );
    const [step] = change?.kind === "create" ? (change.routine.steps ?? []) : [];
    const [update] = step?.kind === "block" && step.steps[0]?.kind === "run" ? step.steps[0].statements : [];
    assert.deepEqual(update?.relative, ["n"]);
    assert.deepEqual(update?.columns[1]?.value, { kind: "named", name: "f.p_id" });
    const named = { kind: "named", name: "p_id" };
    assert.deepEqual(
      update?.where.map(({ column, values }) => [column, values]),
      [
        ["p_id", [named]],
        ["o", [named]],
      ],
    );
  });
});
