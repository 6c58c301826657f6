import { ts } from "ts-morph";
import { makeInsertUnique, tolerateConflict } from "./fixes/unique-insert.js";
import { nodesAround, textOf } from "./fixes/syntax.js";
import { isBound } from "./facts/bound.js";
import { isClaimedLater } from "./facts/own-row.js";
import { checkOfUnselected } from "./facts/selected.js";
import { addsUp, isTogether, isWorthGuarding, nextAttempt, plain, sameTarget, secondRun } from "./facts/repeats.js";
import { defineRule, type Effect, type Report, type RuleContext, type Trace } from "./rule.js";

/** A guard that somebody wrote, and that stops nobody here. */
export default defineRule({
  id: "inert-guard",
  summary: "A guard is written down that cannot hold on this path",
  group: "guards",
  recommended: true,
  severity: "by-risk",

  *check(trace, context) {
    for (const [at, effect] of trace.effects.entries()) {
      if (!isWorthGuarding(effect) || context.reported(effect)) continue;
      const report =
        markedInVain(effect, trace, context) ??
        withoutConflict(effect, trace, context) ??
        lookedUpInVain(effect, trace) ??
        testedInVain(effect, trace, context) ??
        afterTheConflict(effect, at, trace, context);
      if (report) yield report;
    }
  },
});

/** All that stands before it is a mark, and nothing that the application binds acts on it. */
function markedInVain(effect: Effect, trace: Trace, context: RuleContext): Report | undefined {
  const [mark, ...others] = effect.guards;
  if (!mark?.actsBy || others.length > 0 || !addsUp(effect, context)) return undefined;
  const { actsBy, site } = mark;
  if (isBound(actsBy, site, context)) return undefined;
  return {
    effect,
    message: `${effect.name} ${secondRun(effect)} on ${nextAttempt(trace.entry)} in spite of the decorator: it only marks the method for ${actsBy}, which is bound to nothing here`,
    remedy: `Bind ${actsBy}: to the class or the method, or to the whole application.`,
    steps: [{ site, what: `marks the method for ${actsBy}` }],
  };
}

/** A conflict is ignored, merged or caught that there cannot be: no unique set holds on this path. */
function withoutConflict(effect: Effect, trace: Trace, context: RuleContext): Report | undefined {
  if (effect.kind !== "insert" && effect.kind !== "upsert" && effect.kind !== "increment") return undefined;
  if (effect.guards.length > 0 || (effect.kind === "increment" && !effect.ignoresConflict)) return undefined;
  const shortfall =
    effect.shortfalls.find(({ atOnce }) => atOnce) ??
    effect.shortfalls.find(({ kind }) => kind === "unique-constraint" || kind === "upsert");
  const table = context.schema.table(effect.target);
  const caught = effect.ignoresConflict ? undefined : catchAround(effect, context);
  if ((!(effect.ignoresConflict && shortfall) && !(caught && table)) || isClaimedLater(effect, trace)) return undefined;
  const why = shortfall?.why ?? `no unique set of ${effect.target} holds what is written here`;
  // A plain put has no clause: it overwrites what stands under its key.
  const clause = shortfall?.kind === "upsert" ? "the key that it is written under" : "its conflict clause";
  const guard = effect.ignoresConflict ? clause : "the conflict that is caught around it";
  return {
    effect,
    message: `${effect.name} ${secondRun({ ...effect, kind: "insert" })} on ${nextAttempt(trace.entry)} in spite of ${guard}: ${why}`,
    remedy: `Write what identifies the row into ${effect.target}, under a unique constraint over just that.`,
    ...(shortfall ? { steps: [{ site: shortfall.site, what: `does not hold: ${shortfall.why}` }] } : {}),
    fixes: makeInsertUnique(effect, trace, context),
  };
}

/** A row is looked up by columns that the insert behind the check does not write: it is never found. */
function lookedUpInVain(effect: Effect, trace: Trace): Report | undefined {
  if (effect.kind !== "insert" || effect.guards.length > 0 || "*" in effect.values) return undefined;
  const written = new Set(Object.keys(effect.values).map(plain));
  const check = effect.checks.find(
    ({ kind, target, by, local }) =>
      kind === "absence" &&
      !local &&
      sameTarget(target, effect.target) &&
      by.length > 0 &&
      by.every((column) => column !== "*" && !sets(column, written)) &&
      !trace.effects.some((other) => other !== effect && sameTarget(other.target, target) && setsAny(other, by)),
  );
  if (!check) return undefined;
  const columns = check.by.join(", ");
  return {
    effect,
    message: `${effect.name} ${secondRun(effect)} on ${nextAttempt(trace.entry)} in spite of the check before it: it looks for ${columns}, which nothing here writes, so it never finds the row`,
    remedy: `Write ${columns} with the row, under a unique constraint, and treat the conflict as done.`,
    steps: [{ site: check.read, what: `looks for ${columns}` }],
  };
}

