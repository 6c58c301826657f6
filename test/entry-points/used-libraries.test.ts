import { strict as assert } from "node:assert";
import { createUsedLibraries } from "../../analyzer/entry-points/used-libraries.js";
import { libraries } from "../../analyzer/models/index.js";
import { indexLibraries } from "../../analyzer/models/patterns.js";
import { openProject } from "../../analyzer/project.js";
import { openSession } from "../../rules/session.js";
import { removeTrees, tree } from "../project/tree.js";

describe("libraries that a project uses", () => {
  after(removeTrees);

  it("are those that its files name, in whatever way", () => {
    const files = tree({
      "a.ts": `import express from "express"; export { Worker } from "bullmq";`,
      "b.ts": `const load = async () => import("kafkajs");\nconst Router = require('@koa/router');`,
    });
    const opened = openProject({ cwd: files.root });
    assert.ok(opened.ok);
    const used = createUsedLibraries(opened.project, indexLibraries(libraries));
    const has = (name: string): boolean => used.current().libraries.some(({ model }) => model.library === name);
    const asked = ["Express", "BullMQ", "KafkaJS", "Koa router", "Bree", "Deno"];
    assert.deepEqual(asked.filter(has), ["Express", "BullMQ", "KafkaJS", "Koa router", "Deno"]);
    assert.equal(used.current(), used.current());

    opened.project.setText(files.path("a.ts"), `import Bree from "bree";`);
    used.forget([files.path("a.ts")]);
    assert.deepEqual(["Express", "Bree"].map(has), [false, true]);
  });

  const charge = `await stripe.charges.create({ amount: 5 });`;
  const stripe = `import Stripe from "stripe"; const stripe = new Stripe("key");`;

  it("are told by another package of the workspace, where one app alone is checked", () => {
    const files = tree({
      "pnpm-workspace.yaml": "packages: [apps/*, packages/*]",
      "apps/api/package.json": `{ "name": "api", "dependencies": { "@shop/queues": "workspace:*" } }`,
      "apps/api/src/work.ts": `import { orders } from "@shop/queues"; ${stripe}
        export function start() { orders.process(async (job) => { ${charge} }); }`,
      "packages/queues/package.json": `{ "name": "@shop/queues" }`,
      "packages/queues/src/index.ts": `import { Queue } from "bull"; export const orders = new Queue("orders");`,
    });
    const opened = openSession({ cwd: files.path("apps/api") });
    assert.ok(opened.ok);
    const { findings } = opened.session.check({ preset: "recommended" });
    assert.deepEqual(
      findings.map(({ rule }) => rule),
      ["missing-idempotency-key"],
    );
  });

  it("are looked for again in what was read before, once a file names one more", () => {
    const files = tree({
      "routes.ts": `${stripe} export function routes(app) { app.post("/orders", async (req, res) => { ${charge} }); }`,
      "app.ts": `import { routes } from "./routes"; routes(undefined);`,
    });
    const opened = openSession({ cwd: files.root });
    assert.ok(opened.ok);
    const { session } = opened;
    const entries = () => session.check({ preset: "recommended" }).traces.map(({ entry }) => entry.name);
    assert.deepEqual(entries(), []);
    session.setText(
      files.path("app.ts"),
      `import express from "express"; import { routes } from "./routes"; routes(express());`,
    );
    assert.deepEqual(entries(), ["POST /orders"]);
  });
});
