import { strict as assert } from "node:assert";
import { openSession } from "../../rules/session.js";
import { removeTrees, tree } from "../project/tree.js";

const WORKER = `import { Worker } from "bullmq";
  import { request } from "undici";
  const connection = { host: "127.0.0.1" };
  new Worker("orders", async (job) => {
    await fetch("https://api.payments.example/v1/charges", { method: "POST", body: JSON.stringify(job.data) });
    await request("https://api.payments.example/v1/refunds", { method: "POST", body: JSON.stringify(job.data) });
  }, { connection });`;
const RETRY_AGENT = `import { Agent, RetryAgent, setGlobalDispatcher } from "undici";
  setGlobalDispatcher(new RetryAgent(new Agent(), { methods: ["GET", "POST"] }));`;

describe("undici's global dispatcher", () => {
  after(removeTrees);

  it("sends again what fetch and undici's own functions send, in whatever file", () => {
    assert.deepEqual(judged(RETRY_AGENT), ["blind-retry", "blind-retry"]);
    assert.deepEqual(
      judged(`import { Agent, interceptors, setGlobalDispatcher } from "undici";
        setGlobalDispatcher(new Agent().compose(interceptors.retry({ methods: ["POST"], maxRetries: 2 })));`),
      ["blind-retry", "blind-retry"],
    );
  });

  it("sends a POST once unless its methods say otherwise, and without a retry always", () => {
    const plain = judged("export {};");
    assert.ok(!plain.includes("blind-retry"));
    assert.deepEqual(
      judged(`import { Agent, RetryAgent, setGlobalDispatcher } from "undici";
        setGlobalDispatcher(new RetryAgent(new Agent()));`),
      plain,
    );
    assert.deepEqual(
      judged(`import { Agent, setGlobalDispatcher } from "undici";
        setGlobalDispatcher(new Agent({ connections: 8 }));`),
      plain,
    );
  });

  it("is another one after an edit of the file that sets it", () => {
    const files = tree({ "main.ts": "export {};", "worker.ts": WORKER });
    const session = open(files.root);
    const plain = rulesOf(session);
    session.setText(files.path("main.ts"), RETRY_AGENT);
    assert.deepEqual(rulesOf(session), ["blind-retry", "blind-retry"]);
    session.setText(files.path("main.ts"), "export {};");
    assert.deepEqual(rulesOf(session), plain);
  });
});

function judged(main: string): readonly string[] {
  return rulesOf(open(tree({ "main.ts": main, "worker.ts": WORKER }).root));
}

function rulesOf(session: ReturnType<typeof open>): readonly string[] {
  return session.check({ preset: "recommended" }).findings.map(({ rule }) => rule);
}

function open(cwd: string) {
  const opened = openSession({ cwd });
  assert.ok(opened.ok);
  return opened.session;
}
