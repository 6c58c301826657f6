import type { LibraryModel } from "../model.js";

/** ZenStack: an enhanced client is the Prisma client that it was made of, with rules of who may do what. */
export default {
  library: "ZenStack",
  packages: ["@zenstackhq/runtime"],
  versions: ">=1 <3",
  docs: "https://zenstack.dev/docs/reference/runtime-api",
  makers: [{ match: ["enhance", "getEnhancedPrisma", "withPolicy"], values: { argument: 0 } }],
} satisfies LibraryModel;