/** What the code tests before it acts is not among what its query asks for. */
function testedInVain(effect: Effect, trace: Trace, context: RuleContext): Report | undefined {
  if (effect.guards.length > 0 || !addsUp(effect, context)) return undefined;
  const check = checkOfUnselected(effect, trace, context);
  if (!check) return undefined;
  const columns = check.tests.join(", ");
  return {
    effect,
    message: `${effect.name} ${secondRun(effect)} on ${nextAttempt(trace.entry)} in spite of the check before it: it tests ${columns}, which the query does not select, so it is never there`,
    remedy: `Select ${columns} with the row, and let the write that sets it name what it expects (WHERE … IS NULL): a check alone lets two attempts at once pass.`,
    steps: [{ site: check.read, what: `does not select ${columns}` }],
  };
}

function setsAny(effect: Effect, by: readonly string[]): boolean {
  const names = new Set([...Object.keys(effect.values), ...Object.keys(effect.constants)].map(plain));
  return effect.kind !== "read" && (names.has("*") || by.some((column) => sets(column, names)));
}

/** The column itself is written, or the relation whose row it points to: `project: { connect: { slug } }` sets `projectId`. */
function sets(column: string, written: ReadonlySet<string>): boolean {
  const name = plain(column);
  return written.has(name) || written.has(name.replace(/id$/, ""));
}

/** PostgreSQL fails every statement after a conflict: catching it inside the transaction saves nothing. */
function afterTheConflict(effect: Effect, at: number, trace: Trace, context: RuleContext): Report | undefined {
  if (effect.kind !== "insert" || effect.ignoresConflict || effect.conflict === "escapes" || !isPostgres(effect))
    return undefined;
  const next = trace.effects.find((other, index) => index > at && isTogether(effect, other));
  const caught = next && catchAround(effect, context);
  if (!next || !caught || next.sink.start < caught.end || !isInside(caught, effect)) return undefined;
  return {
    effect,
    message: `${nextAttempt(trace.entry)} fails at ${next.name} each time: PostgreSQL gives up the transaction when ${effect.name} conflicts, and catching the error inside it does not bring it back`,
    remedy: "Let the statement itself ignore the conflict (ON CONFLICT DO NOTHING), or set a savepoint before it.",
    steps: [{ site: next.site, what: `fails after the conflict: ${next.name}` }],
    fixes: tolerateConflict(effect, trace, context, ignoresOnly(caught, effect)),
  };
}

/**
 * The `try` ends with the insert, and its `catch` does nothing but throw the other errors on: a first run has no conflict and does what it did,
 * a second one goes on where the code meant it to go on and the transaction does not let it. So the fix changes no decision.
 */
function ignoresOnly({ tryBlock, catchClause }: ts.TryStatement, { sink }: Effect): boolean {
  const last = tryBlock.statements.at(-1);
  const isLast = last !== undefined && last.pos <= sink.start && sink.end <= last.end && ts.isExpressionStatement(last);
  const caught = [...(catchClause?.block.statements ?? [])];
  return (
    isLast &&
    caught.length <= 1 &&
    caught.every((one) => ts.isIfStatement(one) && !one.elseStatement && throwsOn(one.thenStatement))
  );
}

function throwsOn(node: ts.Statement): boolean {
  const statements = ts.isBlock(node) ? [...node.statements] : [node];
  return statements.length === 1 && statements.every(ts.isThrowStatement);
}

/** The `try` around a write whose `catch` waits for a unique violation. */
function catchAround(effect: Effect, context: RuleContext): ts.TryStatement | undefined {
  const source = context.source(effect.sink.file);
  if (!source) return undefined;
  return nodesAround(source, effect.sink.start, effect.sink.end)
    .filter(ts.isTryStatement)
    .findLast(
      ({ tryBlock, catchClause }) =>
        tryBlock.end >= effect.sink.end && catchClause && CONFLICT.test(textOf(source, catchClause)),
    );
}

/** The transaction was opened outside of the `try`, and goes on after it. */
function isInside(caught: ts.TryStatement, { transaction, sink }: Effect): boolean {
  if (transaction?.site.file !== sink.file) return false;
  const { start, end } = transaction.site;
  return start < caught.pos && (end > caught.end || end < caught.pos);
}

function isPostgres({ library }: Effect): boolean {
  return /^(node-postgres|postgres\.js|pglite|neon|vercel|slonik|pg-promise)/i.test(library);
}

const CONFLICT = /P2002|23505|11000|ER_DUP_ENTRY|1062|Unique|SQLITE_CONSTRAINT|isConflict|isDuplicate/;
