import type { LibraryModel } from "../model.js";
import kysely from "./kysely.js";
import { prismaCalls } from "./prisma-calls.js";

const client = "ZenStackClient#";

/**
 * ZenStack. Up to version 2 an enhanced client is the Prisma client that it was made of, with rules of who may do what; from
 * version 3 on it is a client of its own with Prisma's calls, over Kysely.
 */
export default {
  library: "ZenStack",
  packages: ["@zenstackhq/runtime", "@zenstackhq/orm"],
  versions: ">=1",
  docs: "https://zenstack.dev/docs/reference/runtime-api",
  names: {
    // Its query builder is Kysely's.
    ...kysely.names,
    [`${client}$qb`]: "Kysely#",
    [`${client}$qbRaw`]: "Kysely#",
    "ClientContract#": client,
    "TransactionClientContract#": client,
    ...Object.fromEntries(
      ["$use", "$unuse", "$unuseAll", "$setAuth", "$setOptions"].map((name) => [`${client}${name}()`, client]),
    ),
  },
  calls: [
    { match: `${client}*.exists`, effect: "read", target: { segment: 0 }, where: { argument: 0, property: "where" } },
    ...prismaCalls(client, "ZenStack updates the row, and makes one where it found none"),
    ...kysely.calls.filter(({ match }) => [match].flat().every((path) => path.startsWith("Kysely#"))),
  ],
  makers: [{ match: ["enhance", "getEnhancedPrisma", "withPolicy"], values: { argument: 0 } }],
  wrappers: [
    ...kysely.wrappers,
    {
      match: `${client}$transaction`,
      kind: "transaction",
      callback: { argument: 0 },
      handle: client,
      isolation: { argument: 1, property: "isolationLevel" },
      what: "ZenStack runs the callback in one transaction",
    },
  ],
  conflicts: ["23505", "ER_DUP_ENTRY", "SQLITE_CONSTRAINT_UNIQUE"].map((equals) => ({
    property: "dbErrorCode",
    equals,
  })),
} satisfies LibraryModel;
