import type { LibraryModel } from "../model.js";

/** typeorm-transactional: every repository inside takes the transaction from the context. */
export default {
  library: "typeorm-transactional",
  packages: ["typeorm-transactional"],
  versions: ">=0.4",
  docs: "https://github.com/Aliheym/typeorm-transactional",
  makers: [{ match: "addTransactionalDataSource", values: { argument: 0 } }],
  wrappers: [
    {
      match: ["runInTransaction"],
      kind: "transaction",
      callback: { argument: 0 },
      isolation: { argument: 1, property: "isolationLevel" },
      what: "typeorm-transactional runs the callback in one transaction",
    },
    {
      match: "wrapInTransaction",
      kind: "transaction",
      callback: { argument: 0 },
      isolation: { argument: 1, property: "isolationLevel" },
      returnsFunction: true,
      what: "typeorm-transactional runs the function in one transaction",
    },
    {
      match: "runOnTransactionCommit",
      kind: "after-commit",
      callback: { argument: 0 },
      what: "typeorm-transactional runs the callback once the transaction is committed",
    },
  ],
  decorators: [
    {
      decorator: "Transactional",
      kind: "transaction",
      isolation: { argument: 0, property: "isolationLevel" },
      what: "typeorm-transactional runs the method in one transaction",
    },
  ],
} satisfies LibraryModel;
