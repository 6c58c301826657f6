import { strict as assert } from "node:assert";
import { openSession } from "../../rules/session.js";
import { removeTrees, tree } from "../project/tree.js";

describe("loggers", () => {
  after(removeTrees);

  const service = (logger: string): string => `import express from "express";
    import { PrismaClient } from "@prisma/client";
    const prisma = new PrismaClient();
    ${logger}
    const app = express();
    app.post("/orders", async (req) => {
      log.info("order", { order: await prisma.order.create({ data: { total: req.body.total } }) });
    });`;

  function effects(text: string): readonly string[] {
    const files = tree({ "app.ts": text });
    const opened = openSession({ cwd: files.root, paths: [files.root] });
    assert.ok(opened.ok);
    const { traces } = opened.session.check({ preset: "recommended" });
    return traces.flatMap(({ effects: all }) => all.map(({ name }) => name));
  }

  it("are told by their levels: what they do is no effect, what they are handed is", () => {
    const write = "prisma.logLine.create({ data: { line } })";
    for (const logger of [
      `const log = { info: (line) => ${write}, warn: (line) => ${write}, error: (line) => ${write} };`,
      `class Log { info(line) { ${write}; } warn(line) {} error(line) {} }\n    const log = new Log();`,
    ])
      assert.deepEqual(effects(service(logger)), ["prisma.order.create"]);
  });

  it("are not what somebody waits for: notices of three kinds to a customer", () => {
    const send = "prisma.notice.create({ data: { text } })";
    const mail = "prisma.mail.create({ data: { text } })";
    for (const notices of [
      `class Notices { async info(text) { await ${send}; } async warn(text) {} async error(text) {} }\n    const log = new Notices();`,
      `class Notices { info(text): Promise<void> { return ${send}; } warn(text) {} error(text) {} }\n    const log = new Notices();`,
      `const log = { info: async (text) => { await ${send}; }, warn: async (text) => {}, error: async (text) => {} };`,
    ])
      assert.deepEqual(effects(service(notices)), ["prisma.order.create", "prisma.notice.create"]);
    const awaited = service(
      `const log = { info: (text) => ${send}, warn: (text) => ${send}, error: (text) => ${send} };`,
    );
    assert.deepEqual(effects(awaited.replace("log.info", "await log.info")), [
      "prisma.order.create",
      "prisma.notice.create",
    ]);
    // Two kinds of them are two arguments.
    const kinds = `const notices = { info: (text) => ${send}, warn: (text) => {}, error: (text) => {} };
      const mails = { info: (text) => ${mail}, warn: (text) => {}, error: (text) => {} };
      async function tell(channel, text) { await channel.info(text); }
      const log = { info: async (text) => { await tell(notices, text); await tell(mails, text); } };`;
    assert.deepEqual(effects(service(kinds)), ["prisma.order.create", "prisma.notice.create", "prisma.mail.create"]);
  });

  it("are not what has one of them alone", () => {
    const logger = "const log = { info: (line) => prisma.notice.create({ data: { line } }) };";
    assert.deepEqual(effects(service(logger)), ["prisma.order.create", "prisma.notice.create"]);
  });
});
