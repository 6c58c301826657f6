import type { LibraryModel } from "../model.js";

const table = { link: "forModel", argument: 0 } as const;
const first = { argument: 0 } as const;
/** `{ total: q.incr(amount) }`, `{ events: q.append([id]) }` */
const changing = { place: { argument: 0 }, pattern: "\\bq\\.(?:incr|decr|append|prepend)\\b" } as const;

/** Cassandra and Scylla: an `INSERT` replaces the row under its primary key; a counter is only ever added to. */
export default {
  library: "Cassandra",
  packages: ["cassandra-driver"],
  versions: ">=4",
  docs: "https://docs.datastax.com/en/developer/nodejs-driver/latest/",
  names: { default: "", "mapping.Mapper#": "Mapper#", "Mapper#forModel()": "Model#", "mapping.ModelMapper#": "Model#" },
  sources: [
    { match: ["types.Uuid.random", "types.TimeUuid.now"], on: "call", kind: "attempt" },
    { match: "types.TimeUuid", on: "new", kind: "attempt", unlessArguments: true },
  ],
  calls: [
    {
      match: "Client#execute",
      effect: "sql",
      sql: { argument: 0 },
      parameters: { argument: 1 },
      replaces: true,
      claim: { property: ["wasApplied", "0.[applied]", "first.[applied]"], won: "truthy", by: "update" },
      returns: "rows",
    },
    {
      match: "Client#batch",
      effect: "upsert",
      values: { argument: 0 },
      batch: {
        place: { argument: 0 },
        texts: { effect: "sql", sql: { argument: 0 }, replaces: true },
        items: {
          query: [
            { effect: "sql", sql: { argument: 0 }, parameters: { argument: 1, property: "params" }, replaces: true },
          ],
        },
      },
      returns: "reply",
    },
    { match: "Client#eachRow", effect: "sql", sql: { argument: 0 }, parameters: { argument: 1 }, returns: "rows" },
    {
      match: "Model#insert",
      when: [{ place: { argument: 1, property: "ifNotExists" }, equals: true }],
      effect: "insert",
      target: table,
      values: first,
      conditional: true,
      identityColumns: ["id", "pk"],
      keyedOnly: true,
      returns: "reply",
    },
    {
      match: "Model#insert",
      effect: "upsert",
      target: table,
      values: first,
      identityColumns: ["id", "pk"],
      returns: "reply",
    },
    { match: "Model#update", when: [changing], effect: "increment", target: table, values: first, returns: "reply" },
    { match: "Model#update", effect: "update", target: table, values: first, returns: "reply" },
    { match: "Model#remove", effect: "delete", target: table, where: first, returns: "reply" },
    { match: "Model#get", effect: "read", target: table, where: first, returns: "row" },
    { match: ["Model#find", "Model#findAll"], effect: "read", target: table, where: first, returns: "rows" },
  ],
} satisfies LibraryModel;
