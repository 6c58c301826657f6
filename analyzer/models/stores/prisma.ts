import type { LibraryModel } from "../model.js";
import { mongoCommands } from "./mongo-commands.js";
import { prismaCalls } from "./prisma-calls.js";

/** Prisma Client 5 to 7, from the package or from a generated folder. */
export default {
  library: "Prisma",
  packages: [
    "@prisma/client",
    "@prisma/client/*",
    ".prisma/client",
    "*/generated/prisma",
    "*/generated/prisma/client",
    "*/generated/prisma/index",
    "*/generated/prisma/edge",
    "*/generated/prisma/sql",
    "*/generated/prisma-client",
    "*/generated/client",
    "*/generated/client/client",
    "*/generated/client/sql",
    "*/prisma/generated",
    "*/prisma/generated/client",
    "*/prisma/client",
  ],
  versions: ">=5 <8",
  docs: "https://www.prisma.io/docs/orm/reference/prisma-client-reference",
  names: {
    "default.PrismaClient": "PrismaClient",
    "Prisma.TransactionClient#": "PrismaClient#",
    "Prisma.DefaultPrismaClient#": "PrismaClient#",
    "PrismaClient#$extends()": "PrismaClient#",
  },
  calls: [
    ...prismaCalls("PrismaClient#"),
    {
      match: "PrismaClient#$queryRawTyped",
      effect: "sql",
      sql: { argument: 0 },
      sqlFiles: "sql",
      claim: { won: "non-empty", by: "update" },
      returns: "rows",
    },
    ...mongoCommands("PrismaClient#$runCommandRaw"),
  ],
  extensions: { call: "$extends", client: "client", models: "model", everyModel: ["$allModels"] },
  makers: [{ match: ["Prisma.defineExtension", "Prisma.getExtensionContext"], values: { argument: 0 } }],
  wrappers: [
    {
      match: "PrismaClient#$transaction",
      kind: "transaction",
      callback: { argument: 0 },
      handle: "PrismaClient#",
      isolation: { argument: 1, property: "isolationLevel" },
      what: "Prisma runs the callback in one transaction",
    },
  ],
  conflicts: [
    { property: "code", equals: "P2002" },
    // Of raw statements, whose own code is P2010 whatever failed.
    { property: "meta.driverAdapterError.cause.originalCode", equals: "23505" },
  ],
} satisfies LibraryModel;
