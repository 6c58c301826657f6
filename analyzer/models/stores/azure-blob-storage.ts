import type { LibraryModel } from "../model.js";

const target = { link: "getContainerClient", argument: 0 } as const;
const blobs = ["getBlockBlobClient", "getAppendBlobClient", "getBlobClient"] as const;
const where = { link: blobs, argument: 0, column: "name" } as const;
const low = { risk: "low", target } as const;
const none = (argument: number) => ({ place: { argument, property: "conditions.ifNoneMatch" }, equals: "*" }) as const;

/** Azure Blob Storage: a blob is replaced under its name, unless `ifNoneMatch` says that there may be none. */
export default {
  library: "Azure Blob Storage",
  packages: ["@azure/storage-blob"],
  versions: ">=12",
  docs: "https://learn.microsoft.com/azure/storage/blobs/concurrency-manage",
  names: {
    "BlobServiceClient.fromConnectionString()": "BlobServiceClient#",
    "BlobServiceClient#getContainerClient()": "ContainerClient#",
    "ContainerClient#getBlockBlobClient()": "BlockBlobClient#",
    "ContainerClient#getAppendBlobClient()": "AppendBlobClient#",
    "ContainerClient#getBlobClient()": "BlobClient#",
  },
  calls: [
    ...(
      [
        ["upload", 2],
        ["uploadData", 1],
        ["uploadFile", 1],
        ["uploadStream", 3],
      ] as const
    ).flatMap(
      ([name, options]) =>
        [
          {
            match: `BlockBlobClient#${name}`,
            when: [none(options)],
            effect: "insert",
            ...low,
            values: where,
            conditional: true,
            returns: "reply",
          },
          { match: `BlockBlobClient#${name}`, effect: "update", ...low, where, returns: "reply" },
        ] as const,
    ),
    { match: "AppendBlobClient#appendBlock", effect: "increment", target, where, returns: "reply" },
    { match: ["BlockBlobClient#delete", "BlobClient#delete"], effect: "delete", ...low, where, returns: "reply" },
    { match: ["BlockBlobClient#exists", "BlobClient#exists"], effect: "read", target, where, returns: "boolean" },
  ],
  conflicts: [
    { property: "code", equals: "BlobAlreadyExists" },
    { property: "statusCode", equals: 409 },
  ],
} satisfies LibraryModel;
