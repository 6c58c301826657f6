import { ts } from "ts-morph";
import { siteKey } from "../../analyzer/sites.js";
import type { Effect, Fix, TextEdit, Trace } from "../../analyzer/trace.js";
import { isTogether, repeats } from "../facts/repeats.js";
import type { RuleContext } from "../rule.js";
import { chainAround, quoted, type Chain } from "./chain.js";
import { freeName, scopeText } from "./claim.js";
import { findIdentity } from "./identity.js";
import { importTypes } from "./import-types.js";
import { growsTooWide } from "./line-width.js";
import { importBeside, recordTable, type RecordTable } from "./record-table.js";
import { review } from "./unique-insert.js";
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
  const target = context.schema.table(effect.target);
  const imports = record && target && importBeside(chain.source, record, target);
  if (!claim || !imports) return [];
  const edits = [
    ...imports,
    ...(claim.imports ?? []),
    ...identity.edits,
    ...wrap(chain, chain.unused, claim, earlierClaims(effect, trace, context)),
    ...record.edits,
  ];
  return [review(`Make the change only when ${record.name} has no record of ${identity.what} yet`, edits)];
}

interface Claim {
  /** What the insert needs the types of. */
  readonly imports?: readonly TextEdit[];
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

function claimOf(chain: Chain, effect: Effect, record: RecordTable, identity: string): Claim | undefined {
  const library = effect.library.toLowerCase();
  const client = clientOf(chain, library);
  if (!client) return undefined;
  const receiver = textOf(chain.source, client);
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
  if (library === "mysql2") return mysqlClaim(chain.source, receiver, effect, record, identity);
  if (library === "drizzle") return drizzleClaim(receiver, effect, record, identity);
  if (library === "knex") return knexClaim(chain, receiver, effect, record, identity);
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

/** `this.prisma` of `this.prisma.wallet.update(…)`, `db` of `db.update(wallets)`, `knex` of `knex("wallets")`. */
function clientOf({ links }: Chain, library: string): ts.Expression | undefined {
  const callee = links.at(-1)?.call.expression;
  if (library === "knex" || !callee || !ts.isPropertyAccessExpression(callee)) return callee;
  const owner = callee.expression;
  return library.includes("prisma") && ts.isPropertyAccessExpression(owner) ? owner.expression : owner;
}

function mysqlClaim(
  source: ts.SourceFile,
  pool: string,
  effect: Effect,
  { name, key }: RecordTable,
  identity: string,
): Claim | undefined {
  const statement = quoted(`INSERT IGNORE INTO ${name} (${key.name}) VALUES (?)`, source);
  const insert = (client: string): string => `await ${client}.execute<ResultSetHeader>(${statement}, [${identity}])`;
  const won = (answer: string): string => `${answer}[0].affectedRows === 1`;
  const imports = importTypes(source, "mysql2/promise", ["ResultSetHeader"]);
  if (effect.transaction) return { insert: insert(pool), won, imports };
  const made = new RegExp(`\\b${pool.replaceAll(/[.$]/g, "\\\\$&")}\\s*=.*\\bcreatePool\\(`);
  if (!/pool$/i.test(pool) && !made.test(source.text)) return undefined;
  const before = [`const client = await ${pool}.getConnection();`, "try {", "  await client.beginTransaction();"];
  const after = [
    "  await client.commit();",
    "} catch (error) {",
    "  await client.rollback();",
    "  throw error;",
    "} finally {",
    "  client.release();",
    "}",
  ];
  return { insert: insert("client"), won, imports, open: { before, after, depth: 1, client: pool, in: "client" } };
}

function drizzleClaim(db: string, effect: Effect, { member, key }: RecordTable, identity: string): Claim | undefined {
  const insert = (client: string): string =>
    `await ${client}.insert(${member}).values({ ${key.property}: ${identity} }).onConflictDoNothing().returning()`;
  const won = (name: string): string => `${name}.length === 1`;
  if (effect.transaction) return { insert: insert(db), won };
  const before = [`await ${db}.transaction(async (tx) => {`];
  return { insert: insert("tx"), won, open: { before, after: ["});"], depth: 1, client: db, in: "tx" } };
}

function knexClaim(
  { source }: Chain,
  knex: string,
  effect: Effect,
  { name, key }: RecordTable,
  identity: string,
): Claim | undefined {
  const [table, column] = [quoted(name, source), quoted(key.name, source)];
  const insert = (client: string): string =>
    `await ${client}(${table}).insert({ ${key.name}: ${identity} }).onConflict(${column}).ignore().returning(${column})`;
  const won = (rows: string): string => `${rows}.length === 1`;
  if (effect.transaction) return { insert: insert(knex), won };
  const before = [`await ${knex}.transaction(async (trx) => {`];
  return { insert: insert("trx"), won, open: { before, after: ["});"], depth: 1, client: knex, in: "trx" } };
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
function earlierClaims(effect: Effect, trace: Trace, context: RuleContext): number {
  const { sink, transaction } = effect;
  const earlier = trace.effects.filter(
    (other) =>
      transaction !== undefined &&
      isTogether(effect, other) &&
      repeats(other, context) &&
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
    broken(line(`const ${name} = ${claim.insert};`, depth), unit),
    line(`if (${claim.won(name)}) {`, depth),
    line(moved.replace(/\n/g, `\n${unit.repeat(depth + 1)}`), depth + 1),
    line("}", depth),
    ...(claim.open?.after ?? []).map((text) => line(text, 0)),
  ];
  return [{ file, start, end: statement.end, text: lines.join("\n").slice(base.length) }];
}

/** A list of parameters that makes its line too wide gets a line of its own. */
function broken(line: string, unit: string): string {
  const [, head, list] = growsTooWide(line, 0, "") ? (/^(.*, \[)(.*)\]\);$/.exec(line) ?? []) : [];
  const indent = /^\s*/.exec(line)?.[0] ?? "";
  return head === undefined ? line : `${head}\n${indent}${unit}${list ?? ""},\n${indent}]);`;
}

function renamed(chain: Chain, statement: ts.ExpressionStatement, from: string, to: string): string {
  const { source } = chain;
  const start = statement.getStart(source);
  const text = textOf(source, statement);
  // The client stands at the beginning of the chain.
  const at = chain.node.getStart(source) - start;
  return text.startsWith(from, at) ? text.slice(0, at) + to + text.slice(at + from.length) : text;
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
