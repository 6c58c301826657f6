import type { LibraryModel } from "../model.js";

/** QStash: messages over HTTP. */
export default {
  library: "QStash",
  packages: [
    "@upstash/qstash",
    ...["nextjs", "h3", "nuxt", "svelte", "solidjs"].map((name) => `@upstash/qstash/${name}`),
  ],
  versions: ">=2",
  docs: "https://upstash.com/docs/qstash/features/deduplication",
  names: { "Client#queue()": "Queue#" },
  signatures: [{ match: "Receiver#verify" }],
  calls: [
    {
      match: ["Client#publish", "Client#publishJSON", "Queue#enqueue", "Queue#enqueueJSON"],
      effect: "enqueue",
      target: { argument: 0, property: "url" },
      values: { argument: 0, property: "body" },
      key: {
        place: "the deduplicationId field",
        argument: 0,
        property: "deduplicationId",
        byContent: "contentBasedDeduplication",
        use: "required",
        window: 90 * 86_400,
      },
      returns: "reply",
    },
    {
      match: ["Client#batch", "Client#batchJSON"],
      effect: "enqueue",
      target: { argument: 0, property: "[].url" },
      values: { argument: 0, property: "[].body" },
      key: {
        place: "the deduplicationId field",
        argument: 0,
        property: "[].deduplicationId",
        byContent: "[].contentBasedDeduplication",
        use: "required",
        window: 90 * 86_400,
      },
      returns: "reply",
    },
    {
      match: "Client#schedules.create",
      effect: "start",
      target: { argument: 0, property: "destination" },
      values: { argument: 0, property: "body" },
      key: { place: "the scheduleId field", argument: 0, property: "scheduleId", use: "required" },
      returns: "reply",
    },
  ],
  wrappers: [
    {
      match: [
        ...["verifySignatureAppRouter", "verifySignature", "verifySignatureEdge"],
        ...["verifySignatureH3", "verifySignatureNuxt", "verifySignatureSvelte", "verifySignatureSolidjs"],
      ],
      kind: "invoke",
      callback: { argument: 0 },
      returnsFunction: true,
      signed: "QStash",
      what: "QStash calls the handler once the signature is right",
    },
  ],
} satisfies LibraryModel;
