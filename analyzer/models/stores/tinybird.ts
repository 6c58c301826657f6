import type { LibraryModel } from "../model.js";

/** Tinybird: every event that is ingested is one more row, of which reports are made. */
export default {
  library: "Tinybird",
  packages: ["@chronark/zod-bird", "@tinybirdco/sdk"],
  versions: "*",
  docs: "https://www.tinybird.co/docs/api-reference/events-api",
  names: { "createClient()": "TinybirdClient#" },
  calls: [
    {
      match: "Tinybird#buildIngestEndpoint()",
      effect: "append",
      risk: "low",
      target: { link: "buildIngestEndpoint", argument: 0, property: "datasource" },
      values: { argument: 0 },
      returns: "reply",
    },
    {
      match: ["TinybirdClient#ingest", "TinybirdClient#ingestBatch", "TinybirdClient#datasources.append"],
      effect: "append",
      risk: "low",
      target: { argument: 0 },
      values: { argument: 1 },
      returns: "reply",
    },
    { match: ["Tinybird#buildPipe()", "TinybirdClient#query"], effect: "read", returns: "rows" },
  ],
} satisfies LibraryModel;
