import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { writeScenario } from "../../cli/scenario/write.js";
import { recorder } from "../cli/fakes.js";
import { notRun } from "../services.js";
import { cannotRun, compilerErrors, generateClient, SHOP } from "./program.js";

const run = promisify(execFile);
const CLI = join(process.cwd(), "cli/main.ts");

/** Every handler of the shop, by the function that a person would name, and what running it again comes to. */
const HANDLERS: Readonly<Record<string, string>> = {
  "orders/controller.ts:place": "refuted",
  "orders/controller.ts:pay": "confirmed",
  "orders/controller.ts:cancel": "refuted",
  "orders/controller.ts:ship": "confirmed",
  "orders/controller.ts:refund": "confirmed",
  "orders/controller.ts:requestInvoice": "refuted",
  "payments/phone-orders.ts:placePhoneOrder": "confirmed",
  "payments/deposits.ts:recordDeposit": "confirmed",
  "payments/webhook.ts:creditPoints": "refuted",
  "payments/webhook.ts:topUpWallet": "confirmed",
  "fulfilment/jobs.ts:holdOrder": "confirmed",
  "credits/service.ts:welcome": "confirmed",
  "credits/service.ts:referral": "refuted",
  "reviews/routes.ts:reviewRoutes": "refuted",
  "gift-cards/controller.ts:issue": "confirmed",
  "gift-cards/controller.ts:redeem": "refuted",
  "fulfilment/worker.ts:confirmOrder": "confirmed",
  "fulfilment/worker.ts:sendReceipt": "confirmed",
  "fulfilment/worker.ts:bookPickup": "confirmed",
  "fulfilment/worker.ts:registerShipment": "refuted",
  "warehouse/handler.ts:handleReceipts": "wedged",
  // Nothing waits in the outbox of the seed.
  "outbox/relay.ts:relayOutbox": "not-reached",
};

describe("scenarios that idemlint verify --new writes for the sample service", function () {
  this.timeout(900_000);
  let folder = "";
  const written = new Map<string, string>();
  const verdicts = new Map<string, { readonly verdict: string; readonly reason: string }>();

  before(async function () {
    const reason = cannotRun();
    if (reason) notRun(this, reason);
    folder = mkdtempSync(join(SHOP, ".written-"));
    for (const asked of Object.keys(HANDLERS)) {
      const file = join(folder, `${asked.replaceAll(/\W+/g, "-")}.idemlint.ts`);
      const host = recorder(SHOP);
      assert.equal(writeScenario(asked, file, host), 0, host.warned());
      written.set(asked, file);
    }
    await generateClient();
    const report = join(folder, "report.json");
    const rest = ["--format", "json", "--out", report, "--budget", "240s", "--verdicts", join(folder, "verdicts.json")];
    await idemlint("verify", folder, ...rest);
    const { verdicts: all } = JSON.parse(readFileSync(report, "utf8")) as {
      readonly verdicts: readonly { readonly file: string; readonly verdict: string; readonly reason: string }[];
    };
    for (const one of all) verdicts.set(join(SHOP, one.file), one);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs the command line in the shop; what it finds is no failure. */
  const idemlint = async (...args: readonly string[]): Promise<string> => {
    const env = { ...process.env, TSX_TSCONFIG_PATH: join(SHOP, "tsconfig.json"), NODE_OPTIONS: "" };
    const call = run(process.execPath, ["--import", "tsx", CLI, ...args], { cwd: SHOP, env, maxBuffer: 1 << 26 });
    const ended = await call.catch((error: unknown) => {
      const { code, ...said } = error as { readonly code?: number; readonly stdout: string; readonly stderr: string };
      if (code !== 1) throw new Error(`${args.join(" ")}: ${said.stderr}`);
      return said;
    });
    return ended.stdout;
  };

  for (const [asked, expected] of Object.entries(HANDLERS))
    it(`${asked} is ${expected}, as written`, () => {
      const found = verdicts.get(written.get(asked) ?? "");
      assert.equal(found?.verdict, expected, found?.reason);
    });

  it("pass the type checker", async () => {
    const errors = await compilerErrors(SHOP);
    assert.deepEqual(
      errors.filter((line) => line.includes(".written-")),
      [],
    );
  });

  it("are not written over", async () => {
    const [asked = ""] = Object.keys(HANDLERS);
    const host = recorder(SHOP);
    assert.equal(writeScenario(asked, written.get(asked), host), 2);
    assert.match(host.warned(), /is there already: name another file with --out/);
    assert.equal(readdirSync(folder).filter((name) => name.endsWith(".idemlint.ts")).length, written.size);
  });

  it("tell what cannot be written", async () => {
    await assert.rejects(
      idemlint("verify", "--new", "orders/controller.ts"),
      /is not of the form <file>:<function> or/,
    );
    const told = (asked: string): string => {
      const host = recorder(SHOP);
      assert.equal(writeScenario(asked, undefined, host), 2);
      return host.warned();
    };
    assert.match(told("orders/controller.ts:pays"), /has no function pays\. Did you mean pay\?/);
    assert.match(told("config.ts:1"), /no function stands around line 1 of config\.ts/);
    assert.match(told("orders/missing.ts:pay"), /there is no file orders\/missing\.ts/);
    assert.match(told("config.ts:loadConfig"), /no entry point is known to run loadConfig/);
  });
});
