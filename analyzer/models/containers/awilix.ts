import type { LibraryModel } from "../model.js";

/** Awilix: what is made is given everything that is registered, by name. */
export default {
  library: "Awilix",
  packages: ["awilix"],
  versions: ">=8",
  docs: "https://github.com/jeffijoe/awilix#usage",
  names: { "createContainer()": "AwilixContainer#", "AwilixContainer#createScope()": "AwilixContainer#" },
  containers: [
    {
      resolve: ["AwilixContainer#resolve", "AwilixContainer#build"],
      cradle: "AwilixContainer#cradle",
      bindings: [],
      providers: { asClass: "class", asFunction: "factory", asValue: "value" },
    },
  ],
} satisfies LibraryModel;
