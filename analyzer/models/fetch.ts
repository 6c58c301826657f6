import type { LibraryModel } from "./model.js";

/** The global `fetch` and the packages that provide the same function. */
export default {
  library: "fetch",
  packages: ["node-fetch", "undici", "cross-fetch", "isomorphic-fetch", "node-fetch-native", "isomorphic-unfetch"],
  globals: ["fetch"],
  versions: "*",
  docs: "https://developer.mozilla.org/docs/Web/API/Window/fetch",
  names: {
    default: "fetch",
    "Client#": "Dispatcher#",
    "Pool#": "Dispatcher#",
    "Agent#": "Dispatcher#",
    "ProxyAgent#": "Dispatcher#",
  },
  calls: [
    {
      match: "fetch",
      effect: "http",
      url: { argument: 0 },
      method: { argument: 1, property: "method" },
      values: { argument: 1, property: "body" },
      key: {
        place: "the Idempotency-Key header",
        argument: 1,
        property: "headers.Idempotency-Key",
        also: [
          "headers.X-Idempotency-Key",
          "headers.PayPal-Request-Id",
          "headers.Cko-Idempotency-Key",
          "headers.X-Payout-Idempotency",
          "headers.Upstash-Deduplication-Id",
          "body.idempotencyKey",
          "body.idempotency_key",
        ],
        use: "required",
      },
      returns: "reply",
    },
    {
      match: "request",
      effect: "http",
      url: { argument: 0 },
      method: { argument: 1, property: "method" },
      values: { argument: 1, property: "body" },
      key: {
        place: "the Idempotency-Key header",
        argument: 1,
        property: "headers.Idempotency-Key",
        also: ["headers.X-Idempotency-Key", "body.idempotencyKey", "body.idempotency_key"],
        use: "required",
      },
      returns: "reply",
    },
    {
      match: "Dispatcher#request",
      effect: "http",
      url: { argument: 0, property: "path" },
      method: { argument: 0, property: "method" },
      values: { argument: 0, property: "body" },
      key: {
        place: "the Idempotency-Key header",
        argument: 0,
        property: "headers.Idempotency-Key",
        also: ["headers.X-Idempotency-Key", "body.idempotencyKey", "body.idempotency_key"],
        use: "required",
      },
      returns: "reply",
    },
  ],
} satisfies LibraryModel;
