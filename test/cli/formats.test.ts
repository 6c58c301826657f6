import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import type { FormatContext } from "../../cli/formats/format.js";
import { formatJson } from "../../cli/formats/json.js";
import { formatPretty } from "../../cli/formats/pretty.js";
import { createProgress } from "../../cli/progress.js";
import { createStyle, wrap } from "../../cli/style.js";
import type { CheckResult } from "../../rules/session.js";
import { removeTrees, tree } from "../project/tree.js";
import { contextIn, finding, recorder, replacing, session, siteOf } from "./fakes.js";

const source = `import { prisma } from "./db";

export async function settle(job: Job) {
  const total = sum(job);
\tawait prisma.order.create({ data: { total } });
  return total;
}
`;

describe("the JSON format", () => {
  after(removeTrees);

  it("meets its schema, with files relative to the working directory", () => {
    const { result, root } = sample();
    const json = JSON.parse(formatJson(result, `${root}/src`)) as Report;
    const schema = JSON.parse(
      readFileSync(new URL("../../schemas/findings.schema.json", import.meta.url), "utf8"),
    ) as object;
    const ajv = new Ajv({ allErrors: true });
    assert.ok(ajv.validate(schema, json), ajv.errorsText());
    assert.deepEqual(
      [json.findings[0]?.file, json.findings[0]?.entry.file, json.findings[0]?.path[0]?.file],
      ["orders.ts", "orders.ts", "orders.ts"],
    );
    assert.equal((JSON.parse(formatJson(result, `${root}/other`)) as Report).findings[0]?.file, "../src/orders.ts");
  });
});

describe("the pretty format", () => {
  after(removeTrees);

  it("shows code, why it runs again, the path, the remedy, the fix and a summary", () => {
    const { result, root } = sample();
    assert.equal(
      pretty(result, root),
      `
● error  unguarded-insert  src/orders.ts:5:8  high risk: orders
  \`prisma.order.create\` adds a second row when the queue redelivers: no unique set covers the job's
  id

    3 │ export async function settle(job: Job) {
    4 │   const total = sum(job);
  ❯ 5 │   await prisma.order.create({ data: { total } });
      │         ^^^^^^^^^^^^^^^^^^^
    6 │   return total;
    7 │ }

  Runs again  queue orders is redelivered: BullMQ runs a stalled or failed job again
  Path        1  src/orders.ts:1:1  queue orders
              2  src/orders.ts:5:8  prisma.order.create
  Remedy      Write the job's id into the row and make it unique.
  Fix         Replace create by upsert (needs review)
              → idemlint check src --fix-review 01234567
  Rule        idemlint explain unguarded-insert

! src/broken.ts:3 does not parse.

────────────────────────────────────────────────────────────────────────────────
✖ 1 gap in 1 file: 1 error
3 files, 1 entry point, 2 effects (1 guarded) in 13 ms
1 gap can be closed after review by idemlint check src --fix-review <fingerprint>
`,
    );
  });

  it("says when nothing was found, and when nothing was judged", () => {
    const { result, root } = sample();
    assert.match(pretty({ ...result, findings: [], problems: [] }, root), /✔ No gap was found\n3 files, 1 entry point/);
    const blind = { ...result, findings: [], problems: [], stats: { ...result.stats, entryPoints: 0 } };
    assert.match(pretty(blind, root), /No entry point was found: nothing here is known to run again/);
  });

  it("adds what could not be followed on request", () => {
    const { result, root } = sample();
    assert.match(pretty({ ...result, findings: [] }, root, { stats: true }), /0 {2}calls that could not be followed/);
    const opaque = new Map([
      ["audit", { times: 1 }],
      ["db.raw", { times: 3, from: "sql-kit" }],
    ]);
    assert.match(pretty({ ...result, opaque }, root, { stats: true }), /Not followed.*: db\.raw \(3\), audit\n/);
  });

  it("explains in full what was seen and what was not", () => {
    const { result, root } = sample();
    const text = pretty(
      {
        ...result,
        traces: result.findings.map(({ entry, effect }) => ({ entry, effects: [effect], files: [] })),
        opaque: new Map([
          ["audit", { times: 1 }],
          ["db.raw", { times: 3, from: "sql-kit" }],
        ]),
        leftOut: () => [{ file: `${root}/orders.test.ts`, why: "test, story or seed" }],
      },
      root,
      { coverage: true },
    );
    assert.match(
      text,
      /Entry points: 1\n {2}\w+, \w+, seen by .+ \(1\)\n {4}queue orders +1 effect, \d guarded +\S+:\d+\n/,
    );
    assert.match(
      text,
      /3 of sql-kit, which no model describes so far\n {4}db\.raw \(3\)\n {2}1 of values whose origin is not known\n {4}audit\n/,
    );
    assert.match(text, /Files left out: 1\n {2}test, story or seed \(1\)\n {4}orders\.test\.ts\n/);
  });

  it("colours a terminal only, and obeys NO_COLOR and FORCE_COLOR", () => {
    const coloured = (isTTY: boolean, env: Record<string, string>) =>
      createStyle({ write: () => true, isTTY }, env).red("x") !== "x";
    assert.deepEqual(
      [
        coloured(true, {}),
        coloured(false, {}),
        coloured(true, { NO_COLOR: "1" }),
        coloured(false, { FORCE_COLOR: "1" }),
      ],
      [true, false, false, true],
    );
  });
});

describe("wrapping", () => {
  it("keeps code in backquotes in one piece", () => {
    assert.deepEqual(wrap("call (`prisma.order.create now`) and `x` again", 20), [
      "call",
      "(`prisma.order.create now`)",
      "and `x` again",
    ]);
  });
});

describe("the progress bar", () => {
  it("appears on a terminal once a second has passed, and leaves no trace", () => {
    let time = 0;
    const host = recorder("/", { isTTY: true });
    const progress = createProgress(host.out, () => time);
    progress.report("reading", 1, 4);
    assert.equal(host.printed(), "");
    time = 1200;
    progress.report("reading", 2, 4);
    assert.match(host.printed(), /█{15}░{15} {2}50 % {2}reading 2\/4$/);
    progress.clear();
    assert.match(host.printed(), /\r\u001b\[2K$/);
  });

  it("never appears in a pipe", () => {
    let time = 0;
    const host = recorder("/");
    const progress = createProgress(host.out, () => time);
    time = 5000;
    progress.report("reading", 2, 4);
    progress.clear();
    assert.equal(host.printed(), "");
  });
});

interface Report {
  readonly findings: readonly {
    readonly file: string;
    readonly entry: { readonly file: string };
    readonly path: readonly { readonly file: string }[];
  }[];
}

function sample(): { readonly result: CheckResult; readonly root: string } {
  const files = tree({ "src/orders.ts": source, "src/broken.ts": "" });
  const file = files.path("src/orders.ts");
  const found = finding(siteOf(file, "prisma.order.create"), {
    fixes: [{ ...replacing(file, "create", "upsert", "review") }],
  });
  const broken = files.path("src/broken.ts");
  const opened = session(() => [found], [{ message: `${broken}:3 does not parse.`, file: broken }]);
  assert.ok(opened.ok);
  return { result: opened.session.check({ preset: "recommended" }), root: files.root };
}

function pretty(
  result: CheckResult,
  cwd: string,
  options: Partial<Pick<FormatContext, "stats" | "coverage">> = {},
): string {
  return formatPretty(result, { ...contextIn(cwd), ...options });
}
