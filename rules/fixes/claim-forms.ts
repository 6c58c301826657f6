import { ts } from "ts-morph";
import type { Effect, TextEdit } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";
import { quoted, type Chain } from "./chain.js";
import { importTypes } from "./import-types.js";
import { grouped } from "./keep-longer.js";
import type { RecordTable } from "./record-table.js";
import { textOf } from "./syntax.js";

/** How a store is asked whether this attempt is the first, and how the answer reads. */
export interface Claim {
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

/** The claim of a record, in the words of the library that makes the change. */
export function claimOf(
  chain: Chain,
  effect: Effect,
  record: RecordTable,
  identity: string,
  context: RuleContext,
): Claim | undefined {
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
  if (library === "typeorm") return typeormClaim(chain.source, receiver, effect, record, identity, context);
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

/** PostgreSQL alone says which rows an ignored insert made. */
function typeormClaim(
  source: ts.SourceFile,
  receiver: string,
  effect: Effect,
  { member, key }: RecordTable,
  identity: string,
  context: RuleContext,
): Claim | undefined {
  if (!context.sources().some(({ text }) => /\btype:\s*["'`]postgres["'`]/.test(text))) return undefined;
  const insert = (manager: string): string =>
    [
      `await ${manager}`,
      "createQueryBuilder()",
      "insert()",
      `into(${member})`,
      `values({ ${key.property}: ${identity} })`,
      "orIgnore()",
      `returning(${quoted(key.property, source)})`,
      "execute()",
    ].join("\n  .");
  const won = (name: string): string => `${name}.raw.length === 1`;
  const isManager = /manager$/i.test(receiver);
  if (effect.transaction) return isManager ? { insert: insert(receiver), won } : undefined;
  const before = [`await ${isManager ? receiver : `${receiver}.manager`}.transaction(async (manager) => {`];
  const inside = isManager ? "manager" : `manager.withRepository(${receiver})`;
  return { insert: insert("manager"), won, open: { before, after: ["});"], depth: 1, client: receiver, in: inside } };
}

/** A key in Redis that one attempt alone sets, and that is kept for as long as another may come. */
export function keyInRedis(chain: Chain, effect: Effect, key: string, seconds: number): Claim | undefined {
  const client = clientOf(chain, "");
  if (!client || chain.links.length !== 1) return undefined;
  const receiver = textOf(chain.source, client);
  const q = (text: string): string => quoted(text, chain.source);
  const won = (name: string): string => `${name} === ${q("OK")}`;
  const set = `await ${receiver}.set(${key}, ${q("1")}`;
  if (effect.library === "ioredis") return { insert: `${set}, ${q("EX")}, ${grouped(seconds)}, ${q("NX")})`, won };
  return effect.library === "node-redis"
    ? { insert: `${set}, { EX: ${grouped(seconds)}, NX: true })`, won }
    : undefined;
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
