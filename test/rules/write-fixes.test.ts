import { strict as assert } from "node:assert";
import { riskOfName } from "../../analyzer/risk.js";
import { namesBy } from "../../rules/facts/names.js";
import type { Column, SchemaIndex, Table, UniqueSet } from "../../analyzer/schema/unique.js";
import type { Check, Effect, Fix, Site } from "../../analyzer/trace.js";
import { applyFix } from "../../rules/fixes/edits.js";
import type { JudgedProject } from "../../rules/judging/judge.js";
import type { Rule, RuleContext } from "../../rules/rule.js";
import checkThenAct from "../../rules/check-then-act.js";
import relativeUpdate from "../../rules/relative-update.js";
import unguardedInsert from "../../rules/unguarded-insert.js";
import unguardedTransition from "../../rules/unguarded-transition.js";
import unhandledConflict from "../../rules/unhandled-conflict.js";
import { effect, entry, made, project, siteOf, trace } from "./made.js";

const CODE = "/app/handler.ts";
const PRISMA = "/app/prisma/schema.prisma";
const MIGRATION = "/app/migrations/0007_tables.sql";

/** A handler around one statement, the table it writes, and what a fix makes of both. */
interface Case {
  readonly code: string;
  /** The call within the code. */
  readonly call: string;
  readonly library: string;
  readonly schema?: Readonly<Record<string, string>>;
  readonly source?: Table["source"];
  readonly unique?: readonly string[];
  readonly effect?: (site: (piece: string) => Site) => Partial<Effect>;
}

