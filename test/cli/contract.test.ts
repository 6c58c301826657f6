import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { run } from "../../cli/run.js";
import { removeTrees, tree } from "../project/tree.js";
import { recorder } from "./fakes.js";

const service = {
  "tsconfig.json": "{}",
  "schema.prisma": `model Order {
  id Int @id @default(autoincrement())
  key String @unique
  note String
}
model Note {
  id Int @id @default(autoincrement())
  text String
}`,
  "app.ts": `import express from "express";
import { PrismaClient } from "@prisma/client";
import { Redis } from "ioredis";
import { Worker } from "bullmq";
import Stripe from "stripe";

const app = express();
const prisma = new PrismaClient();
const redis = new Redis();
const stripe = new Stripe("");

app.post("/orders", async (req, res) => {
  const key = req.get("Idempotency-Key");
  if (!key) return res.status(400).end();
  await prisma.order.createMany({ data: [{ key, note: req.body.note }], skipDuplicates: true });
  res.json(await prisma.order.findUniqueOrThrow({ where: { key } }));
});

app.post("/payments/:id", async (req, res) => {
  await stripe.charges.create({ amount: 1, currency: "eur" });
  res.end();
});

app.get("/orders", async (req, res) => res.json(await prisma.order.findMany()));

new Worker("refunds", async (job) => {
  if (!(await redis.set(\`refund:\${job.data.charge}\`, "1", "EX", 86400, "NX"))) return;
  await stripe.refunds.create({ charge: job.data.charge });
});
`,
};

describe("idemlint contract", () => {
  after(removeTrees);

  const answers = async (root: string, ...args: readonly string[]) => {
    const host = recorder(root);
    assert.equal(await run(["contract", "--format", "json", ...args], host), 0, host.warned());
    const { operations } = JSON.parse(host.printed()) as { operations: readonly Described[] };
    return new Map(
      operations.map(({ name, answers }) => [
        name,
        Object.fromEntries(Object.entries(answers).map(([question, { value }]) => [question, value])),
      ]),
    );
  };

  it("answers from the code, and says unknown where it cannot", async () => {
    const { root } = tree(service);
    const found = await answers(root);
    assert.deepEqual(found.get("POST /orders"), {
      keys: "supported",
      madeBy: "client",
      retention: "for ever",
      otherPayload: "unknown",
      inProgress: "waits",
      completed: "not done again",
      failed: "done again",
      expired: "never expires",
      replayedBody: "read again",
      retries: "retried",
    });
    assert.equal(found.get("POST /payments/:id")?.["keys"], "no");
    assert.equal(found.get("POST /payments/:id")?.["completed"], "done again");
    assert.equal(found.get("GET /orders")?.["keys"], "not needed");
    const refunds = found.get("queue refunds");
    assert.deepEqual(
      [refunds?.["keys"], refunds?.["retention"], refunds?.["expired"], refunds?.["retries"]],
      ["partly", "24h", "done again", "redelivered"],
    );
  });

  it("lets a run decide: verdicts, and what was seen of the service from outside", async () => {
    const { root } = tree({
      ...service,
      ".idemlint/verdicts.json": JSON.stringify({
        version: 1,
        verdicts: [
          {
            scenario: "refund",
            entry: "queue refunds",
            verdict: "wedged",
            reason: "no retry succeeds",
            seed: 1,
            schedules: 9,
            sites: [],
          },
        ],
      }),
      "seen.json": JSON.stringify({
        version: 1,
        contract: {
          name: "POST /orders",
          profile: {},
          entries: [
            { id: "C2", title: "", result: "met", what: "200" },
            { id: "C3", title: "", result: "not run", what: "" },
            { id: "C4", title: "", result: "deviates", what: "409" },
          ],
        },
      }),
    });
    const found = await answers(root, "--observed", "seen.json");
    assert.equal(found.get("queue refunds")?.["failed"], "stuck");
    const orders = found.get("POST /orders");
    assert.deepEqual(
      [orders?.["replayedBody"], orders?.["otherPayload"], orders?.["inProgress"]],
      ["same", "refused", "waits"],
    );
  });

  it("writes an overlay that adds the header to the API's description", async () => {
    const host = recorder(tree(service).root);
    assert.equal(await run(["contract", "--format", "openapi"], host), 0);
    const overlay = JSON.parse(host.printed()) as { overlay: string; actions: readonly Action[] };
    assert.equal(overlay.overlay, "1.0.0");
    const orders = overlay.actions.find(({ target }) => target === "$.paths['/orders'].post");
    assert.equal(orders?.update.parameters?.[0]?.name, "Idempotency-Key");
    assert.ok(overlay.actions.some(({ target }) => target === "$.paths['/payments/{id}'].post"));
    assert.ok(overlay.actions.every(({ target }) => !target.includes("queue")));
  });

  it("declares, keeps what people wrote, and fails when code and contract disagree", async () => {
    const files = tree(service);
    const call = async (...args: readonly string[]) => {
      const host = recorder(files.root);
      const code = await run(["contract", ...args], host);
      return { code, said: host.printed() + host.warned() };
    };
    assert.match((await call("--check")).said, /no contract at idemlint-contract\.json\. idemlint contract --declare/);
    assert.equal((await call("--declare")).code, 0);
    const declared = readFileSync(files.path("idemlint-contract.json"), "utf8");
    const schema = JSON.parse(
      readFileSync(new URL("../../schemas/contract.schema.json", import.meta.url), "utf8"),
    ) as object;
    const ajv = new Ajv({ strict: false });
    assert.ok(ajv.validate(schema, JSON.parse(declared)), ajv.errorsText());
    assert.deepEqual(await call("--check"), { code: 0, said: "✔ The code keeps the contract of 3 operations.\n" });

    const written = declared.replace('"otherPayload": "unknown"', '"otherPayload": "refused"');
    files.write("idemlint-contract.json", written);
    await call("--declare");
    assert.equal(readFileSync(files.path("idemlint-contract.json"), "utf8"), written);
    assert.equal((await call("--check")).code, 0, "what the code cannot tell contradicts nothing");

    files.write("schema.prisma", service["schema.prisma"].replace("@unique", ""));
    files.write(
      "extra.ts",
      `import express from "express"; import { PrismaClient } from "@prisma/client";
const app = express(); const prisma = new PrismaClient();
app.post("/notes", async (req, res) => { await prisma.order.create({ data: req.body }); res.end(); });`,
    );
    const { code, said } = await call("--check");
    assert.equal(code, 1);
    assert.match(said, /✖ POST \/orders: keys is declared as “supported”, and is “no”: inert-guard at /);
    assert.match(said, /✖ POST \/notes is not declared\./);

    files.write("idemlint-contract.json", written.replace('"retention": "24h"', '"retention": "one day"'));
    assert.match(
      (await call("--check")).said,
      /retention cannot be "one day"\. It is for ever, unknown, or a time such as 24h/,
    );
  });
});

interface Described {
  readonly name: string;
  readonly answers: Readonly<Record<string, { readonly value: string }>>;
}

interface Action {
  readonly target: string;
  readonly update: { readonly parameters?: readonly { readonly name: string }[] };
}
