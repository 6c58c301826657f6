import type { LibraryModel } from "../model.js";

/** TypeDI. */
export default {
  library: "TypeDI",
  packages: ["typedi"],
  versions: ">=0.8",
  docs: "https://docs.typestack.community/typedi",
  names: { default: "Container", "Container.of()": "Container" },
  containers: [
    {
      resolve: "Container.get",
      bindings: [{ call: "set", on: "Container", made: 1, as: "value" }],
      named: "Service",
    },
  ],
} satisfies LibraryModel;
