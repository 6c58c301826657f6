import assert from "node:assert/strict";
import { postgres, verifyIdempotency, type Verdict } from "../../harness/api.js";
import { fixturePackage } from "./fixture-packages.js";
import { byTarget, shopDatabase } from "./support.js";

/** One library over the database at a URL: the same two ways to take an order in each. */
interface Orm {
  /** Inserts a row that nothing makes unique. */
  insert(): Promise<unknown>;
  /** Inserts a row with this key, and takes the amount off, in one transaction. A known key ends it. */
  together(key: string): Promise<unknown>;
  close(): Promise<unknown>;
}

const CLAIM = "INSERT INTO single_orders (request_key, amount) VALUES ('$', 1) ON CONFLICT DO NOTHING RETURNING id";
const TAKE = "UPDATE accounts SET balance = balance - 1 WHERE id = 'a'";

const orms: Readonly<Record<string, (url: string) => Promise<Orm> | Orm>> = {
  drizzle: (url) => {
    const { Pool } = fixturePackage("pg") as { Pool: new (options: object) => { end(): Promise<void> } };
    const { drizzle } = fixturePackage("drizzle-orm/node-postgres") as Drizzle;
    const { pgTable, text, integer } = fixturePackage("drizzle-orm/pg-core") as DrizzleTables;
    const { sql } = fixturePackage("drizzle-orm") as { sql: { raw(text: string): unknown } };
    const pool = new Pool({ connectionString: url });
    const db = drizzle(pool);
    const orders = pgTable("orders", { sku: text("sku"), amount: integer("amount") });
    return {
      insert: () => db.insert(orders).values({ sku: "a", amount: 1 }),
      together: (key) =>
        db.transaction(async (tx) => {
          const { rowCount } = await tx.execute(sql.raw(CLAIM.replace("$", key)));
          if (rowCount === 1) await tx.execute(sql.raw(TAKE));
        }),
      close: () => pool.end(),
    };
  },
  knex: (url) => {
    const knex = (fixturePackage("knex") as (options: object) => Knex)({ client: "pg", connection: url });
    return {
      insert: () => knex("orders").insert({ sku: "a", amount: 1 }),
      together: (key) =>
        knex.transaction(async (trx) => {
          const { rowCount } = await trx.raw(CLAIM.replace("$", key));
          if (rowCount === 1) await trx.raw(TAKE);
        }),
      close: () => knex.destroy(),
    };
  },
  kysely: (url) => {
    const { Pool } = fixturePackage("pg") as { Pool: new (options: object) => unknown };
    const { Kysely, PostgresDialect, sql } = fixturePackage("kysely") as KyselyModule;
    const db = new Kysely({ dialect: new PostgresDialect({ pool: new Pool({ connectionString: url }) }) });
    return {
      insert: () => db.insertInto("orders").values({ sku: "a", amount: 1 }).execute(),
      together: (key) =>
        db.transaction().execute(async (trx) => {
          const { rows } = await sql.raw(CLAIM.replace("$", key)).execute(trx);
          if (rows.length === 1) await sql.raw(TAKE).execute(trx);
        }),
      close: () => db.destroy(),
    };
  },
  typeorm: async (url) => {
    fixturePackage("reflect-metadata");
    const { DataSource, EntitySchema } = fixturePackage("typeorm") as TypeOrm;
    const columns = {
      id: { type: "int", primary: true, generated: true },
      sku: { type: "text" },
      amount: { type: "int" },
    };
    const source = new DataSource({
      type: "postgres",
      url,
      entities: [new EntitySchema({ name: "Order", tableName: "orders", columns })],
    });
    await source.initialize();
    return {
      insert: () => source.getRepository("Order").insert({ sku: "a", amount: 1 }),
      together: (key) =>
        source.transaction(async (manager) => {
          const claimed = await manager.query(CLAIM.replace("$", key));
          if (claimed.length === 1) await manager.query(TAKE);
        }),
      close: () => source.destroy(),
    };
  },
  sequelize: (url) => {
    const { Sequelize, DataTypes } = fixturePackage("sequelize") as SequelizeModule;
    const sequelize = new Sequelize(url, { logging: false });
    const order = sequelize.define(
      "orders",
      { sku: { type: DataTypes["TEXT"] }, amount: { type: DataTypes["INTEGER"] } },
      { timestamps: false },
    );
    return {
      insert: () => order.create({ sku: "a", amount: 1 }),
      together: (key) =>
        sequelize.transaction(async (transaction) => {
          const [claimed] = await sequelize.query(CLAIM.replace("$", key), { transaction });
          if (claimed.length === 1) await sequelize.query(TAKE, { transaction });
        }),
      close: () => sequelize.close(),
    };
  },
};

