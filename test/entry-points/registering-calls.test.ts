import { strict as assert } from "node:assert";
import { ts } from "ts-morph";
import { registeringCalls, withOwn } from "../../analyzer/entry-points/registering-calls.js";
import { libraries } from "../../analyzer/models/index.js";
import { indexLibraries } from "../../analyzer/models/patterns.js";

const known = registeringCalls(indexLibraries(libraries));

function may(text: string, calls = known): boolean {
  const source = ts.createSourceFile(
    "a.ts",
    `import { Consumer } from "sqs-consumer";\n${text}`,
    ts.ScriptTarget.Latest,
    true,
  );
  return calls.within(source);
}

describe("code that may register handlers", () => {
  for (const text of [
    'app.get("/orders", list)',
    "app.route('/orders').get(list)",
    "this.router.post(path, ...handlers)",
    "Consumer.create({ queueUrl, handleMessage: pay })",
    "queue.process(pay)",
    'new Worker("mail", __dirname + "/mail.js")',
    "for (;;) { const messages = await receiver.receiveMessages(10); }",
    'app.use("/admin", admin)',
  ])
    it(`is ${text}`, () => {
      assert.ok(may(`import { Worker } from "bullmq";\n${text}`));
    });

  for (const text of [
    "prices.get(order.id)",
    "await Promise.all([pay(), ship()])",
    "orders.create({ data })",
    'api.post("/orders")',
    "orders.delete(id)",
    "const messages = await receiver.receiveMessages(10);",
    "Array.from(new Set([1]))",
    "redis.pipeline().get(order.id).get(order.version)",
    "(await Promise.all(inserts)).flat()",
    "class Client { create(order) { return this.post('/orders', order); } post(path, body) { return send(path, body); } }",
  ])
    it(`is not ${text}`, () => {
      assert.ok(!may(text));
    });

  it("is a call of the project's own function that registers", () => {
    assert.ok(!may("listen(pay)"));
    assert.ok(may("listen(pay)", withOwn(known, new Set(["listen"]))));
  });
});
