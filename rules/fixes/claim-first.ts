import type { ts } from "ts-morph";
import type { Column, Table } from "../../analyzer/schema/unique.js";
import { siteKey } from "../../analyzer/sites.js";
import type { Effect, Fix, TextEdit, Trace } from "../../analyzer/trace.js";
import { isTogether, repeats } from "../repeats.js";
import type { RuleContext } from "../rule.js";
import { chainAround, quoted, receiverOf, type Chain } from "./chain.js";
import { freeName, scopeText } from "./claim.js";
import { findIdentity } from "./identity.js";
import { columnsOf, review } from "./unique-insert.js";
import { nextMigration } from "./unique-schema.js";
import { indentAt, indentUnit, textOf } from "./syntax.js";

/**
 * Moves a change behind the insert of a record that says it was made, both in one transaction. Only for a statement that
 * uses nothing of the answer, where an identity of the attempt is at hand or can be passed down.
 */
export function moveBehindClaim(effect: Effect, trace: Trace, context: RuleContext): Fix[] {
  const source = context.source(effect.sink.file);
  const chain = source && chainAround(source, effect.sink);
  const identity = findIdentity(trace, effect, context);
  if (!chain?.unused || !identity || identity.optional) return [];
  const record = recordTable(effect, context);
  const claim = record && claimOf(chain, effect, record, keyOf(identity.expression, effect, trace));
  if (!record || !claim) return [];
  const edits = [...identity.edits, ...wrap(chain, chain.unused, claim, earlierClaims(effect, trace)), ...record.edits];
  return [review(`Make the change only when ${record.name} has no record of ${identity.what} yet`, edits)];
}

/** The table that remembers what was done, and the edits that make it when the project has none. */
interface RecordTable {
  readonly name: string;
  /** The Prisma client's member. */
  readonly member: string;
  readonly key: Pick<Column, "name" | "property">;
  readonly edits: readonly TextEdit[];
}

interface Claim {
  readonly insert: string;
  readonly won: (name: string) => string;
  /** How the statement's client is called inside the transaction, when one has to be opened. */
  readonly open?: {
    readonly before: readonly string[];
    readonly after: readonly string[];
    readonly depth: number;
    readonly client: string;
    readonly in: string;
  };
}

function recordTable(effect: Effect, context: RuleContext): RecordTable | undefined {
  const target = context.schema.table(effect.target);
  if (!target) return undefined;
  for (const table of context.schema.tables) {
    const key = table.source === target.source && RECORDS.test(table.name) ? soleKey(table) : undefined;
    if (key) return { name: table.name, member: memberOf(table), key, edits: [] };
  }
  return newRecordTable(target, context);
}

/** The one column that a claim has to write. */
export function soleKey(table: Table): Column | undefined {
  for (const set of table.uniques) {
    const column = set.columns.length === 1 && !set.where ? columnsOf(table, set.columns)[0] : undefined;
    if (!column || column.generated || /int|uuid|serial/i.test(column.type ?? "")) continue;
    if (table.columns.every((other) => other === column || other.nullable || other.generated !== undefined))
      return column;
  }
  return undefined;
}

/** The edits that make a table of records beside another table, and its names. */
export function newRecordTable(target: Table, context: RuleContext): RecordTable | undefined {
  const key = { name: "id", property: "id" };
  if (target.source === "prisma") {
    const text = context.text(target.site.file);
    if (text === undefined) return undefined;
    const model = `\nmodel ProcessedMessage {\n  id          String   @id\n  processedAt DateTime @default(now())\n}\n`;
    const end = text.length;
    return {
      name: "ProcessedMessage",
      member: "processedMessage",
      key,
      edits: [{ file: target.site.file, start: end, end, text: text.endsWith("\n") ? model : `\n${model}` }],
    };
  }
  if (target.source !== "sql") return undefined;
  const file = nextMigration(target.site.file, "processed_messages", context);
  if (!file) return undefined;
  const text = `CREATE TABLE processed_messages (\n  id text PRIMARY KEY,\n  processed_at timestamptz NOT NULL DEFAULT now()\n);\n`;
  return { name: "processed_messages", member: "processedMessages", key, edits: [{ file, start: 0, end: 0, text }] };
}

