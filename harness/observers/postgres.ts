import {
  identifier,
  isMigrationTable,
  literal,
  readCatalog,
  type CatalogTable,
  type TableChoice,
} from "./postgres-catalog.js";
import type { ObservedStore, Observer, Row, StoreState, TableState } from "./observer.js";
import { proxyPostgres } from "../proxy/postgres.js";
import { HarnessError, openSql, type SqlAccess } from "./sql-access.js";

/** More rows than this in one table are not copied; the scenario then names the tables to watch. */
const MOST_ROWS = 10_000;

/**
 * Watches a PostgreSQL database: a pg `Pool` or `Client`, a PGlite, or a connection string.
 * The rows that are there when the verification starts are kept and put back after each run, in one transaction.
 */
export function postgres(handle: unknown, choice: TableChoice = {}): Observer {
  return {
    name: "postgres",
    async open({ allow }) {
      if (choice.proxy === true && typeof handle === "string") refuseTls(handle);
      const sql = await openSql(handle, allow);
      const tables = (await readCatalog(sql, choice)).filter((table) => !isMigrationTable(table.name));
      if (choice.tables && tables.length === 0) {
        throw new HarnessError(
          `none of the tables ${choice.tables.join(", ")} is in the database; were the migrations applied?`,
        );
      }
      const store = await observe(sql, tables);
      return choice.proxy === true ? behindProxy(store, sql.url) : store;
    },
  };
}

/** Modes in which a client goes on without TLS. */
const CLEAR = new Set(["disable", "allow", "prefer"]);

async function behindProxy(store: ObservedStore, url: string | undefined): Promise<ObservedStore> {
  if (url === undefined) throw new HarnessError("the proxy needs a PostgreSQL server that listens on TCP");
  refuseTls(url);
  const target = new URL(url);
  const proxy = await proxyPostgres(target.hostname, Number(target.port) || 5_432);
  target.hostname = "127.0.0.1";
  target.port = String(proxy.port);
  return {
    ...store,
    wire: true,
    environment: { DATABASE_URL: target.href },
    concurrent: "at the wire two attempts cannot be told apart",
    close: async () => {
      await proxy.close();
      await store.close();
    },
  };
}

function refuseTls(url: string): void {
  const asked = URL.canParse(url) ? new URL(url).searchParams : new URLSearchParams();
  if (CLEAR.has(asked.get("sslmode") ?? "disable") && asked.get("ssl") !== "true") return;
  throw new HarnessError(
    "the proxy reads the wire, so the connection to PostgreSQL cannot be encrypted: leave sslmode out of the connection string",
  );
}

async function observe(sql: SqlAccess, tables: readonly CatalogTable[]): Promise<ObservedStore> {
  const restoreScript = await scriptOf(sql, tables);
  const counters = (await sequencesOf(sql, tables)).map((sequence) => sequence.name);
  const records = tables.filter((table) => table.excluded === "idempotency records");
  return {
    name: sql.engine === "pglite" ? "PGlite" : "PostgreSQL",
    environment: sql.url === undefined ? {} : { DATABASE_URL: sql.url },
    concurrent: sql.engine === "postgres" ? true : "PGlite is one connection: two attempts cannot meet there",
    excluded: excludedNames(tables),
    restore: () => sql.script(restoreScript),
    perturb: async () => {
      for (const sequence of counters)
        await sql.script(`SELECT setval(${sequence}, nextval(${sequence}) + ${SEQUENCE_JUMP})`);
    },
    read: async () => ({ tables: await readTables(sql, tables), calls: [] }) satisfies StoreState,
    async forgetRecords() {
      const forgotten: string[] = [];
      for (const table of records) {
        const gone = await sql.rows(`DELETE FROM ${identifier(table.schema, table.name)} RETURNING 1`);
        if (gone.length > 0) forgotten.push(table.name);
      }
      return forgotten;
    },
    async waiting() {
      if (sql.engine === "pglite") return false;
      const [row] = await sql.rows(WAITING);
      return Number(row?.["waiting"] ?? 0) > 0;
    },
    close: () => sql.close(),
  };
}

/** Far enough that ids of two clean runs never meet. */
const SEQUENCE_JUMP = 1_000;

const WAITING = `SELECT count(*)::text AS waiting FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND wait_event_type = 'Lock'`;

function excludedNames(tables: readonly CatalogTable[]): readonly string[] {
  return tables.flatMap((table) => {
    if (table.excluded) return [`table ${table.name}: ${table.excluded}`];
    return table.columns.flatMap((column) =>
      column.excluded ? [`column ${table.name}.${column.name}: ${column.excluded}`] : [],
    );
  });
}

