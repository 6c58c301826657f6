import assert from "node:assert/strict";
import type { Finding } from "../../analyzer/trace.js";
import { openSession, type CheckResult, type Session } from "../../rules/session.js";
import { removeTrees, tree, type TemporaryTree } from "../project/tree.js";

/** A queue consumer over functions that only a configuration explains. */
const project = {
  "package.json": "{}",
  "tsconfig.json": "{}",
  "src/bank.ts": `
    import { wire } from "@acme/bank";
    export class Bank { constructor(private readonly url: string) {} async send(transfer: unknown) { return wire(this.url, transfer); } }
    export const bank = new Bank("x");`,
  "src/once.ts": `
    export async function once<T>(key: string, run: () => Promise<T>) { return opaque(key, run); }
    export async function firstTime(key: string) { return opaque(key); }
    export function freshKey() { return opaque(); }
    declare function opaque(...args: unknown[]): any;`,
  "src/jobs.ts": `
    import { subscribe } from "@acme/bus";
    import { bank } from "./bank";
    import { firstTime, freshKey, once } from "./once";
    subscribe("payouts", async (message: { id: string }) => {
      await bank.send({ id: message.id });
    });
    subscribe("wrapped", async (message: { id: string }) => {
      await once(message.id, () => bank.send({ id: message.id }));
    });
    subscribe("claimed", async (message: { id: string }) => {
      if (!(await firstTime(message.id))) return;
      await bank.send({ id: message.id });
    });
    subscribe("keyed", async (message: { id: string }) => {
      await bank.send({ id: message.id, key: freshKey() });
    });
    `,
};

const bus = { on: "call", from: "@acme/bus", call: "subscribe", handler: "1", kind: "queue" };
const send = { from: "./src/bank.ts", call: "Bank#send", effect: "call", target: "bank transfer", key: "0.key" };

