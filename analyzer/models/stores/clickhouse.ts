import type { LibraryModel } from "../model.js";

const query = { argument: 0, property: "query" } as const;

/** ClickHouse: its primary key is an order, nothing in a table is unique. */
export default {
  library: "ClickHouse",
  packages: ["@clickhouse/client", "@clickhouse/client-web"],
  versions: ">=0.2",
  docs: "https://clickhouse.com/docs/guides/developer/deduplicating-inserts-on-retries",
  names: { "createClient()": "ClickHouseClient#", "NodeClickHouseClient#": "ClickHouseClient#" },
  calls: [
    {
      match: "ClickHouseClient#insert",
      effect: "append",
      target: { argument: 0, property: "table" },
      values: { argument: 0, property: "values" },
      key: {
        place: "insert_deduplication_token",
        argument: 0,
        property: "clickhouse_settings.insert_deduplication_token",
        use: "optional",
      },
    },
    { match: ["ClickHouseClient#command", "ClickHouseClient#exec"], effect: "sql", sql: query },
    { match: "ClickHouseClient#query", effect: "sql", sql: query, returns: "rows" },
  ],
} satisfies LibraryModel;
