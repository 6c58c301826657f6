import type { LibraryModel } from "../model.js";

/** SST: `Resource.Orders.name` is what the table or bucket declared as `Orders` is deployed under. */
export default {
  library: "SST",
  packages: ["sst", "sst/node/table", "sst/node/bucket"],
  versions: ">=2",
  docs: "https://sst.dev/docs/reference/sdk/",
  names: { "Resource.*.name": "*", "Table.*.tableName": "*", "Bucket.*.bucketName": "*" },
} satisfies LibraryModel;