function claimOf(chain: Chain, effect: Effect, record: RecordTable, identity: string): Claim | undefined {
  const library = effect.library.toLowerCase();
  const receiver = textOf(chain.source, receiverOf(chain));
  if (library === "node-postgres") {
    const statement = quoted(
      `INSERT INTO ${record.name} (${record.key.name}) VALUES ($1) ON CONFLICT DO NOTHING`,
      chain.source,
    );
    const insert = (client: string): string => `await ${client}.query(${statement}, [${identity}])`;
    const won = (name: string): string => `${name}.rowCount === 1`;
    if (effect.transaction) return { insert: insert(receiver), won };
    const q = (text: string): string => quoted(text, chain.source);
    return /pool$/i.test(receiver) ? { insert: insert("client"), won, open: onPool(receiver, q) } : undefined;
  }
  if (!library.includes("prisma") || /\$\w+Raw/.test(chain.text)) return undefined;
  const insert = (client: string): string =>
    `await ${client}.${record.member}.createMany({ data: { ${record.key.property}: ${identity} }, skipDuplicates: true })`;
  const won = (name: string): string => `${name}.count === 1`;
  if (effect.transaction) return { insert: insert(receiver), won };
  return {
    insert: insert("tx"),
    won,
    open: {
      before: [`await ${receiver}.$transaction(async (tx) => {`],
      after: ["});"],
      depth: 1,
      client: receiver,
      in: "tx",
    },
  };
}

function onPool(pool: string, q: (text: string) => string): NonNullable<Claim["open"]> {
  return {
    before: [`const client = await ${pool}.connect();`, "try {", `  await client.query(${q("BEGIN")});`],
    after: [
      `  await client.query(${q("COMMIT")});`,
      "} catch (error) {",
      `  await client.query(${q("ROLLBACK")});`,
      "  throw error;",
      "} finally {",
      "  client.release();",
      "}",
    ],
    depth: 1,
    client: pool,
    in: "client",
  };
}

/** Changes before this one that want a claim of their own, under another name. */
function earlierClaims(effect: Effect, trace: Trace): number {
  const { sink, transaction } = effect;
  const earlier = trace.effects.filter(
    (other) =>
      transaction !== undefined &&
      isTogether(effect, other) &&
      repeats(other) &&
      other.sink.file === sink.file &&
      other.sink.start < sink.start,
  );
  return new Set(earlier.map((other) => siteKey(other.sink))).size;
}

function wrap(chain: Chain, statement: ts.ExpressionStatement, claim: Claim, earlier: number): TextEdit[] {
  const { file, source } = chain;
  const start = statement.getStart(source);
  const base = indentAt(source.text, start);
  const unit = indentUnit(source.text);
  const name = freeName(scopeText(source, statement.pos), earlier);
  const depth = claim.open?.depth ?? 0;
  const line = (text: string, level: number): string => base + unit.repeat(level) + text.replace(/^ {2}/, unit);
  const moved = claim.open ? renamed(chain, statement, claim.open.client, claim.open.in) : textOf(source, statement);
  const lines = [
    ...(claim.open?.before ?? []).map((text) => line(text, 0)),
    line(`const ${name} = ${claim.insert};`, depth),
    line(`if (${claim.won(name)}) {`, depth),
    line(moved.replace(/\n/g, `\n${unit.repeat(depth + 1)}`), depth + 1),
    line("}", depth),
    ...(claim.open?.after ?? []).map((text) => line(text, 0)),
  ];
  return [{ file, start, end: statement.end, text: lines.join("\n").slice(base.length) }];
}

function renamed(chain: Chain, statement: ts.ExpressionStatement, from: string, to: string): string {
  const { source } = chain;
  const receiver = receiverOf(chain);
  const start = statement.getStart(source);
  const at = receiver.getStart(source) - start;
  const text = textOf(source, statement);
  return textOf(source, receiver) === from ? text.slice(0, at) + to + text.slice(at + from.length) : text;
}

/** One key for each change: two changes made for one message are two records. */
function keyOf(identity: string, effect: Effect, trace: Trace): string {
  const label = labelOf(effect);
  const places = new Set(trace.effects.filter((other) => labelOf(other) === label).map(({ sink }) => siteKey(sink)));
  const number = [...places].indexOf(siteKey(effect.sink));
  const base = /^`.*`$/s.test(identity) ? identity.slice(1, -1) : `\${${identity}}`;
  return `\`${base}:${label}${number > 0 ? `-${number + 1}` : ""}\``;
}

/** `wallets-balance`. */
function labelOf(effect: Effect): string {
  const words = [effect.target.replace(/^.*\./, ""), effect.relative[0] ?? effect.kind].join("-");
  return words
    .replace(/([a-z])([A-Z])/g, "$1-$2")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .toLowerCase();
}

/** The member of the Prisma client for a table. */
export function memberOf(table: Table): string {
  const model = table.aliases.find((alias) => /^[a-z]/.test(alias)) ?? table.name;
  return model.charAt(0).toLowerCase() + model.slice(1);
}

const RECORDS = /processed|handled|consumed|received|dedup|idempoten|inbox/i;
