import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Ajv from "ajv/dist/2020.js";
import { contentHash } from "../../harness/line-hash.js";
import type { Findings } from "../../harness/verdict.js";
import { readVerdicts, verdictsAt, writeVerdicts } from "../../harness/verdicts-file.js";

const SOURCE = `async function pay(order) {
  const charge = await stripe.charges.create({
    amount: order.amount,
  });
}
`;

describe("the verdicts file", () => {
  let folder = "";
  let file = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "idemlint-verdicts-"));
    file = join(folder, "pay.ts").replaceAll("\\", "/");
    writeFileSync(file, SOURCE);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const findings = (scenario: string, verdict: "confirmed" | "refuted"): Findings => ({
    scenario,
    entry: scenario,
    verdict,
    reason: "S1: twice",
    ...(verdict === "confirmed" ? { schedule: "S1" } : {}),
    seed: 1,
    // Where V8 sees the call: at `create`.
    sites: [
      {
        file,
        line: 2,
        column: 39,
        kind: "call",
        target: "POST api.stripe.com/v1/charges",
        verdict,
        content: contentHash(file, 2),
      },
    ],
    schedules: [],
    notRun: [],
    excluded: [],
    volatile: [],
    unattributed: [],
    blocked: [],
    unhandled: [],
    durationMs: 3,
  });
  const path = (): string => join(folder, ".idemlint", "verdicts.json");
  const call = (line = 2) => ({ file, line, column: 24, endLine: line + 2, endColumn: 5 });
  const at = (range: ReturnType<typeof call>) => {
    const stored = readVerdicts(path(), folder);
    assert.ok(stored);
    return verdictsAt(stored, range, folder).map((joined) => joined.site.verdict);
  };

  it("keeps one entry for each scenario, the newest, and fits its schema", () => {
    writeVerdicts(path(), findings("POST /pay", "confirmed"), folder);
    writeVerdicts(path(), findings("POST /refund", "refuted"), folder);
    writeVerdicts(path(), findings("POST /pay", "refuted"), folder);
    const stored = readVerdicts(path(), folder);
    assert.deepEqual(
      stored?.verdicts.map(({ scenario, verdict }) => [scenario, verdict]),
      [
        ["POST /pay", "refuted"],
        ["POST /refund", "refuted"],
      ],
    );
    assert.equal(stored?.verdicts[0]?.sites[0]?.file, "pay.ts");
    const validate = new Ajv.Ajv2020().compile(JSON.parse(readFileSync("schemas/verdicts.schema.json", "utf8")));
    assert.ok(validate(stored), JSON.stringify(validate.errors));
  });

  it("joins the position of a callee's name with the call expression around it", () => {
    writeVerdicts(path(), findings("POST /pay", "confirmed"), folder);
    assert.deepEqual(at(call()), ["confirmed"]);
    assert.deepEqual(at({ ...call(), line: 3, column: 1 }), []);
  });

  it("follows a call whose lines moved, and drops one whose text changed", () => {
    writeVerdicts(path(), findings("POST /pay", "confirmed"), folder);
    writeFileSync(file, `// a new first line\n\n${SOURCE}`);
    assert.deepEqual(at(call(4)), ["confirmed"]);
    assert.deepEqual(at(call(2)), []);
    writeFileSync(file, SOURCE.replace("charges.create({", "charges.create(body, {"));
    assert.deepEqual(at(call()), []);
  });

  it("drops a verdict whose line now stands in two places, neither of them where it was", () => {
    writeVerdicts(path(), findings("POST /pay", "confirmed"), folder);
    writeFileSync(file, `\n${SOURCE}${SOURCE}`);
    assert.deepEqual(at(call(3)), []);
  });

  it("reads nothing from a missing, broken or newer file", () => {
    assert.equal(readVerdicts(path(), folder), undefined);
    for (const text of ["{", '{"version":2,"verdicts":[]}']) {
      writeFileSync(join(folder, "v.json"), text);
      assert.equal(readVerdicts("v.json", folder), undefined);
    }
  });
});
