import type { LibraryModel } from "../model.js";

/** nestjs-cls: the id of what is kept for a request is made for that request. */
export default {
  library: "nestjs-cls",
  packages: ["nestjs-cls"],
  versions: ">=3",
  docs: "https://papooch.github.io/nestjs-cls/features-and-use-cases/usage-outside-of-web-request",
  names: { "ClsServiceManager.getClsService()": "ClsService#" },
  sources: [{ match: "ClsService#getId", on: "call", kind: "attempt" }],
} satisfies LibraryModel;