describe("fixes of the rules about writes", () => {
  describe("unguarded-insert makes the identity unique and tolerates the conflict", () => {
    it("in a Prisma schema", () => {
      const fixed = fix(unguardedInsert, {
        code: `new Worker("q", async (job) => {\n  await prisma.invoice.create({\n    data: { eventId: job.data.eventId, amount: 1 },\n  });\n});\n`,
        call: `prisma.invoice.create({\n    data: { eventId: job.data.eventId, amount: 1 },\n  })`,
        library: "Prisma",
        source: "prisma",
        schema: {
          [PRISMA]: `model Invoice {\n  id      Int    @id @default(autoincrement())\n  eventId String // the event's own id\n  amount  Int\n}\n`,
        },
      });
      assert.match(fixed[PRISMA] ?? "", /^ {2}eventId String @unique \/\/ the event's own id$/m);
      assert.equal(
        fixed[CODE],
        `new Worker("q", async (job) => {\n  await prisma.invoice.upsert({\n    where: { eventId: job.data.eventId },\n    update: { eventId: job.data.eventId },\n    create: { eventId: job.data.eventId, amount: 1 },\n  });\n});\n`,
      );
    });

    it("in a Drizzle table, with the row that was asked for", () => {
      const file = "/app/tables.ts";
      const fixed = fix(unguardedInsert, {
        code: `app.post("/", async (req) => {\n  const [row] = await db.insert(invoice).values({ eventId, amount: 1 }).returning();\n  return row;\n});\n`,
        call: `db.insert(invoice).values({ eventId, amount: 1 }).returning()`,
        library: "Drizzle",
        source: "drizzle",
        schema: {
          [file]: `export const invoice = pgTable("invoice", {\n  eventId: text("event_id").notNull(),\n  amount: integer("amount"),\n});\n`,
        },
      });
      assert.match(fixed[file] ?? "", /eventId: text\("event_id"\)\.notNull\(\)\.unique\(\),/);
      assert.match(
        fixed[CODE] ?? "",
        /\.values\(\{ eventId, amount: 1 \}\)\.onConflictDoUpdate\(\{ target: invoice\.eventId, set: \{ eventId: eventId \} \}\)\.returning\(\)|\.onConflictDoUpdate\(\{ target: invoice\.eventId, set: \{ eventId \} \}\)\.returning\(\)/,
      );
    });

    it("in a TypeORM entity", () => {
      const file = "/app/invoice.ts";
      const fixed = fix(unguardedInsert, {
        code: `async function run(job) {\n  await repository.save({ eventId: job.eventId });\n}\n`,
        call: `repository.save({ eventId: job.eventId })`,
        library: "TypeORM",
        source: "typeorm",
        schema: {
          [file]: `@Entity()\nexport class Invoice {\n  @Column({ name: "event_id" })\n  eventId!: string;\n}\n`,
        },
      });
      assert.match(fixed[file] ?? "", /@Column\(\{ unique: true, name: "event_id" \}\)/);
      assert.match(fixed[CODE] ?? "", /repository\.upsert\(\{ eventId: job\.eventId \}, \["eventId"\]\)/);
    });

    it("with a migration that follows the others", () => {
      const fixed = fix(unguardedInsert, {
        code: `async function run(job) {\n  await pool.query("insert into invoice (event_id, amount) values ($1, $2) returning id", [job.eventId, 1]);\n}\n`,
        call: `pool.query("insert into invoice (event_id, amount) values ($1, $2) returning id", [job.eventId, 1])`,
        library: "node-postgres",
        source: "sql",
        schema: { [MIGRATION]: "CREATE TABLE invoice (event_id text, amount int);" },
      });
      assert.equal(
        fixed["/app/migrations/0008_unique_invoice_event_id.sql"],
        "CREATE UNIQUE INDEX invoice_event_id_key ON invoice (event_id);\n",
      );
      assert.match(
        fixed[CODE] ?? "",
        /values \(\$1, \$2\) on conflict \(event_id\) do update set event_id = excluded\.event_id returning id"/i,
      );
    });

    it("not when no column that it writes carries an identity", () => {
      const fixes = fixesOf(unguardedInsert, {
        code: `await prisma.invoice.create({ data: { userId, amount } });\n`,
        call: `prisma.invoice.create({ data: { userId, amount } })`,
        library: "Prisma",
        source: "prisma",
        schema: { [PRISMA]: "model Invoice {\n  userId String\n  amount Int\n}\n" },
        effect: (site) => ({
          values: {
            userId: made("caller", "userId", site("userId")),
            amount: made("caller", "amount", site("amount")),
          },
        }),
      });
      assert.deepEqual(fixes, []);
    });
  });

  describe("unhandled-conflict", () => {
    it("keeps the row that is there, in each library's own words", () => {
      const cases: readonly (readonly [library: string, call: string, after: string])[] = [
        [
          "Prisma",
          `prisma.invoice.create({ data })`,
          `prisma.invoice.upsert({ where: { eventId: data.eventId }, update: { eventId: data.eventId }, create: data })`,
        ],
        [
          "Drizzle",
          `db.insert(invoice).values(row)`,
          `db.insert(invoice).values(row).onConflictDoNothing({ target: invoice.eventId })`,
        ],
        ["Knex", `knex("invoice").insert(row)`, `knex("invoice").insert(row).onConflict("event_id").ignore()`],
        [
          "Knex",
          `knex("invoice").insert(row).returning("id")`,
          `knex("invoice").insert(row).onConflict("event_id").merge(["event_id"]).returning("id")`,
        ],
        ["TypeORM", `repository.insert(row)`, `repository.upsert(row, ["eventId"])`],
        [
          "node-postgres",
          `pool.query("INSERT INTO invoice (event_id) VALUES ($1)", [id])`,
          `pool.query("INSERT INTO invoice (event_id) VALUES ($1) ON CONFLICT (event_id) DO NOTHING", [id])`,
        ],
        [
          "mysql2",
          `pool.execute("INSERT INTO invoice (event_id) VALUES (?)", [id])`,
          `pool.execute("INSERT INTO invoice (event_id) VALUES (?) ON DUPLICATE KEY UPDATE event_id = event_id", [id])`,
        ],
        [
          "Postgres.js",
          "sql`INSERT INTO invoice (event_id) VALUES (${id})`",
          "sql`INSERT INTO invoice (event_id) VALUES (${id}) ON CONFLICT (event_id) DO NOTHING`",
        ],
      ];
      for (const [library, call, after] of cases) {
        const fixed = fix(unhandledConflict, {
          code: `await ${call};\n`,
          call,
          library,
          unique: ["event_id"],
          effect: () => ({ conflict: "escapes" }),
        });
        assert.equal(fixed[CODE], `await ${after};\n`);
      }
    });

    it("offers nothing for a save whose answer is used", () => {
      const call = "repository.save(row)";
      const fixes = fixesOf(unhandledConflict, {
        code: `const saved = await ${call};\n`,
        call,
        library: "TypeORM",
        unique: ["event_id"],
        effect: () => ({ conflict: "escapes" }),
      });
      assert.deepEqual(fixes, []);
    });
  });

  it("check-then-act makes unique what was searched by", () => {
    const code = `app.post("/", async (req, res) => {\n  const found = await prisma.invoice.findFirst({ where: { eventId } });\n  if (!found) await prisma.invoice.create({ data: { eventId } });\n});\n`;
    const fixed = fix(checkThenAct, {
      code,
      call: "prisma.invoice.create({ data: { eventId } })",
      library: "Prisma",
      source: "prisma",
      schema: { [PRISMA]: "model Invoice {\n  id Int @id\n  eventId String\n}\n" },
      effect: (site) => ({
        checks: [check(site, "absence", "prisma.invoice.findFirst({ where: { eventId } })", "!found", ["eventId"])],
      }),
    });
    assert.match(fixed[PRISMA] ?? "", /eventId String @unique/);
    assert.match(
      fixed[CODE] ?? "",
      /if \(!found\) await prisma\.invoice\.upsert\(\{ where: \{ eventId \}, update: \{ eventId \}, create: \{ eventId \} \}\);/,
    );
  });

  it("unguarded-transition takes the expected state from the test before it", () => {
    const update = "prisma.order.update({ where: { id }, data: { status: 'paid' } })";
    const code = `async function run(job) {\n  const order = await prisma.order.findUnique({ where: { id } });\n  if (order.status !== 'pending') return;\n  await ${update};\n  await mail(order);\n}\n`;
    const fixed = fix(unguardedTransition, {
      code: `import x from 'x';\n${code}`,
      call: update,
      library: "Prisma",
      effect: (site) => ({
        kind: "update",
        target: "order",
        constants: { status: "paid" },
        checks: [
          {
            ...check(site, "state", "prisma.order.findUnique({ where: { id } })", "order.status !== 'pending'", ["id"]),
            target: "order",
            tests: ["status"],
          },
        ],
      }),
    });
    assert.match(
      fixed[CODE] ?? "",
      /const claimed = await prisma\.order\.updateMany\(\{ where: \{ id, status: 'pending' \}, data: \{ status: 'paid' \} \}\);\n {2}if \(claimed\.count === 0\) return;/,
    );
  });

  it("unguarded-transition only tests the count where the state is named", () => {
    const call = `pool.query("UPDATE orders SET status = 'paid' WHERE id = $1 AND status = 'open'", [id])`;
    const fixed = fix(unguardedTransition, {
      code: `for (const id of ids) {\n  await ${call};\n  await mail(order);\n}\n`
        .replace(/^/, "async function run(ids) {\n")
        .replace(/$/, "}\n"),
      call,
      library: "node-postgres",
      effect: (site) => ({
        kind: "update",
        constants: { status: "paid" },
        values: { status: made("constant", "paid", site("paid")) },
        where: { status: made("constant", "open", site("open")) },
      }),
    });
    assert.match(fixed[CODE] ?? "", /if \(claimed\.rowCount === 0\) continue;/);
  });

  describe("relative-update moves behind a record", () => {
    const identity = { code: "", library: "" };
    it("opens a transaction and makes the table when there is neither", () => {
      const call = `pool.query("UPDATE invoice SET amount = amount + 1 WHERE id = $1", [id])`;
      const fixed = fix(relativeUpdate, {
        ...identity,
        code: `async function handler(job) {\n  await ${call};\n}\n`,
        call,
        library: "node-postgres",
        source: "sql",
        schema: { [MIGRATION]: "CREATE TABLE invoice (id text, amount int);" },
        effect: () => ({ kind: "increment", relative: ["amount"] }),
      });
      assert.match(
        fixed["/app/migrations/0008_processed_messages.sql"] ?? "",
        /CREATE TABLE processed_messages \(\n {2}id text PRIMARY KEY/,
      );
      assert.match(
        fixed[CODE] ?? "",
        /const client = await pool\.connect\(\);\n {2}try \{\n {4}await client\.query\("BEGIN"\);/,
      );
      assert.match(fixed[CODE] ?? "", /if \(claimed\.rowCount === 1\) \{\n {6}await client\.query\("UPDATE invoice/);
    });

    it("uses the transaction and the table that are there", () => {
      const call = "tx.invoice.update({ where: { id }, data: { amount: { increment: 1 } } })";
      const fixed = fix(relativeUpdate, {
        ...identity,
        code: `async function handler(job) {\n  await prisma.$transaction(async (tx) => {\n    await ${call};\n  });\n}\n`,
        call,
        library: "Prisma",
        source: "prisma",
        schema: { [PRISMA]: "model Invoice {\n  id String @id\n  amount Int\n}\n" },
        effect: (site) => ({
          kind: "increment",
          relative: ["amount"],
          transaction: { site: site("prisma.$transaction"), library: "Prisma" },
        }),
      });
      assert.match(fixed[PRISMA] ?? "", /model ProcessedMessage \{/);
      assert.match(
        fixed[CODE] ?? "",
        /const claimed = await tx\.processedMessage\.createMany\(\{ data: \{ id: `\$\{job\.queueName\}-\$\{job\.id\}:invoice-amount` \}, skipDuplicates: true \}\);\n {4}if \(claimed\.count === 1\) \{\n {6}await tx\.invoice\.update/,
      );
    });
  });
});

function fix(rule: Rule, given: Case): Record<string, string> {
  const { fixes, context } = run(rule, given);
  assert.equal(fixes.length, 1, `one fix: ${fixes.map((one) => one.title).join(", ")}`);
  const [only] = fixes;
  assert.equal(only?.safety, "review");
  return Object.fromEntries(only ? applyFix(only, context.text) : []);
}

function fixesOf(rule: Rule, given: Case): readonly Fix[] {
  return run(rule, given).fixes;
}

function run(rule: Rule, given: Case): { readonly fixes: readonly Fix[]; readonly context: RuleContext } {
  const files = { [CODE]: given.code, ...given.schema };
  const app = project(files);
  const call = siteOf(app, CODE, given.call);
  const piece = (text: string): Site => siteOf(app, CODE, text);
  const written = effect(call, {
    kind: "insert",
    library: given.library,
    name: given.call.replace(/\(.*$/s, ""),
    target: "invoice",
    values: { eventId: made("message", "job.data.eventId", call), amount: made("constant", "1", call) },
    ...given.effect?.(piece),
  });
  const mail = effect(call, { kind: "call", name: "mail", site: { ...call, start: call.end, end: call.end + 1 } });
  const context = contextOf(app, given);
  const handler = entry({ ...call, start: given.code.indexOf("async"), end: given.code.lastIndexOf("}") + 1 });
  const reports = [...rule.check(trace(handler, written, mail), context)];
  return { fixes: reports.flatMap((report) => report.fixes ?? []), context };
}

function contextOf(app: JudgedProject, given: Case): RuleContext {
  const [file, text] = Object.entries(given.schema ?? {})[0] ?? [MIGRATION, ""];
  const start = Math.max(0, text.search(/model |CREATE |@Entity|pgTable/));
  const site: Site = {
    file,
    start,
    end: start + 1,
    line: 1,
    column: 1,
    endLine: 1,
    endColumn: 1,
  };
  const column = (name: string, property: string): Column => ({ name, property, nullable: false, type: "text" });
  const set = (columns: readonly string[]): UniqueSet => ({
    columns,
    kind: "unique",
    site,
    nullable: [],
    expressions: [],
  });
  const table: Table = {
    name: "invoice",
    aliases: ["Invoice", "invoice"],
    columns: [
      column("event_id", given.source === "sql" ? "event_id" : "eventId"),
      column("amount", "amount"),
      column("user_id", "userId"),
    ],
    uniques: given.unique ? [set(given.unique)] : [],
    source: given.source ?? "sql",
    site,
  };
  const schema: SchemaIndex = {
    table: (name) => (name.toLowerCase() === "invoice" ? table : undefined),
    tables: [table],
    routines: () => [],
    text: () => undefined,
    files: [file],
    problems: [],
  };
  return {
    schema,
    text: app.text,
    source: app.source,
    sources: app.sources,
    resolve: () => undefined,
    names: namesBy(),
    riskOf: riskOfName,
    horizon: () => 24,
    reported: () => false,
  };
}

function check(
  site: (piece: string) => Site,
  kind: Check["kind"],
  read: string,
  condition: string,
  by: readonly string[],
): Check {
  return {
    kind,
    read: site(read),
    target: "invoice",
    condition: site(condition),
    by,
    tests: [],
    occurrence: "1",
    locked: false,
  };
}
