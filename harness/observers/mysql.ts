import { silently } from "../context.js";
import { isLoopback, matchesHost } from "../loopback.js";
import { recordMysql2 } from "../recorders/mysql2.js";
import { isObject } from "../recorders/patch.js";
import { isIdempotencyStore } from "../recorders/roles.js";
import type { ColumnState, ObservedStore, Observer, Reference, Row, TableState } from "./observer.js";
import { isMigrationTable, type TableChoice } from "./postgres-catalog.js";
import { HarnessError } from "./sql-access.js";

const MOST_ROWS = 10_000;
const LOGS = /(^|_)(audit|audits|log|logs|metric|metrics)$/i;

/** Watches a MySQL or MariaDB database through a mysql2 pool (`mysql2` or `mysql2/promise`). Rows that are there at first are put back after each run. */
export function mysql(pool: unknown, choice: TableChoice = {}): Observer {
  return {
    name: "mysql",
    async open({ allow }) {
      const base = callbackPool(pool);
      const host = hostOf(base);
      if (!isLoopback(host) && !matchesHost(host, allow)) {
        throw new HarnessError(
          `the database host ${host} is not loopback: name it in \`allow\` if that is what you want`,
        );
      }
      const ask = asker(base);
      const tables = await describeTables(ask, choice);
      const before = await readTables(ask, tables);
      const counters = await readCounters(ask, tables);
      return observe(ask, tables, before, counters);
    },
  };
}

