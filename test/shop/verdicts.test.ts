import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { notRun } from "../services.js";
import { cannotRun, runInShop, SHOP } from "./program.js";

interface Report {
  readonly file: string;
  readonly expect: string;
  readonly verdict: string;
  readonly reason: string;
  readonly timeline?: string;
  readonly sites: readonly { readonly file: string; readonly line: number; readonly verdict: string }[];
}

/** What running each handler again comes to: wrong ones are confirmed, right ones refuted. */
const EXPECTED: Readonly<Record<string, string>> = {
  "book-pickup": "confirmed",
  "cancel-order": "refuted",
  "confirm-order": "confirmed",
  "dispute-opened": "confirmed",
  "issue-gift-card": "confirmed",
  "pay-order": "confirmed",
  "payment-succeeded": "refuted",
  "phone-deposit": "confirmed",
  "phone-order": "confirmed",
  "place-order": "refuted",
  "receive-stock": "wedged",
  "redeem-gift-card": "refuted",
  "referral-credit": "refuted",
  "refund-order": "confirmed",
  "register-shipment": "refuted",
  "relay-outbox": "refuted",
  "request-invoice": "refuted",
  "review-product": "refuted",
  "send-receipt": "refuted",
  "ship-order": "confirmed",
  "wallet-topped-up": "confirmed",
  "welcome-credit": "confirmed",
};

describe("the verdicts on the sample service", function () {
  this.timeout(900_000);
  const reports = new Map<string, Report>();

  before(async function () {
    const reason = cannotRun();
    if (reason) notRun(this, reason);
    for (const line of await runInShop("test/verify.ts")) {
      const report = JSON.parse(line) as Report;
      reports.set(report.file.replace(".idemlint.ts", ""), report);
    }
  });

  for (const [scenario, verdict] of Object.entries(EXPECTED)) {
    it(`${scenario} is ${verdict}`, () => {
      const report = reports.get(scenario);
      assert.equal(report?.verdict, verdict, report?.timeline ?? report?.reason);
      assert.equal(report?.expect, verdict);
    });
  }

  it("shows what is wrong at calls that are marked as wrong, also behind stand-ins, and nothing at others", () => {
    const sites = [...reports.values()].flatMap((report) => report.sites);
    const shown = sites.filter(({ verdict }) => verdict === "confirmed" || verdict === "wedged");
    const marked = sites.filter(({ file, line }) => lineOf(file, line).includes("// error: "));
    // The transition itself is the same the second time; it lets the mail go out again.
    const silent = marked.filter(({ verdict }) => verdict === "inconclusive");
    assert.deepEqual(new Set(silent.map(({ file }) => basename(file))), new Set(["shipping.ts"]));
    assert.deepEqual(
      new Set(shown.map(placeOf)),
      new Set(marked.filter((site) => !silent.includes(site)).map(placeOf)),
    );
    assert.ok(marked.length > 12, `${marked.length} marked calls were seen`);
  });

  it("covers every scenario of the service", () => {
    const files = readdirSync(join(SHOP, "scenarios")).filter((file) => file.endsWith(".idemlint.ts"));
    assert.deepEqual(files.map((file) => file.replace(".idemlint.ts", "")).sort(), Object.keys(EXPECTED).sort());
  });
});

function lineOf(file: string, line: number): string {
  return readFileSync(file, "utf8").split("\n")[line - 1] ?? "";
}

function placeOf({ file, line }: { readonly file: string; readonly line: number }): string {
  return `${file}:${line}`;
}
