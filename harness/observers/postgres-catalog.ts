import { isIdempotencyStore } from "../recorders/roles.js";
import type { ColumnState, Reference } from "./observer.js";
import type { SqlAccess } from "./sql-access.js";

/** One table as the database describes it. */
export interface CatalogTable {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly CatalogColumn[];
  readonly key: readonly string[];
  readonly references: readonly Reference[];
  readonly excluded?: string;
}

/** One column; `computed` columns cannot be written. */
export interface CatalogColumn extends ColumnState {
  readonly computed: boolean;
}

/** What the scenario says about tables. */
export interface TableChoice {
  readonly tables?: readonly string[];
  readonly schemas?: readonly string[];
  /** `table` or `table.column`. */
  readonly exclude?: readonly string[];
  /**
   * Puts a proxy before the server, at the `DATABASE_URL` that `start` is given: for programs in other languages and native engines,
   * whose calls no recorder sees.
   */
  readonly proxy?: boolean;
}

const MIGRATIONS =
  /^_prisma_migrations$|^__?drizzle_migrations$|^knex_migrations(_lock)?$|^(typeorm_)?migrations$|^SequelizeMeta$|^schema_migrations$/;
const LOGS = /(^|_)(audit|audits|log|logs|metric|metrics)$/i;
const OUTBOX = /outbox/i;
const BOOKKEEPING =
  /^(processed|published|sent|dispatched|locked|claimed|picked)(_?at|_?by|_?until)?$|^(attempts?|retries|last_?error|status|state)$/i;

/** Reads tables, columns, keys and references, and decides what is not part of the effect. */
export async function readCatalog(sql: SqlAccess, choice: TableChoice): Promise<readonly CatalogTable[]> {
  const schemas = choice.schemas ?? [await currentSchema(sql)];
  const names = schemas.map(literal).join(", ");
  const columns = await sql.rows(COLUMNS.replace("$schemas", names));
  const keys = await sql.rows(KEYS.replace("$schemas", names));
  const tables = new Map<string, { schema: string; name: string; columns: CatalogColumn[] }>();
  for (const row of columns) {
    const schema = row["schema"] ?? "";
    const name = row["name"] ?? "";
    if (choice.tables && !choice.tables.includes(name) && !choice.tables.includes(`${schema}.${name}`)) continue;
    const table = tables.get(`${schema}.${name}`) ?? { schema, name, columns: [] };
    tables.set(`${schema}.${name}`, table);
    table.columns.push(columnOf(name, row, choice.exclude ?? []));
  }
  return [...tables.values()].map((table) => {
    const own = keys.filter((row) => row["schema"] === table.schema && row["name"] === table.name);
    const excluded = whyExcluded(table.name, choice.exclude ?? []);
    return {
      ...table,
      key: own.filter((row) => row["kind"] === "p").flatMap((row) => list(row["columns"])),
      references: own.filter((row) => row["kind"] === "f").flatMap(referenceOf),
      ...(excluded === undefined ? {} : { excluded }),
    };
  });
}

/** Whether a table is left alone altogether: a migration tool's own. */
export function isMigrationTable(name: string): boolean {
  return MIGRATIONS.test(name);
}

/** A SQL text literal. */
export function literal(value: string): string {
  const quoted = `'${value.replaceAll("'", "''")}'`;
  return quoted.includes("\\") ? `E${quoted.replaceAll("\\", "\\\\")}` : quoted;
}

/** A SQL identifier. */
export function identifier(...names: readonly string[]): string {
  return names.map((name) => `"${name.replaceAll('"', '""')}"`).join(".");
}

async function currentSchema(sql: SqlAccess): Promise<string> {
  const [row] = await sql.rows("SELECT current_schema() AS name");
  return row?.["name"] ?? "public";
}

function whyExcluded(name: string, exclude: readonly string[]): string | undefined {
  if (exclude.includes(name)) return "named in the scenario";
  if (isMigrationTable(name)) return "migration bookkeeping";
  if (isIdempotencyStore(name)) return "idempotency records";
  return LOGS.test(name) ? "logs" : undefined;
}

function columnOf(
  table: string,
  row: Readonly<Record<string, string | null>>,
  exclude: readonly string[],
): CatalogColumn {
  const name = row["column"] ?? "";
  const fallback = row["fallback"] ?? "";
  const excluded = exclude.includes(`${table}.${name}`)
    ? "named in the scenario"
    : OUTBOX.test(table) && BOOKKEEPING.test(name)
      ? "outbox bookkeeping"
      : undefined;
  return {
    name,
    generated:
      row["identity"] !== "" ||
      /nextval\(|now\(\)|CURRENT_(TIMESTAMP|DATE)|clock_timestamp|uuid_generate|gen_random|uuidv[47]/i.test(fallback),
    computed: row["computed"] !== "",
    ...(excluded === undefined ? {} : { excluded }),
  };
}

function referenceOf(row: Readonly<Record<string, string | null>>): readonly Reference[] {
  const [column, ...more] = list(row["columns"]);
  const [to] = list(row["to"]);
  const table = row["table"];
  return column !== undefined && more.length === 0 && to !== undefined && table ? [{ column, table, to }] : [];
}

function list(text: string | null | undefined): readonly string[] {
  return text ? (JSON.parse(text) as string[]) : [];
}

const COLUMNS = `
SELECT n.nspname::text AS schema, c.relname::text AS name, a.attname::text AS "column", a.attidentity::text AS identity,
       a.attgenerated::text AS computed, CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) END AS fallback
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname IN ($schemas)
ORDER BY c.relname, a.attnum`;

const KEYS = `
SELECT n.nspname::text AS schema, c.relname::text AS name, k.contype::text AS kind, f.relname::text AS "table",
       (SELECT json_agg(a.attname ORDER BY u.place)::text FROM unnest(k.conkey) WITH ORDINALITY u(number, place)
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number) AS columns,
       (SELECT json_agg(a.attname ORDER BY u.place)::text FROM unnest(k.confkey) WITH ORDINALITY u(number, place)
        JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.number) AS "to"
FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_class f ON f.oid = k.confrelid
WHERE k.contype IN ('p', 'f') AND n.nspname IN ($schemas)`;
