import type { LibraryModel } from "../model.js";

/** tsyringe. */
export default {
  library: "tsyringe",
  packages: ["tsyringe"],
  versions: ">=4",
  docs: "https://github.com/microsoft/tsyringe#resolution",
  names: {
    container: "DependencyContainer#",
    "DependencyContainer#createChildContainer()": "DependencyContainer#",
    "DependencyContainer#register()": "DependencyContainer#",
  },
  containers: [
    {
      resolve: "DependencyContainer#resolve",
      bindings: [
        { call: "registerSingleton", made: 1, as: "class" },
        { call: "registerInstance", made: 1, as: "value" },
      ],
    },
  ],
} satisfies LibraryModel;
