import { strict as assert } from "node:assert";
import { riskOfName } from "../../analyzer/risk.js";
import { namesBy } from "../../rules/facts/names.js";
import type { Effect, EntryPoint, Key } from "../../analyzer/trace.js";
import { passStableKey, useStableKey } from "../../rules/fixes/stable-key.js";
import { applyFix } from "../../rules/fixes/edits.js";
import type { RuleContext } from "../../rules/rule.js";
import { effect, entry, made, project, siteOf, trace } from "./made.js";

const FILE = "/app/src/handler.ts";
const option: Key = { place: "the idempotencyKey option", slot: { argument: 1, property: ["idempotencyKey"] } };
const header: Key = {
  place: "the Idempotency-Key header",
  slot: { argument: 1, property: ["headers", "Idempotency-Key"] },
};

describe("key fixes", () => {
  it("add the options argument, made of the message", () => {
    same(
      pass(
        `new Worker("q", async (job) => {\n  await stripe.charges.create(params);\n});\n`,
        "stripe.charges.create(params)",
      ),
      [
        'new Worker("q", async (job) => {',
        "  await stripe.charges.create(params, { idempotencyKey: `${job.queueName}-${job.id}:charge` });",
        "});",
      ],
    );
  });

  it("add the property to options that are there, on one line or several", () => {
    const one = "stripe.charges.create(params, { stripeAccount: account })";
    assert.match(
      pass(inWorker(one), one),
      /\{ stripeAccount: account, idempotencyKey: `\$\{job\.queueName\}-\$\{job\.id\}:charge` \}/,
    );
    const many = "stripe.charges.create(params, {\n    stripeAccount: account,\n  })";
    assert.match(
      pass(inWorker(many), many),
      /account,\n {4}idempotencyKey: `\$\{job\.queueName\}-\$\{job\.id\}:charge`,\n {2}\}\)/,
    );
  });

  it("add the call of the chain that sets it", () => {
    const key: Key = { place: "the id that setId() sets", slot: { argument: 0, property: [], link: "setId" } };
    const call = "receipts.createJob(job.data).save()";
    const send = { key, name: "receipts.createJob.save", kind: "enqueue" } as const;
    assert.match(
      pass(inWorker(call), call, send),
      /createJob\(job\.data\)\.setId\(`\$\{job\.queueName\}-\$\{job\.id\}:[\w-]+`\)\.save\(\)/,
    );
  });

  it("copy options that come under a name", () => {
    const call = "stripe.charges.create(params, options)";
    assert.match(pass(inWorker(call), call), /create\(params, \{ \.\.\.options, idempotencyKey: /);
  });

  it("set a header, in headers that are there or not", () => {
    const bare = 'fetch(url, { method: "POST" })';
    const http = { key: header, name: "POST api.bank.example/v1/payouts", library: "fetch" };
    assert.match(
      pass(inWorker(bare), bare, http),
      /"POST", headers: \{ "Idempotency-Key": `\$\{job\.queueName\}-\$\{job\.id\}:payout` \} \}/,
    );
    const there = 'fetch(url, { method: "POST", headers: { Accept: "text" } })';
    assert.match(
      pass(inWorker(there), there, http),
      /\{ Accept: "text", "Idempotency-Key": `\$\{job\.queueName\}-\$\{job\.id\}:payout` \}/,
    );
    const named = 'fetch(url, { method: "POST", headers })';
    assert.match(pass(inWorker(named), named, http), /headers: \{ \.\.\.headers, "Idempotency-Key": /);
    const built = 'fetch(url, { method: "POST", headers: new Headers(defaults) })';
    assert.equal(pass(inWorker(built), built, http), inWorker(built), "a Headers object has no properties to copy");
  });

  it("take the business id that a parameter's type declares", () => {
    const call = "stripe.charges.create(params)";
    const text = (fields: string) =>
      `interface Order { ${fields} }\nasync function charge(order: Order, params: Params) {\n  await ${call};\n}\n`;
    assert.match(pass(text("readonly reference: string; cents: number"), call), /`\$\{order\.reference\}:charge`/);
    assert.equal(pass(text("reference?: string"), call), text("reference?: string"), "it may be absent");
    assert.equal(pass(text("customerId: string"), call), text("customerId: string"), "it says who, not what");
  });

  it("follow the file's quotes", () => {
    const call = "fetch(url, { method: 'POST' })";
    const text = `import { Worker } from 'bullmq';\n${inWorker(call).replaceAll('"', "'")}`;
    const http = { key: header, name: "POST api.bank.example/v1/payouts", library: "fetch" };
    assert.match(pass(text, call, http), /'Idempotency-Key': `/);
  });

  it("put the key into an AWS command", () => {
    const call = "sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body }))";
    const key: Key = { place: "MessageDeduplicationId", slot: { argument: 0, property: ["MessageDeduplicationId"] } };
    const sent = { key, kind: "publish", library: "AWS SQS", name: "sqs.send", target: "shipments.fifo" } as const;
    assert.match(
      pass(inWorker(call), call, sent),
      /MessageBody: body,\n {4}MessageDeduplicationId: `\$\{job\.queueName\}-\$\{job\.id\}:shipment`,\n {2}\}\)/,
    );
  });

  it("use what is in scope: a key, a Stripe event, an order's id", () => {
    const call = "stripe.charges.create({ amount: order.total })";
    const service = (parameters: string, before = ""): string =>
      `export async function charge(${parameters}) {\n${before}  await ${call};\n}\n`;
    assert.match(pass(service("order: Order, idempotencyKey: string"), call), /`\$\{idempotencyKey\}:charge`/);
    assert.match(pass(service("order: Order, event: Stripe.Event"), call), /`\$\{event\.id\}:charge`/);
    assert.match(pass(service("order: Order", "  log(order.id);\n"), call), /`\$\{order\.id\}:charge`/);
    assert.match(pass(service("{ orderId, total }: Order"), call), /`\$\{orderId\}:charge`/);
    assert.equal(pass(service("{ userId, total }: Order"), call), service("{ userId, total }: Order"), "who, not what");
  });

  it("use what names a job that is taken apart, or take it out too", () => {
    const call = "stripe.charges.create({ amount })";
    const takes = (pattern: string): string =>
      `import type { Job } from "bullmq";\n\nexport async function charge(${pattern}: Job<Order>) {\n  await ${call};\n}\n`;
    const fixed = (pattern: string): string => pass(takes(pattern), call);
    const nested = fixed("{ data: { id, amount } }");
    assert.match(nested, /\(\{ data: \{ id, amount \}, queueName, id: jobId \}: Job<Order>\)/);
    assert.match(nested, /`\$\{queueName\}-\$\{jobId\}:charge`/);
    const renamed = fixed("{ id: number, queueName: queue, data: { amount } }");
    assert.match(renamed, /`\$\{queue\}-\$\{number\}:charge`/);
    assert.match(fixed("{ data: { amount }, ...job }"), /`\$\{job\.queueName\}-\$\{job\.id\}:charge`/);
    assert.doesNotMatch(
      fixed("{ id = randomUUID(), data: { amount } }"),
      /\$\{id\}/,
      "the default may be new each time",
    );
    assert.doesNotMatch(fixed("{ id = 1, data: { amount } }"), /jobId/, "two names for one member");
  });

  it("never use an id that this attempt made", () => {
    const call = "stripe.charges.create({ amount: order.total })";
    const text = `export async function pay(input: Input) {\n  const order = await db.order.create(input);\n  log(order.id);\n  await ${call};\n}\n`;
    const app = project({ [FILE]: text });
    const insert = effect(siteOf(app, FILE, "db.order.create(input)"), { kind: "insert", name: "db.order.create" });
    const charge = effect(siteOf(app, FILE, call), { key: option });
    const context = contextOf(app);
    assert.deepEqual(passStableKey(trace(entry(siteOf(app, FILE, "export")), insert, charge), charge, context), []);
  });

  it("ask for the header where the handler has nothing else, and refuse a request without it", () => {
    const call = "stripe.charges.create({ amount: req.body.amount })";
    const text = `app.post("/charges", async (req, res) => {\n  const charge = await ${call};\n  res.json(charge);\n});\n`;
    same(pass(text, call, {}, HTTP), [
      'app.post("/charges", async (req, res) => {',
      '  const idempotencyKey = req.get("Idempotency-Key");',
      "  if (!idempotencyKey) {",
      '    res.status(400).json({ error: "Idempotency-Key header is required" });',
      "    return;",
      "  }",
      "  const charge = await stripe.charges.create(",
      "    { amount: req.body.amount },",
      "    { idempotencyKey: `${idempotencyKey}:charge` },",
      "  );",
      "  res.json(charge);",
      "});",
    ]);
  });

  it("pass the identity down the call path, across files", () => {
    const route = `app.post("/charges", async (req, res) => {\n  await payments.pay(req.body.amount);\n});\n`;
    const service = `export class Payments {\n  async pay(amount: number) {\n    return this.charge(amount);\n  }\n\n  private charge(amount: number) {\n    return stripe.charges.create({ amount });\n  }\n}\n`;
    const files = thread(route, service);
    assert.match(files.get(FILE) ?? "", /payments\.pay\(req\.body\.amount, idempotencyKey\)/);
    const fixed = files.get(SERVICE) ?? "";
    assert.match(fixed, /async pay\(amount: number, idempotencyKey: string\)/);
    assert.match(fixed, /this\.charge\(amount, idempotencyKey\)/);
    assert.match(fixed, /private charge\(amount: number, idempotencyKey: string\)/);
    assert.match(fixed, /\{ idempotencyKey: `\$\{idempotencyKey\}:charge` \}/);
  });

  it("leave the key absent for callers that are not on the path", () => {
    const route = `app.post("/charges", async (req, res) => {\n  await payments.pay(req.body.amount);\n});\n`;
    const service = `export class Payments {\n  async pay(amount: number) {\n    return this.charge(amount);\n  }\n\n  charge(amount: number) {\n    return stripe.charges.create({ amount });\n  }\n\n  other() {\n    return this.charge(1);\n  }\n}\n`;
    const fixed = thread(route, service).get(SERVICE) ?? "";
    assert.match(fixed, /charge\(amount: number, idempotencyKey\?: string\)/);
    assert.match(fixed, /idempotencyKey: idempotencyKey && `\$\{idempotencyKey\}:charge`/);
  });

  it("tell the turns of a loop apart, or give none", () => {
    const call = "stripe.transfers.create({ amount: payout.amount })";
    const loop = (list: string): string =>
      inWorker(
        `(await ${list}).length;\n  for (const payout of payouts) {\n    log(payout.id);\n    await ${call};\n  }`,
      );
    assert.match(
      pass(loop("payouts"), call, { name: "stripe.transfers.create", inLoop: true }),
      /`\$\{payout\.id\}:transfer`/,
    );
    const blind = inWorker(`1;\n  for (const amount of amounts) await ${call}`);
    assert.equal(pass(blind, call, { inLoop: true }), blind);
  });

  it("number two calls of one operation under one identity", () => {
    const text = inWorker("stripe.charges.create(a);\n  await stripe.charges.create(b)");
    const app = project({ [FILE]: text });
    const first = effect(siteOf(app, FILE, "stripe.charges.create(a)"), { key: option });
    const second = effect(siteOf(app, FILE, "stripe.charges.create(b)"), { key: option });
    const from = entry(siteOf(app, FILE, "new Worker"), { handler: handlerIn(app, "async (job)") });
    const fix = passStableKey(trace(from, first, second), second, contextOf(app))[0];
    assert.match(fix ? (applyFix(fix, (file) => app.text(file)).get(FILE) ?? "") : "", /create\(b, .*:charge-2`/);
  });

  it("replace what is new on each attempt, where it is made, and drop its import", () => {
    const call = "stripe.charges.create(params, { idempotencyKey: key })";
    const text = `import { randomUUID } from "node:crypto";\n${inWorker(`null;\n  const key = randomUUID();\n  log(key);\n  await ${call}`)}`;
    const fixed = replace(text, call);
    assert.match(fixed, /const key = `\$\{job\.queueName\}-\$\{job\.id\}:charge`;/);
    assert.doesNotMatch(fixed, /randomUUID/);
    const inline = "stripe.charges.create(params, { idempotencyKey: randomUUID() })";
    const both = `import { createHash, randomUUID } from "node:crypto";\n${inWorker(inline)}`;
    const other = replace(both, inline);
    assert.match(other, /import \{ createHash \} from "node:crypto";/);
    assert.match(other, /\{ idempotencyKey: `\$\{job\.queueName\}-\$\{job\.id\}:charge` \}/);
  });

  it("refuse a request without the header instead of making a key for it", () => {
    const call = "stripe.charges.create(params, { idempotencyKey: key })";
    const text = `import { randomUUID } from "node:crypto";\n\napp.post("/charges", async (req, res) => {\n  const key = req.get("Idempotency-Key") ?? randomUUID();\n  await ${call};\n});\n`;
    same(replace(text, call, HTTP), [
      "",
      'app.post("/charges", async (req, res) => {',
      '  const key = req.get("Idempotency-Key");',
      "  if (!key) {",
      '    res.status(400).json({ error: "Idempotency-Key header is required" });',
      "    return;",
      "  }",
      `  await ${call};`,
      "});",
    ]);
  });
});

