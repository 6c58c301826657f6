import type { LibraryModel } from "../model.js";

/** Azure's storage queues drop nothing: each send is a message. */
export default {
  library: "Azure Storage Queue",
  packages: ["@azure/storage-queue"],
  versions: ">=12",
  docs: "https://learn.microsoft.com/azure/storage/queues/storage-nodejs-how-to-use-queues",
  names: {
    "QueueServiceClient#getQueueClient()": "QueueClient#",
    "QueueServiceClient.fromConnectionString()": "QueueServiceClient#",
  },
  calls: [
    {
      match: "QueueClient#sendMessage",
      effect: "publish",
      target: { link: "getQueueClient", argument: 0 },
      orTarget: [{ link: "new", argument: 1 }],
      values: { argument: 0 },
      returns: "reply",
    },
    {
      match: ["QueueClient#deleteMessage", "QueueClient#updateMessage"],
      effect: "delete",
      risk: "low",
      target: { link: "getQueueClient", argument: 0 },
    },
    {
      match: "QueueClient#receiveMessages",
      effect: "read",
      target: { link: "getQueueClient", argument: 0 },
      returns: "reply",
    },
  ],
} satisfies LibraryModel;
