import type { LibraryModel } from "../model.js";
import { request } from "./trigger.js";

/** Azure Functions, version 4 of the model. */
export default {
  library: "Azure Functions",
  packages: ["@azure/functions"],
  versions: ">=4",
  docs: "https://learn.microsoft.com/azure/azure-functions/functions-idempotent",
  entries: [
    {
      on: "call",
      match: ["app.http", "app.post", "app.put", "app.patch", "app.deleteRequest"],
      when: [{ place: { argument: 1, property: "handler" } }],
      handlers: { argument: 1, property: "handler" },
      name: "HTTP function {0}",
      ...request,
    },
    {
      on: "call",
      match: ["app.post", "app.put", "app.patch", "app.deleteRequest"],
      handlers: { argument: 1 },
      name: "HTTP function {0}",
      ...request,
    },
    {
      on: "call",
      match: [
        ...["app.storageQueue", "app.serviceBusQueue", "app.serviceBusTopic", "app.eventHub", "app.eventGrid"],
        ...["app.cosmosDB", "app.storageBlob", "app.generic", "app.sql"],
      ],
      handlers: { argument: 1, property: "handler" },
      kind: "queue",
      delivery: "redelivered",
      name: "function {0}",
      repeatedBy: "Azure delivers an item again whose function failed",
      parameters: [
        { index: 0, kind: "message" },
        {
          index: 1,
          kind: "message",
          members: { invocationId: "attempt", retryContext: "attempt", "triggerMetadata.deliveryCount": "attempt" },
        },
      ],
    },
    {
      on: "call",
      match: "app.timer",
      handlers: { argument: 1, property: "handler" },
      kind: "cron",
      delivery: "redelivered",
      name: "timer {0}",
      repeatedBy: "Azure runs a failed timer function again when a retry policy is set",
    },
  ],
} satisfies LibraryModel;