describe("the configuration", () => {
  after(removeTrees);

  it("makes unknown functions known: entry points, effects, guards, claims, unstable values", () => {
    const effectOnly = checked({ entryPoints: [bus], effects: [send] });
    assert.deepEqual(places(effectOnly), ["payouts", "wrapped", "claimed"]);
    assert.equal(effectOnly.findings[0]?.risk, "critical");
    const all = checked({
      entryPoints: [bus],
      effects: [send],
      guards: [
        { form: "wrapper", from: "./src/once.ts", call: "once", callback: "1", key: "0" },
        { form: "claim", from: "./src/once.ts", call: "firstTime", key: "0" },
      ],
      unstable: [{ from: "./src/once.ts", call: "freshKey" }],
    });
    assert.deepEqual(rulesOf(all), ["missing-idempotency-key", "unstable-key"]);
  });

  it("takes the same from comments", () => {
    const files = tree({
      ...project,
      "idemlint.config.json": JSON.stringify({ entryPoints: [bus] }),
      "src/bank.ts": `
        import { wire } from "@acme/bank";
        export class Bank {
          /**
           * Sends money.
           * @effect call critical bank transfer key=transfer.key
           */
          async send(transfer: { id: string; key?: string }) { return wire(transfer); }
          /** @effect nothing */
          async look() {}
        }
        export const bank = new Bank();`,
      "src/once.ts": project["src/once.ts"]
        .replace("export async function once", "/** @idempotencyGuard key=key */\nexport async function once")
        .replace("(key: string) {", "(key: string): Promise<boolean> {")
        .replace("export async function firstTime", "/** @idempotencyGuard */\nexport async function firstTime"),
    });
    const result = check(files);
    assert.deepEqual(places(result), ["payouts"]);
    assert.match(
      result.problems.map(({ message }) => message).join("\n"),
      /src\/bank\.ts:9: @effect nothing on look names no kind of effect\. Write one of insert, /,
    );
  });

  it("adds to a library that is known already", () => {
    const files = tree({
      "tsconfig.json": "{}",
      "idemlint.config.json": JSON.stringify({
        effects: [{ from: "stripe", call: "Stripe#charges.create", effect: "read" }],
      }),
      "app.ts": `
        import express from "express"; import Stripe from "stripe";
        const stripe = new Stripe("k");
        express().post("/charges", async (req) => { await stripe.charges.create({ amount: 1 }); await stripe.refunds.create({ charge: req.body.id }); });`,
    });
    assert.deepEqual(
      check(files).findings.map((finding) => finding.effect.name),
      ["stripe.refunds.create"],
    );
  });

  it("is read as data: constants, spreads and imports of a TypeScript file, and what it extends", () => {
    const files = tree({
      ...project,
      "config/bus.ts": `export const bus = ${JSON.stringify(bus)} as const;`,
      "config/base.json": `{
        // Shared by all services.
        "rules": { "missing-idempotency-key": "warning", "unstable-key": "off" }, "riskWords": { "low": ["transfer"] } }`,
      "idemlint.config.ts": `
        import { defineConfig } from "idemlint";
        import { bus } from "./config/bus";
        const shared = { effects: [${JSON.stringify(send)}] };
        export default defineConfig({ extends: "./config/base.json", ...shared, entryPoints: [bus], rules: { "missing-idempotency-key": "error" } });`,
    });
    const result = check(files);
    assert.deepEqual([result.misconfigured, result.findings.length], [undefined, 0], "a transfer is of low risk here");
    files.write("config/base.json", "{}");
    assert.equal(check(files).findings.length, 3);
  });

  it("sets rules by path, and the host's own word counts more", () => {
    const files = tree({ ...project, "idemlint.config.json": "" });
    const configured = (more: object) => {
      files.write("idemlint.config.json", JSON.stringify({ entryPoints: [bus], effects: [send], ...more }));
      return files;
    };
    const off = { overrides: [{ files: "src/**", rules: { "missing-idempotency-key": "off" } }] };
    const asked = { "missing-idempotency-key": "info" } as const;
    assert.deepEqual(severities(check(configured({}))), ["error"]);
    assert.deepEqual(severities(check(configured(off))), []);
    assert.deepEqual(severities(check(configured(off), asked)), ["info"]);
  });

  it("says what is wrong, where, and what to do, in a sentence each", () => {
    const messages = (text: string, name = "idemlint.config.ts") =>
      misconfigured(tree({ ...project, [name]: text })).map((message) => message.replace(/^.*\/(?=idemlint)/, ""));
    assert.deepEqual(
      messages(`export default {\n  effects: [{ from: "x", call: "y", effect: "send" }],\n  rulez: {},\n};`),
      [
        "idemlint.config.ts:3: rulez is not known; known are $schema, extends, preset, rules, overrides, effects, guards, entryPoints, retries, unstable, riskWords, names and retention.",
        'idemlint.config.ts:2: effects[0].effect is "send"; write insert, update, increment, append, delete, upsert, call, publish, enqueue, start, reserve, release or read.',
      ],
    );
    assert.deepEqual(messages(`export default { guards: [{ form: "lock" }], retention: { critical: "long" } }`), [
      'idemlint.config.ts:1: guards[0].form is "lock"; write wrapper, claim, rest, itself or decorator.',
      'idemlint.config.ts:1: retention.critical is "long"; write a number and a unit, such as "15m", "24h" or "30d".',
    ]);
    assert.deepEqual(messages(`export default { rules: { [process.env.RULE]: "off" } }`), [
      "idemlint.config.ts:1: process.env.RULE is only known when the file runs, and Idemlint runs nothing; write the value itself.",
    ]);
    assert.deepEqual(messages(`{ "rules": { "no-such": "off" }, "extends": "./gone.json" }`, "idemlint.config.json"), [
      "idemlint.config.json:1: extends ./gone.json, which is not there.",
      "idemlint.config.json:1: no-such is no rule; idemlint explain lists them.",
    ]);
    assert.deepEqual(messages(`{ "rules": `, "idemlint.config.json").length, 1);
  });

  it("decides by the words of the user what is asked for, only a figure, a trial or a place in a list", () => {
    const files = tree({
      "tsconfig.json": "{}",
      "idemlint.config.json": "{}",
      "app.ts": `
        import express from "express"; import nodemailer from "nodemailer"; import { Pool } from "pg"; import { Worker } from "bullmq";
        const app = express(); const mailer = nodemailer.createTransport({}); const pool = new Pool();
        app.post("/nudges", async (req) => { await mailer.sendMail({ to: req.body.to }); });
        app.post("/feedback", async (req) => { await mailer.sendMail({ to: req.body.to }); });
        app.post("/rehearsals", async (req) => { await mailer.sendMail({ to: req.body.to }); });
        async function sendBeacon(id: string) { await fetch("https://figures.example/v1/entries", { method: "POST", body: id }); }
        new Worker("figures", async (job) => { await sendBeacon(job.data.id); });
        new Worker("slots", async (job) => { await pool.query("UPDATE tasks SET slot = slot + 1 WHERE id = $1", [job.data.id]); });`,
    });
    const entries = (more: object) => {
      files.write("idemlint.config.json", JSON.stringify(more));
      return check(files).findings.map(({ entry }) => entry.name);
    };
    assert.deepEqual(entries({}), ["POST /nudges", "POST /rehearsals", "queue figures", "queue slots"]);
    const names = { onRequest: ["nudge", "!feedback"], trial: ["rehearsal"], telemetry: ["beacon"], rank: ["slot"] };
    assert.deepEqual(entries({ names }), ["POST /feedback"]);
  });

  it("weighs columns that move by the words of the user, too", () => {
    const files = tree({
      "tsconfig.json": "{}",
      "idemlint.config.json": "{}",
      "app.ts": `
        import { Pool } from "pg"; import { Worker } from "bullmq";
        const pool = new Pool();
        new Worker("games", async (job) => { await pool.query("UPDATE players SET balance = balance + 1, gems = gems + 1 WHERE id = $1", [job.data.id]); });`,
    });
    const risks = (riskWords: object) => {
      files.write("idemlint.config.json", JSON.stringify({ riskWords }));
      return check(files).findings.map(({ risk, riskReason }) => `${risk}: ${riskReason}`);
    };
    assert.deepEqual(risks({}), ["critical: the word “balance” in balance"]);
    assert.deepEqual(risks({ normal: ["balance"], high: ["gem"] }), ["high: the word “gem” in gems"]);
  });

  it("names every entry that matches nothing", () => {
    const files = tree({
      ...project,
      "idemlint.config.json": JSON.stringify({
        effects: [
          { from: "./src/bank.ts", call: "Bank#pay", effect: "call" },
          { from: "./src/gone.ts", call: "pay", effect: "call" },
          { from: "@acme/gone", call: "pay", effect: "call" },
          { from: "@acme/bank", call: "refund", effect: "call" },
        ],
        entryPoints: [{ on: "export", files: "cron/*.ts", exports: "run", kind: "cron" }],
        overrides: [{ files: ["scripts/**"], rules: {} }],
        riskWords: { critical: ["voucher"] },
        names: { onRequest: ["payout", "nudge"], trial: ["!sandbox"] },
      }),
    });
    assert.deepEqual(
      misconfigured(files).map((message) => message.replaceAll(files.root, "").replace(/^.*?: /, "")),
      [
        "effects[0] matches nothing: ./src/bank.ts has no Bank#pay whose code can be seen.",
        "effects[1] matches nothing: there is no ./src/gone.ts in .",
        "effects[2] matches nothing: no file of the project imports @acme/gone.",
        "effects[3] matches nothing: no file of the project uses refund.",
        "entryPoints[0] matches nothing: no source file has a path like /cron/*.ts.",
        "overrides[0].files matches nothing: no source file has a path like scripts/**.",
        "riskWords.critical[0] matches nothing: “voucher” is in no name of the project.",
        "names.onRequest[1] matches nothing: “nudge” is in no name of the project.",
        "names.trial[0] matches nothing: “sandbox” is in no name of the project.",
      ],
    );
  });

  it("does not take its own text for the project's", () => {
    const files = tree({
      ...project,
      "idemlint.config.ts": `export default { riskWords: { critical: ["voucher"] } };`,
    });
    assert.deepEqual(
      misconfigured(files).map((message) => message.replace(/^.*?: /, "")),
      ["riskWords.critical[0] matches nothing: “voucher” is in no name of the project."],
    );
  });

  it("is followed while the project is open", () => {
    const files = tree({ ...project, "idemlint.config.json": JSON.stringify({ entryPoints: [bus] }) });
    const session = opened(files);
    const count = () => session.check({ preset: "recommended" }).findings.length;
    assert.equal(count(), 0);
    files.write("idemlint.config.json", JSON.stringify({ entryPoints: [bus], effects: [send] }));
    session.touch(files.path("idemlint.config.json"));
    assert.equal(count(), 3);
    files.write("src/bank.ts", project["src/bank.ts"].replace("async send", "async pay"));
    session.touch(files.path("src/bank.ts"));
    assert.match(session.check({ preset: "recommended" }).misconfigured?.[0]?.message ?? "", /has no Bank#send/);
  });
});

function opened(files: TemporaryTree): Session {
  const result = openSession({ cwd: files.root });
  if (!result.ok) throw new Error(result.problem.message);
  return result.session;
}

function check(files: TemporaryTree, rules?: Record<string, "info">): CheckResult {
  return opened(files).check({ preset: "recommended", ...(rules && { rules }) });
}

function checked(config: object): CheckResult {
  const result = check(tree({ ...project, "idemlint.config.json": JSON.stringify(config) }));
  assert.deepEqual(result.misconfigured, undefined);
  return result;
}

function misconfigured(files: TemporaryTree): readonly string[] {
  return (check(files).misconfigured ?? []).map(({ message }) => message);
}

function places({ findings }: CheckResult): readonly string[] {
  return findings.map((finding: Finding) => finding.entry.name.replace("queue ", ""));
}

function rulesOf({ findings }: CheckResult): readonly string[] {
  return findings.map((finding) => finding.rule);
}

function severities({ findings }: CheckResult): readonly string[] {
  return [...new Set(findings.map((finding) => finding.severity))];
}