/** All tables in one round trip: a run reads its state once. */
async function readTables(sql: SqlAccess, tables: readonly CatalogTable[]): Promise<readonly TableState[]> {
  if (tables.length === 0) return [];
  const queries = tables.map(
    (table, index) => `SELECT ${index} AS place, (SELECT json_agg(r) FROM (${selectAll(table)}) r)::text AS held`,
  );
  const held = new Map((await sql.rows(queries.join(" UNION ALL "))).map((row) => [Number(row["place"]), row["held"]]));
  return tables.map(({ name, columns, key, references, excluded }, index) => {
    const text = held.get(index);
    const rows = text ? (JSON.parse(text) as Row[]) : [];
    return { name, columns, key, references, rows, ...(excluded === undefined ? {} : { excluded }) };
  });
}

function rowsOf(sql: SqlAccess, table: CatalogTable): Promise<readonly Row[]> {
  return sql.rows(selectAll(table));
}

function selectAll(table: CatalogTable): string {
  const columns = table.columns.map(({ name }) => `${identifier(name)}::text AS ${identifier(name)}`);
  return `SELECT ${columns.join(", ") || "1"} FROM ${identifier(table.schema, table.name)} LIMIT ${MOST_ROWS + 1}`;
}

/** One script that brings every table and sequence back to what it holds now. */
async function scriptOf(sql: SqlAccess, tables: readonly CatalogTable[]): Promise<string> {
  const inOrder = parentsFirst(tables);
  const trusted = await canSkipTriggers(sql);
  const copies: string[] = [];
  for (const table of inOrder) copies.push(...(await copyOf(sql, table)));
  return [
    "BEGIN",
    "SET LOCAL lock_timeout = '3s'",
    ...(trusted ? ["SET LOCAL session_replication_role = replica"] : ["SET CONSTRAINTS ALL DEFERRED"]),
    ...[...inOrder].reverse().map((table) => `DELETE FROM ${identifier(table.schema, table.name)}`),
    ...copies,
    ...(await sequences(sql, tables)),
    "COMMIT",
  ].join(";\n");
}

async function copyOf(sql: SqlAccess, table: CatalogTable): Promise<readonly string[]> {
  const rows = await rowsOf(sql, table);
  if (rows.length > MOST_ROWS) {
    throw new HarnessError(
      `table ${table.name} has more than ${MOST_ROWS} rows, too many to put back after each run: name the tables to watch with postgres(pool, { tables: [...] })`,
    );
  }
  if (rows.length === 0) return [];
  const columns = table.columns.filter((column) => !column.computed).map((column) => column.name);
  const values = rows.map((row) => `(${columns.map((column) => valueOf(row[column])).join(", ")})`);
  const target = `${identifier(table.schema, table.name)} (${columns.map((column) => identifier(column)).join(", ")})`;
  return [`INSERT INTO ${target} OVERRIDING SYSTEM VALUE VALUES ${values.join(", ")}`];
}

function valueOf(value: string | null | undefined): string {
  return value === null || value === undefined ? "NULL" : literal(value);
}

async function sequences(sql: SqlAccess, tables: readonly CatalogTable[]): Promise<readonly string[]> {
  return (await sequencesOf(sql, tables)).map(({ name, value, used }) => `SELECT setval(${name}, ${value}, ${used})`);
}

interface Sequence {
  /** As a literal. */
  readonly name: string;
  readonly value: string;
  readonly used: boolean;
}

async function sequencesOf(sql: SqlAccess, tables: readonly CatalogTable[]): Promise<readonly Sequence[]> {
  const schemas = [...new Set(tables.map((table) => table.schema))];
  if (schemas.length === 0) return [];
  const rows = await sql.rows(
    `SELECT schemaname::text AS schema, sequencename::text AS name, start_value::text AS start, last_value::text AS last
     FROM pg_sequences WHERE schemaname IN (${schemas.map(literal).join(", ")})`,
  );
  return rows.map((row) => ({
    name: literal(identifier(row["schema"] ?? "", row["name"] ?? "")),
    value: row["last"] ?? row["start"] ?? "1",
    used: row["last"] !== null,
  }));
}

async function canSkipTriggers(sql: SqlAccess): Promise<boolean> {
  const [row] = await sql.rows("SELECT rolsuper::text AS super FROM pg_roles WHERE rolname = current_user");
  return row?.["super"] === "true";
}

function parentsFirst(tables: readonly CatalogTable[]): readonly CatalogTable[] {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const done = new Set<CatalogTable>();
  const visit = (table: CatalogTable): void => {
    if (done.has(table)) return;
    done.add(table);
    for (const reference of table.references) {
      const parent = byName.get(reference.table);
      if (parent && !ordered.includes(parent)) visit(parent);
    }
    ordered.push(table);
  };
  const ordered: CatalogTable[] = [];
  for (const table of tables) visit(table);
  return ordered;
}