describe("libraries over a recorded driver", function () {
  this.timeout(120_000);

  for (const [name, open] of Object.entries(orms)) {
    describe(name, () => {
      let orm: Orm;
      before(async () => (orm = await open((await shopDatabase()).url)));
      after(() => orm.close());

      const verified = async (attempt: (key: string) => Promise<unknown>): Promise<Verdict> =>
        verifyIdempotency(
          {
            name: `job ${name}`,
            attempt: ({ key }) => attempt(key),
            observe: [postgres((await shopDatabase()).url)],
          },
          { verdicts: false, budgetMs: 100_000 },
        );

      it("shows an insert at the line that makes it", async () => {
        const verdict = await verified(() => orm.insert());
        assert.equal(verdict.verdict, "confirmed", verdict.timeline());
        assert.deepEqual(byTarget(verdict), { "insert orders": "confirmed" });
        assert.match(verdict.sites[0]?.file ?? "", /orms\.test\.ts$/);
        assert.deepEqual(verdict.unattributed, []);
      });

      it("takes a transaction as one effect, which holds", async () => {
        const verdict = await verified((key) => orm.together(key));
        assert.equal(verdict.verdict, "refuted", verdict.timeline());
        assert.equal(verdict.schedules.filter(({ family }) => family === "S4").length, 1);
        assert.deepEqual(byTarget(verdict), { "insert single_orders": "refuted", "increment accounts": "refuted" });
      });
    });
  }
});

interface Drizzle {
  drizzle(pool: unknown): {
    insert(table: unknown): { values(row: object): Promise<unknown> };
    transaction(work: (tx: DrizzleTransaction) => Promise<void>): Promise<unknown>;
  };
}

interface DrizzleTransaction {
  execute(statement: unknown): Promise<{ readonly rowCount: number }>;
}

interface DrizzleTables {
  pgTable(name: string, columns: object): unknown;
  text(name: string): unknown;
  integer(name: string): unknown;
}

interface Knex {
  (table: string): { insert(row: object): Promise<unknown> };
  transaction(work: (trx: KnexTransaction) => Promise<void>): Promise<unknown>;
  destroy(): Promise<void>;
}

interface KnexTransaction {
  raw(text: string): Promise<{ readonly rowCount: number }>;
}

interface KyselyModule {
  readonly Kysely: new (options: object) => {
    insertInto(table: string): { values(row: object): { execute(): Promise<unknown> } };
    transaction(): { execute(work: (trx: unknown) => Promise<void>): Promise<unknown> };
    destroy(): Promise<void>;
  };
  readonly PostgresDialect: new (options: object) => unknown;
  readonly sql: { raw(text: string): { execute(trx: unknown): Promise<{ readonly rows: readonly unknown[] }> } };
}

interface TypeOrm {
  readonly DataSource: new (options: object) => {
    initialize(): Promise<unknown>;
    getRepository(name: string): { insert(row: object): Promise<unknown> };
    transaction(work: (manager: TypeOrmManager) => Promise<void>): Promise<unknown>;
    destroy(): Promise<void>;
  };
  readonly EntitySchema: new (options: object) => unknown;
}

interface TypeOrmManager {
  query(text: string): Promise<readonly unknown[]>;
}

interface SequelizeModule {
  readonly Sequelize: new (
    url: string,
    options: object,
  ) => {
    define(name: string, columns: object, options: object): { create(row: object): Promise<unknown> };
    transaction(work: (transaction: unknown) => Promise<void>): Promise<unknown>;
    query(text: string, options: object): Promise<readonly [readonly unknown[]]>;
    close(): Promise<void>;
  };
  readonly DataTypes: Readonly<Record<string, unknown>>;
}
