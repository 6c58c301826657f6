import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { models } from "../../cli/models.js";
import { openSession } from "../../rules/session.js";
import { recorder } from "../cli/fakes.js";
import { removeTrees, tree } from "../project/tree.js";

const config = {
  entryPoints: [{ on: "call", from: "@acme/bus", call: "subscribe", handler: "1", kind: "queue" }],
  effects: [
    { from: "./mail.ts", call: "send", effect: "call" },
    { from: "./mail.ts", call: "sendAll", effect: "call" },
  ],
};

describe("idemlint models", () => {
  after(removeTrees);

  it("lists what each entry matched, and with --check fails on one that matches nothing", () => {
    const files = tree({
      "tsconfig.json": "{}",
      "mail.ts": "export function send(to: string) { return to; }",
      "jobs.ts": `import { subscribe } from "@acme/bus"; import { send } from "./mail";
subscribe("mails", async (message) => {
  await send(message.to);
});`,
      "idemlint.config.json": JSON.stringify(config),
    });
    const run = (check: boolean) => {
      const host = recorder(files.root);
      return { code: models({ paths: [], check }, host, openSession), host };
    };
    const { code, host } = run(true);
    assert.equal(
      host.printed(),
      `effects[0]  send of ./mail.ts  idemlint.config.json:1
  jobs.ts:3
effects[1]  sendAll of ./mail.ts  idemlint.config.json:1
  reached from no entry point
entryPoints[0]  subscribe of @acme/bus  idemlint.config.json:1
  jobs.ts:2
`,
    );
    assert.match(host.warned(), /^idemlint: idemlint\.config\.json:1: effects\[1\] matches nothing: /);
    assert.deepEqual([code, run(false).code], [2, 0]);
  });

  it("ships a schema that takes what the check takes", () => {
    const file = join(import.meta.dirname, "../../schemas/config.schema.json");
    const validate = new Ajv({ strict: false }).compile(JSON.parse(readFileSync(file, "utf8")) as object);
    assert.equal(validate({ $schema: file, ...config, rules: { "unguarded-call": "off" } }), true);
    assert.equal(validate({ ...config, rules: { "no-such-rule": "off" } }), false);
    assert.equal(validate({ guards: [{ form: "wrapper", from: "x", call: "y" }] }), false);
  });
});
