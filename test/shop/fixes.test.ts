import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { applyFixes } from "../../cli/fix.js";
import type { Finding } from "../../analyzer/trace.js";
import { openSession } from "../../rules/session.js";
import { notRun } from "../services.js";
import { copyShop } from "./copy.js";
import { cannotRun, compilerErrors, runInShop } from "./program.js";

/**
 * Wrong handlers that are right once the quick-fix of their finding is applied. Two are not: no fix can choose where the
 * confirmation mail is recorded, and a shipped order's mail is sent at most once after its fix, which a crash between loses.
 */
const REPAIRED = [
  "book-pickup",
  "dispute-opened",
  "issue-gift-card",
  "pay-order",
  "phone-deposit",
  "phone-order",
  "receive-stock",
  "refund-order",
  "wallet-topped-up",
  "welcome-credit",
];

/** What `prisma migrate` would write for the constraints that the fixes put into the schema. */
const MIGRATION = `
CREATE UNIQUE INDEX store_credits_customer_id_reason_key ON store_credits (customer_id, reason);
CREATE UNIQUE INDEX gift_cards_order_id_key ON gift_cards (order_id);
`;

describe("the quick-fixes of the sample service", function () {
  this.timeout(900_000);
  let copy: ReturnType<typeof copyShop> | undefined;
  let found: readonly Finding[] = [];
  let left: readonly Finding[] = [];
  let errors: readonly string[] = [];
  const verdicts = new Map<string, { readonly verdict: string; readonly reason: string; readonly timeline?: string }>();

  before(async function () {
    const reason = cannotRun();
    if (reason) notRun(this, reason);
    copy = copyShop();
    found = findingsIn(copy.folder);
    applyFixes(found.flatMap(({ fixes }) => fixes.slice(0, 1)));
    const migration = join(copy.folder, "prisma", "migrations", "9999_schema");
    mkdirSync(migration);
    writeFileSync(join(migration, "migration.sql"), MIGRATION);
    left = findingsIn(copy.folder);
    errors = await compilerErrors(copy.folder);
    for (const line of await runInShop("test/verify.ts", { args: REPAIRED, folder: copy.folder })) {
      const { file, ...report } = JSON.parse(line) as { file: string; verdict: string; reason: string };
      verdicts.set(file.replace(".idemlint.ts", ""), report);
    }
  });

  after(() => copy?.remove());

  it("leave code that type-checks", () => assert.deepEqual(errors, []));

  it("leave the finding that has none, and no new one", () => {
    const unfixed = found.filter(({ fixes }) => fixes.length === 0).map(({ rule }) => rule);
    assert.deepEqual(unfixed, ["unguarded-call", "unguarded-call"]);
    assert.deepEqual(
      left.map(({ rule, entry }) => `${rule} in ${entry.name}`),
      ["unguarded-call in queue fulfilment"],
    );
  });

  for (const scenario of REPAIRED) {
    it(`make ${scenario} right`, () => {
      const report = verdicts.get(scenario);
      assert.equal(report?.verdict, "refuted", report?.timeline ?? report?.reason);
    });
  }
});

function findingsIn(folder: string): readonly Finding[] {
  const opened = openSession({ cwd: folder });
  if (!opened.ok) assert.fail(opened.problem.message);
  return opened.session.check({ preset: "recommended" }).findings;
}
