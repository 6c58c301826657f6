import type { LibraryModel } from "../model.js";

/** nestjs-cls: the transaction is kept for the request, whichever store is behind it. */
export default {
  library: "nestjs-cls transactional",
  packages: ["@nestjs-cls/transactional"],
  versions: ">=2",
  docs: "https://papooch.github.io/nestjs-cls/plugins/available-plugins/transactional",
  wrappers: [
    {
      match: "TransactionHost#withTransaction",
      kind: "transaction",
      callback: { argument: -1 },
      isolation: { argument: 0, property: "isolationLevel" },
      what: "nestjs-cls runs the callback in one transaction",
    },
    {
      match: "TransactionHost#withoutTransaction",
      kind: "invoke",
      callback: { argument: -1 },
      what: "nestjs-cls runs the callback outside the transaction",
    },
  ],
  decorators: [
    { decorator: "Transactional", kind: "transaction", what: "nestjs-cls runs the method in one transaction" },
  ],
} satisfies LibraryModel;
