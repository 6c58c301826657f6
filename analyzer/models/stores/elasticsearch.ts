import type { CallModel } from "../call-model.js";
import type { LibraryModel } from "../model.js";

const target = { argument: 0, property: "index" } as const;
const id = { argument: 0, property: "id" } as const;
const key = { place: "the document's id", argument: 0, property: "id", use: "optional" } as const;
const document = { argument: 0, property: "document" } as const;
/** Version 7 and OpenSearch put the document into `body`. */
const body = { argument: 0, property: "body" } as const;
const expectsOld = ["if_seq_no", "version"].map((property) => ({ place: { argument: 0, property } }));

/** Elasticsearch and OpenSearch. A document's id is the only thing that is unique. */
export default {
  library: "Elasticsearch",
  packages: ["@elastic/elasticsearch", "@opensearch-project/opensearch"],
  versions: ">=7",
  docs: "https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-index",
  calls: [
    ...withBody({
      match: "Client#index",
      when: [{ place: id, absent: true }],
      effect: "insert",
      target,
      key,
      keyedOnly: true,
    }),
    ...withBody({
      match: "Client#index",
      when: [{ place: { argument: 0, property: "op_type" }, equals: "create" }],
      effect: "insert",
      target,
      conditional: true,
    }),
    ...expectsOld.flatMap((condition) =>
      withBody({ match: "Client#index", when: [condition], effect: "update", target, where: id, conditional: true }),
    ),
    // The whole document takes the place of the one under its id.
    ...withBody({ match: "Client#index", effect: "upsert", target, where: id, conflictTarget: id }),
    ...withBody({ match: "Client#create", effect: "insert", target, conditional: true }),
    ...expectsOld.map((condition): CallModel => ({
      match: "Client#update",
      when: [condition],
      effect: "update",
      target,
      where: id,
      values: { argument: 0, property: "doc" },
      conditional: true,
    })),
    // A script is given the old document: `ctx._source.n += params.x`.
    ...["script", "body.script"].map((property): CallModel => ({
      match: "Client#update",
      when: [{ place: { argument: 0, property } }],
      effect: "increment",
      target,
      where: id,
      values: { argument: 0, property },
    })),
    {
      match: "Client#update",
      when: [{ place: { argument: 0, property: "body.doc" } }],
      effect: "update",
      target,
      where: id,
      values: { argument: 0, property: "body.doc" },
    },
    { match: "Client#update", effect: "update", target, where: id, values: { argument: 0, property: "doc" } },
    {
      match: "Client#updateByQuery",
      when: [{ place: { argument: 0, property: "script" } }],
      effect: "increment",
      target,
      where: { argument: 0, property: "query" },
      values: { argument: 0, property: "script" },
    },
    { match: "Client#delete", effect: "delete", target, where: id },
    { match: "Client#deleteByQuery", effect: "delete", target, where: { argument: 0, property: "query" } },
    { match: "Client#reindex", effect: "update", risk: "low", target: { argument: 0, property: "dest.index" } },
    {
      match: "Client#bulk",
      when: [{ place: { argument: 0, property: "body" } }],
      effect: "update",
      risk: "low",
      values: body,
    },
    { match: "Client#bulk", effect: "update", risk: "low", values: { argument: 0, property: "operations" } },
    { match: "Client#helpers.bulk", effect: "update", risk: "low", values: { argument: 0, property: "datasource" } },
    { match: ["Client#get", "Client#exists"], effect: "read", target, where: id, returns: "row" },
    { match: ["Client#search", "Client#count"], effect: "read", target, returns: "reply" },
  ],
  conflicts: [
    { property: "statusCode", equals: 409 },
    { property: "meta.statusCode", equals: 409 },
  ],
} satisfies LibraryModel;

function withBody(call: CallModel): readonly CallModel[] {
  const inBody = { ...call, when: [...(call.when ?? []), { place: body }], values: body };
  return [inBody, { ...call, values: document }];
}
