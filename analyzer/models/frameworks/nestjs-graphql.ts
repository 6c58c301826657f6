import type { LibraryModel } from "../model.js";
import { mutation } from "./mutation.js";

/** NestJS GraphQL: resolvers by decorator. */
export default {
  library: "NestJS GraphQL",
  packages: ["@nestjs/graphql"],
  versions: "*",
  docs: "https://docs.nestjs.com/graphql/mutations",
  entries: [mutation("Args")],
} satisfies LibraryModel;
