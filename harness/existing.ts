import { openSql, HarnessError } from "./observers/sql-access.js";

/** Most rows that scenarios take their values from. */
const MOST = 100;

/**
 * Values of one column of rows that are there, for scenarios that start from one: `existing(pool, "order.id", { status: ["placed"] })`. Names are as
 * the code has them; `order` finds the table `orders`, `customerId` the column `customer_id`. `null` selects rows without a
 * value, `"present"` those with one.
 */
export async function existing(
  handle: unknown,
  place: string,
  where: Readonly<Record<string, readonly (string | null)[] | "present">> = {},
): Promise<readonly string[]> {
  const sql = await openSql(handle, []);
  try {
    const [wantedTable = "", wantedColumn = ""] = place.split(".");
    const columns = await sql.rows(
      "SELECT table_name::text AS table, column_name::text AS column FROM information_schema.columns WHERE table_schema = current_schema()",
    );
    const names = [...new Set(columns.map((row) => row["table"] ?? ""))];
    const table = names.find((name) => sameName(name, wantedTable));
    if (table === undefined) throw new HarnessError(`there is no table for ${wantedTable} in the database`);
    const own = columns.filter((row) => row["table"] === table).map((row) => row["column"] ?? "");
    const columnOf = (wanted: string): string => {
      const found = own.find((name) => bare(name) === bare(wanted));
      if (found === undefined) throw new HarnessError(`the table ${table} has no column for ${wanted}`);
      return `"${found}"`;
    };
    const conditions = Object.entries(where).map(([name, values]) => conditionOf(columnOf(name), values));
    const column = columnOf(wantedColumn);
    const rows = await sql.rows(
      `SELECT DISTINCT ${column}::text AS value FROM "${table}" WHERE ${[...conditions, `${column} IS NOT NULL`].join(" AND ")} ORDER BY 1 LIMIT ${MOST}`,
    );
    if (rows.length === 0) {
      const asked = Object.entries(where).map(
        ([name, values]) => ` with ${name} ${values === "present" ? "present" : values.join(" or ")}`,
      );
      throw new HarnessError(`${table} has no row${asked.join(" and")}: the scenario starts from one, so put one in`);
    }
    return rows.map((row) => row["value"] ?? "");
  } finally {
    await sql.close();
  }
}

function conditionOf(column: string, values: readonly (string | null)[] | "present"): string {
  if (values === "present") return `${column} IS NOT NULL`;
  const texts = values.flatMap((value) => (value === null ? [] : [`'${value.replaceAll("'", "''")}'`]));
  const given = texts.length > 0 ? [`${column}::text IN (${texts.join(", ")})`] : [];
  return `(${[...given, ...(values.includes(null) ? [`${column} IS NULL`] : [])].join(" OR ")})`;
}

function bare(name: string): string {
  return name.replaceAll(/[^a-z0-9]/gi, "").toLowerCase();
}

/** `order` means `orders`, `category` means `categories`. */
function sameName(table: string, wanted: string): boolean {
  const one = (name: string): string => bare(name).replace(/ies$/, "y").replace(/s$/, "");
  return one(table) === one(wanted);
}