interface Ask {
  (sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  close(): Promise<void>;
}

type Description = Omit<TableState, "rows">;

function observe(
  ask: Ask,
  tables: readonly Description[],
  before: readonly TableState[],
  counters: ReadonlyMap<string, number>,
): ObservedStore {
  const set = async (ahead: number): Promise<void> => {
    for (const [table, value] of counters) await ask(`ALTER TABLE ${quoted(table)} AUTO_INCREMENT = ${value + ahead}`);
  };
  return {
    name: "MySQL",
    environment: {},
    concurrent: true,
    excluded: tables.flatMap(({ name, excluded }) => (excluded === undefined ? [] : [`table ${name}: ${excluded}`])),
    async restore() {
      const now = await readTables(ask, tables);
      const changed = before.filter((table, index) => JSON.stringify(table.rows) !== JSON.stringify(now[index]?.rows));
      for (const { name } of changed) await ask(`SET FOREIGN_KEY_CHECKS = 0; DELETE FROM ${quoted(name)}`);
      for (const { name, rows, columns } of changed) {
        for (const row of rows) {
          const names = columns.map((column) => quoted(column.name)).join(", ");
          const values = columns.map((column) => row[column.name] ?? null);
          await ask(`INSERT INTO ${quoted(name)} (${names}) VALUES (${values.map(() => "?").join(", ")})`, values);
        }
      }
      await ask("SET FOREIGN_KEY_CHECKS = 1");
      await set(0);
    },
    perturb: () => set(1_000),
    read: async () => ({ tables: await readTables(ask, tables), calls: [] }),
    async forgetRecords() {
      const now = await readTables(ask, tables);
      const records = now.filter((table) => table.excluded === "idempotency records" && table.rows.length > 0);
      for (const { name } of records) await ask(`DELETE FROM ${quoted(name)}`);
      return records.map(({ name }) => name);
    },
    async waiting() {
      const [row] = await ask(
        "SELECT CAST(COUNT(*) AS CHAR) AS waiting FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'",
      );
      return Number(row?.["waiting"] ?? 0) > 0;
    },
    close: () => ask.close(),
  };
}

async function describeTables(ask: Ask, choice: TableChoice): Promise<readonly Description[]> {
  const columns = await ask(
    "SELECT c.table_name AS t, c.column_name AS c, LOWER(CONCAT(c.extra, ' ', COALESCE(c.column_default, ''))) AS d, c.column_key AS k FROM information_schema.columns c JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name WHERE c.table_schema = DATABASE() AND t.table_type = 'BASE TABLE' ORDER BY c.table_name, c.ordinal_position",
  );
  const references = await ask(
    "SELECT table_name AS t, column_name AS c, referenced_table_name AS r, referenced_column_name AS rc FROM information_schema.key_column_usage WHERE table_schema = DATABASE() AND referenced_table_name IS NOT NULL",
  );
  const tables = new Map<string, { columns: ColumnState[]; key: string[] }>();
  for (const { t, c, d, k } of columns) {
    if (!t || !c || isMigrationTable(t) || (choice.tables && !choice.tables.includes(t))) continue;
    const table = tables.get(t) ?? { columns: [], key: [] };
    tables.set(t, table);
    const generated = /auto_increment|current_timestamp|uuid\(/.test(d ?? "");
    table.columns.push({
      name: c,
      generated,
      ...(choice.exclude?.includes(`${t}.${c}`) ? { excluded: "named in the scenario" } : {}),
    });
    if (k === "PRI") table.key.push(c);
  }
  return [...tables].map(([name, table]) => {
    const excluded = choice.exclude?.includes(name)
      ? "named in the scenario"
      : isIdempotencyStore(name)
        ? "idempotency records"
        : LOGS.test(name)
          ? "logs"
          : undefined;
    const own = references.filter(({ t }) => t === name);
    return {
      name,
      ...table,
      references: own.flatMap(({ c, r, rc }): Reference[] => (c && r && rc ? [{ column: c, table: r, to: rc }] : [])),
      ...(excluded === undefined ? {} : { excluded }),
    };
  });
}

async function readTables(ask: Ask, tables: readonly Description[]): Promise<readonly TableState[]> {
  const states: TableState[] = [];
  for (const table of tables) {
    const columns = table.columns.map(({ name }) => `CAST(${quoted(name)} AS CHAR) AS ${quoted(name)}`).join(", ");
    const rows = await ask(`SELECT ${columns} FROM ${quoted(table.name)} LIMIT ${MOST_ROWS + 1}`);
    if (rows.length > MOST_ROWS)
      throw new HarnessError(
        `table ${table.name} has more than ${MOST_ROWS} rows: name the tables to watch with mysql(pool, { tables: [...] })`,
      );
    states.push({ ...table, rows });
  }
  return states;
}

async function readCounters(ask: Ask, tables: readonly Description[]): Promise<ReadonlyMap<string, number>> {
  const counters = new Map<string, number>();
  for (const { name, columns, key } of tables) {
    const [only] = key;
    if (only === undefined || !columns.some((column) => column.name === only && column.generated)) continue;
    const [row] = await ask(`SELECT CAST(COALESCE(MAX(${quoted(only)}), 0) AS CHAR) AS last FROM ${quoted(name)}`);
    const last = Number(row?.["last"]);
    if (Number.isSafeInteger(last)) counters.set(name, last + 1);
  }
  return counters;
}

/** `mysql2/promise` wraps the pool that has callbacks. */
function callbackPool(pool: unknown): Record<string, unknown> {
  const base = isObject(pool) && isObject(pool["pool"]) ? pool["pool"] : pool;
  if (isObject(base) && typeof base["getConnection"] === "function" && typeof base["query"] === "function") return base;
  throw new HarnessError("mysql(…) takes a mysql2 pool");
}

function hostOf(pool: Record<string, unknown>): string {
  const config = isObject(pool["config"]) ? pool["config"] : {};
  const connection = isObject(config["connectionConfig"]) ? config["connectionConfig"] : {};
  return typeof connection["host"] === "string" ? connection["host"] : "localhost";
}

interface MysqlConnection extends Record<string, unknown> {
  query(sql: string, values: readonly unknown[], done: (error: unknown, rows: unknown) => void): unknown;
  release(): void;
}

/** The harness's own connection out of the pool, taken once and kept, so that its settings do not leak into the program's. */
function asker(pool: Record<string, unknown>): Ask {
  const acquire = pool["getConnection"] as (done: (error: unknown, connection: MysqlConnection) => void) => void;
  let own: Promise<MysqlConnection> | undefined;
  const connect = (): Promise<MysqlConnection> =>
    new Promise((resolve, reject) => {
      silently(() =>
        acquire.call(pool, (error, connection) => (error ? reject(unreachable(pool, error)) : resolve(connection))),
      );
    });
  const run = async (sql: string, values: readonly unknown[]): Promise<readonly Row[]> => {
    const connection = await (own ??= connect());
    recordMysql2({ Connection: connection.constructor });
    return new Promise((resolve, reject) => {
      silently(() =>
        connection.query(sql, values, (error, rows) =>
          error
            ? reject(error instanceof Error ? error : new Error("the query failed"))
            : resolve(Array.isArray(rows) ? rows : []),
        ),
      );
    });
  };
  const ask = async (sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> => {
    let rows: readonly Row[] = [];
    for (const statement of sql.split("; ")) rows = await run(statement, values);
    return rows;
  };
  return Object.assign(ask, {
    async close() {
      const connection = await own;
      own = undefined;
      connection?.release();
    },
  });
}

function unreachable(pool: Record<string, unknown>, error: unknown): Error {
  return new HarnessError(
    `the database at ${hostOf(pool)} does not answer: ${error instanceof Error ? error.message : String(error)}`,
  );
}

function quoted(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}
