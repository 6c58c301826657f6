import type { LibraryModel } from "../model.js";

const file = { argument: 0 } as const;

/** Search indexes, column stores and the file system. */
export default [
  {
    library: "Elasticsearch",
    packages: ["@elastic/elasticsearch", "@opensearch-project/opensearch"],
    versions: ">=7",
    docs: "https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-index",
    calls: [
      {
        match: "Client#index",
        when: [{ place: { argument: 0, property: "id" }, absent: true }],
        effect: "insert",
        target: { argument: 0, property: "index" },
        values: { argument: 0, property: "document" },
        key: { place: "the document's id", argument: 0, property: "id", use: "optional" },
      },
      {
        match: "Client#index",
        effect: "update",
        target: { argument: 0, property: "index" },
        where: { argument: 0, property: "id" },
        values: { argument: 0, property: "document" },
      },
      {
        match: "Client#create",
        effect: "insert",
        target: { argument: 0, property: "index" },
        values: { argument: 0, property: "document" },
        conditional: true,
      },
      {
        match: "Client#update",
        effect: "update",
        target: { argument: 0, property: "index" },
        where: { argument: 0, property: "id" },
        values: { argument: 0, property: "doc" },
      },
      {
        match: "Client#delete",
        effect: "delete",
        target: { argument: 0, property: "index" },
        where: { argument: 0, property: "id" },
      },
      { match: "Client#bulk", effect: "update", risk: "low", values: { argument: 0, property: "operations" } },
      {
        match: ["Client#get", "Client#exists", "Client#search", "Client#count"],
        effect: "read",
        target: { argument: 0, property: "index" },
        returns: "reply",
      },
    ],
    conflicts: [
      { property: "statusCode", equals: 409 },
      { property: "meta.statusCode", equals: 409 },
    ],
  },
  {
    library: "ClickHouse",
    packages: ["@clickhouse/client", "@clickhouse/client-web"],
    versions: ">=0.2",
    docs: "https://clickhouse.com/docs/guides/developer/deduplicating-inserts-on-retries",
    names: { "createClient()": "ClickHouseClient#" },
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
      {
        match: ["ClickHouseClient#command", "ClickHouseClient#exec"],
        effect: "sql",
        sql: { argument: 0, property: "query" },
      },
      { match: "ClickHouseClient#query", effect: "sql", sql: { argument: 0, property: "query" }, returns: "rows" },
    ],
  },
  {
    library: "File system",
    packages: ["node:fs", "fs", "node:fs/promises", "fs/promises"],
    versions: "*",
    docs: "https://nodejs.org/api/fs.html",
    names: {
      default: "",
      "promises.appendFile": "appendFile",
      "promises.writeFile": "writeFile",
      "promises.mkdir": "mkdir",
      "promises.readFile": "readFile",
      "promises.access": "access",
      "promises.stat": "stat",
    },
    calls: [
      { match: ["appendFile", "appendFileSync"], effect: "append", risk: "low", target: file, values: { argument: 1 } },
      {
        match: ["writeFile", "writeFileSync"],
        when: [{ place: { argument: 2, property: "flag" }, pattern: "^a" }],
        effect: "append",
        risk: "low",
        target: file,
        values: { argument: 1 },
      },
      { match: ["writeFile", "writeFileSync"], effect: "update", risk: "low", target: file, where: file },
      {
        match: ["readFile", "readFileSync", "existsSync", "access", "stat", "statSync"],
        effect: "read",
        target: file,
        where: file,
        returns: "row",
      },
    ],
    conflicts: [{ property: "code", equals: "EEXIST" }],
  },
] as const satisfies readonly LibraryModel[];