const SERVICE = "/app/src/payments.ts";

const HTTP: Partial<EntryPoint> = {
  kind: "http",
  delivery: "retried",
  name: "POST /charges",
  library: "Express",
  identities: [{ what: "the Idempotency-Key header", expression: 'req.get("Idempotency-Key")' }],
};

function inWorker(statement: string): string {
  return `new Worker("q", async (job) => {\n  await ${statement};\n});\n`;
}

function pass(text: string, call: string, over: Partial<Effect> = {}, from: Partial<EntryPoint> = {}): string {
  const app = project({ [FILE]: text });
  const one = effect(siteOf(app, FILE, call), { key: option, ...over });
  return apply(app, passStableKey(trace(entryIn(app, from), one), one, contextOf(app)));
}

function replace(text: string, call: string, from: Partial<EntryPoint> = {}): string {
  const app = project({ [FILE]: text });
  const fresh = siteOf(app, FILE, "randomUUID()");
  const one = effect(siteOf(app, FILE, call), { key: { ...option, value: made("attempt", "randomUUID()", fresh) } });
  return apply(app, useStableKey(trace(entryIn(app, from), one), one, contextOf(app)));
}

function thread(route: string, service: string): Map<string, string> {
  const app = project({ [FILE]: route, [SERVICE]: service });
  const step = (file: string, text: string) => ({ site: siteOf(app, file, text), what: text });
  const one = effect(siteOf(app, SERVICE, "stripe.charges.create({ amount })"), {
    key: option,
    path: [step(FILE, "payments.pay(req.body.amount)"), step(SERVICE, "this.charge(amount)")],
  });
  const fix = passStableKey(trace(entryIn(app, HTTP), one), one, contextOf(app))[0];
  assert.ok(fix);
  return applyFix(fix, (file) => app.text(file));
}

type App = ReturnType<typeof project>;

function entryIn(app: App, over: Partial<EntryPoint>): EntryPoint {
  return entry(
    siteOf(
      app,
      FILE,
      (app.text(FILE) ?? "").includes("app.post") ? "app.post" : (/\w+/.exec(app.text(FILE) ?? "")?.[0] ?? ""),
    ),
    {
      handler: handlerIn(app, "async ("),
      ...over,
    },
  );
}

function handlerIn(app: App, opening: string) {
  const text = app.text(FILE) ?? "";
  const start = text.indexOf(opening);
  return start < 0
    ? siteOf(app, FILE, text.slice(0, 6))
    : siteOf(app, FILE, text.slice(start, text.lastIndexOf("}") + 1));
}

function contextOf(app: App): RuleContext {
  return { ...app, names: namesBy(), riskOf: riskOfName, horizon: () => 24, reported: () => false };
}

function apply(app: App, fixes: ReturnType<typeof passStableKey>): string {
  const fix = fixes[0];
  return fix ? (applyFix(fix, (file) => app.text(file)).get(FILE) ?? "") : (app.text(FILE) ?? "");
}

function same(text: string, lines: readonly string[]): void {
  assert.equal(text, `${lines.join("\n")}\n`);
}
