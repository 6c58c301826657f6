import { strict as assert } from "node:assert";
import type { Delivery, Effect, Finding, Risk } from "../../analyzer/trace.js";
import { rules } from "../../rules/index.js";
import { judge, type JudgedProject } from "../../rules/judging/judge.js";
import { defineRule, type Report, type Rule } from "../../rules/rule.js";
import type { RuleSettings } from "../../rules/session.js";
import { effect, entry, project, siteOf, trace } from "./made.js";

const FILE = "/app/src/orders.ts";
const TEXT = `import { Worker } from "bullmq";

new Worker("orders", async (job) => {
  await stripe.charges.create({ amount: 1 });
});
`;

const everywhere = speaking("every-risk");
const byRisk = speaking("by-risk");

describe("judge", () => {
  it("grades by risk and delivery as the table says", () => {
    const table: [Risk, Delivery, string, string][] = [
      ["critical", "redelivered", "error", "error"],
      ["critical", "retried", "error", "error"],
      ["high", "retried", "error", "error"],
      ["normal", "redelivered", "warning", "warning"],
      ["normal", "replayed", "warning", "warning"],
      ["normal", "retried", "off", "warning"],
      ["low", "redelivered", "off", "info"],
      ["low", "retried", "off", "off"],
    ];
    for (const [risk, delivery, recommended, strict] of table) {
      assert.equal(severity(byRisk, { risk }, delivery), recommended, `${risk} ${delivery} recommended`);
      assert.equal(severity(byRisk, { risk }, delivery, "strict"), strict, `${risk} ${delivery} strict`);
    }
    assert.equal(severity(everywhere, { risk: "normal" }, "retried"), "warning");
    assert.equal(severity(everywhere, { risk: "low" }, "redelivered"), "off");
  });

  it("lowers what a path with an opaque step leads to, and obeys a report's own limit", () => {
    assert.equal(severity(byRisk, { confidence: "possible" }, "redelivered"), "warning");
    const capped = speaking("by-risk", "capped", { atMost: { severity: "info", because: "it does no harm" } });
    assert.equal(severity(capped, {}, "redelivered"), "info");
  });

  it("tells what decided when the risk did not", () => {
    const because = "it does no harm";
    const app = project({ [FILE]: TEXT });
    const one = effect(siteOf(app, FILE, "stripe.charges.create({ amount: 1 })"));
    const reasonOf = (over: Pick<Report, "atMost" | "atLeast">) =>
      run([speaking("by-risk", "bounded", over)], app, [trace(entry(siteOf(app, FILE, "new Worker")), one)])[0]
        ?.riskReason;
    assert.equal(reasonOf({ atMost: { severity: "info", because } }), `${one.riskReason}; ${because}`);
    assert.equal(reasonOf({ atLeast: { severity: "warning", because } }), one.riskReason);
  });

  it("keeps quiet about what the engine holds safe, and about a query's effects of no weight", () => {
    assert.equal(severity(byRisk, { quiet: "an audit trail" }, "redelivered"), "off");
    const app = project({ [FILE]: TEXT });
    const query = entry(siteOf(app, FILE, "new Worker"), { safe: true });
    const at = siteOf(app, FILE, "stripe.charges.create({ amount: 1 })");
    assert.deepEqual(run([byRisk], app, [trace(query, effect(at, { risk: "normal" }))]), []);
    assert.equal(run([byRisk], app, [trace(query, effect(at, { risk: "high" }))]).length, 1);
  });

  it("lets settings turn a rule off, grade it, and turn on what the preset leaves out", () => {
    const quietRule = { ...byRisk, recommended: false };
    assert.equal(severity(quietRule, {}, "redelivered"), "off");
    assert.equal(severity(quietRule, {}, "redelivered", "recommended", { speaking: "info" }), "info");
    assert.equal(severity(byRisk, {}, "redelivered", "recommended", { speaking: "off" }), "off");
    const app = project({ [FILE]: TEXT });
    const { problems } = judge([], [byRisk], app, { preset: "recommended", rules: { "no-such-rule": "error" } });
    assert.match(problems[0]?.message ?? "", /no-such-rule, which is no rule/);
  });

  it("reports one effect once: the first rule, the surest delivery, the other entries by name", () => {
    const app = project({ [FILE]: TEXT });
    const at = siteOf(app, FILE, "stripe.charges.create({ amount: 1 })");
    const place = siteOf(app, FILE, "new Worker");
    const post = entry(place, { name: "POST /orders", delivery: "retried" });
    const findings = run([everywhere, speaking("by-risk", "later")], app, [
      trace(post, effect(at), effect(at)),
      trace(entry(place), effect(at)),
    ]);
    assert.deepEqual(
      findings.map((one) => [one.rule, one.entry.name]),
      [["speaking", "queue orders"]],
    );
    assert.match(findings.map((one) => one.message).join(), /also reached from POST \/orders/);
  });

  it("gives a finding the same fingerprint when lines move, another one per effect", () => {
    const twice = TEXT.replace(/( {2}await .*\n)/, "$1$1");
    const prints = (text: string): string[] => {
      const app = project({ [FILE]: text });
      const count = text.split("charges.create").length - 1;
      const call = "stripe.charges.create({ amount: 1 })";
      const effects = Array.from({ length: count }, (_, nth) => effect(siteOf(app, FILE, call, nth)));
      return run([byRisk], app, [trace(entry(siteOf(app, FILE, "new Worker")), ...effects)]).map(
        (one) => one.fingerprint,
      );
    };
    const [first] = prints(TEXT);
    assert.deepEqual(prints(`// A comment.\n\n${TEXT}`), [first]);
    assert.equal(prints(twice)[0], first);
    assert.notEqual(prints(twice)[1], first);
  });

  it("obeys a comment that gives a reason, and says so when one gives none", () => {
    const comment = (text: string): string => TEXT.replace("  await", `  ${text}\n  await`);
    const judged = (text: string) => {
      const app = project({ [FILE]: text });
      const at = siteOf(app, FILE, "stripe.charges.create({ amount: 1 })");
      const result = judge([trace(entry(siteOf(app, FILE, "new Worker")), effect(at))], [byRisk], app, RECOMMENDED);
      return { found: result.findings.length, problem: result.problems[0]?.message ?? "" };
    };
    assert.deepEqual(judged(comment("// idemlint-disable-next-line speaking -- the ledger dedupes")), {
      found: 0,
      problem: "",
    });
    assert.equal(judged(`/* idemlint-disable speaking -- generated */\n${TEXT}`).found, 0);
    assert.equal(judged(`/* idemlint-disable speaking -- old */\n/* idemlint-enable speaking */\n${TEXT}`).found, 1);
    assert.equal(judged(comment("// idemlint-disable-next-line other -- because")).found, 1);
    assert.match(judged(comment("// idemlint-disable-next-line speaking")).problem, /gives no reason/);
    assert.match(judged(comment("// idemlint-disable-next-line other -- because")).problem, /is no rule/);
    assert.equal(judged(`${TEXT}const text = "// idemlint-disable-next-line speaking";\n`).problem, "");
  });

  it("ends a suppression after its day, and tells of comments that switch nothing off", () => {
    const judged = (text: string, over: Partial<RuleSettings> = {}) => {
      const app = project({ [FILE]: text });
      const at = siteOf(app, FILE, "stripe.charges.create({ amount: 1 })");
      const settings = { ...RECOMMENDED, today: "2026-06-30", ...over };
      const result = judge([trace(entry(siteOf(app, FILE, "new Worker")), effect(at))], [byRisk], app, settings);
      return {
        found: result.findings.length,
        reasons: result.suppressed.map(({ suppression }) => suppression.reason),
        problem: result.problems.map(({ message }) => message).join(),
      };
    };
    const above = (text: string): string => TEXT.replace("  await", `  // ${text}\n  await`);
    const until = (day: string) => above(`idemlint-disable-next-line speaking until ${day} -- moves to the outbox`);
    assert.deepEqual(judged(until("2026-06-30")), { found: 0, reasons: ["moves to the outbox"], problem: "" });
    assert.equal(judged(until("2026-06-29")).found, 1);
    assert.match(judged(until("2026-06-29")).problem, /^Line 4: .*until 2026-06-29 \(moves to the outbox\).*is over/);
    assert.match(judged(until("2026-02-30")).problem, /until 2026-02-30, which is no day/);
    assert.equal(judged(until("2026-02-30")).found, 1);

    const idle = `// idemlint-disable-next-line speaking -- long gone\n${TEXT}`;
    assert.match(judged(idle).problem, /^Line 1: the comment switches speaking off, which finds nothing there/);
    assert.equal(judged(idle, { rules: { speaking: "off" } }).problem, "");
  });

  it("knows each rule by its file's name, with a page and a summary", () => {
    assert.equal(new Set(rules.map((rule) => rule.id)).size, rules.length);
    for (const rule of rules) assert.ok(rule.summary.length > 20, rule.id);
  });
});

const RECOMMENDED: RuleSettings = { preset: "recommended" };

function speaking(severity: Rule["severity"], id = "speaking", over: Pick<Report, "atMost" | "atLeast"> = {}): Rule {
  return defineRule({
    id,
    summary: "Says something about every effect",
    group: "keys",
    recommended: true,
    severity,
    *check({ effects }) {
      for (const one of effects) yield { effect: one, message: "It happens again.", remedy: "Stop.", ...over };
    },
  });
}

function run(some: readonly Rule[], app: JudgedProject, traces: Parameters<typeof judge>[0]): readonly Finding[] {
  return judge(traces, some, app, RECOMMENDED).findings;
}

function severity(
  rule: Rule,
  over: Partial<Effect>,
  delivery: Delivery,
  preset: RuleSettings["preset"] = "recommended",
  rules: RuleSettings["rules"] = {},
): string {
  const app = project({ [FILE]: TEXT });
  const one = effect(siteOf(app, FILE, "stripe.charges.create({ amount: 1 })"), over);
  const from = entry(siteOf(app, FILE, "new Worker"), { delivery });
  return judge([trace(from, one)], [rule], app, { preset, rules }).findings[0]?.severity ?? "off";
}
