import type { LibraryModel } from "../model.js";
import { mutation } from "./mutation.js";

/** TypeGraphQL: resolvers by decorator. */
export default {
  library: "TypeGraphQL",
  packages: ["type-graphql"],
  versions: "*",
  docs: "https://typegraphql.com/docs/resolvers.html",
  entries: [mutation("Arg")],
} satisfies LibraryModel;
