import type { LibraryModel } from "../model.js";

/** InversifyJS. */
export default {
  library: "InversifyJS",
  packages: ["inversify"],
  versions: ">=5",
  docs: "https://inversify.io/docs/fundamentals/binding/",
  containers: [
    {
      resolve: ["Container#get", "Container#getAsync", "Container#resolve"],
      bindings: [
        { call: "to", link: "bind", made: 0, as: "class" },
        { call: "toConstantValue", link: "bind", made: 0, as: "value" },
        { call: "toDynamicValue", link: "bind", made: 0, as: "factory" },
        { call: "toService", link: "bind", made: 0, as: "token" },
      ],
    },
  ],
} satisfies LibraryModel;
