import type { LibraryModel } from "../model.js";

/** retry-axios makes a client repeat its requests: those that may be repeated by their method, POST only where it is told to. */
export default {
  library: "retry-axios",
  packages: ["retry-axios"],
  versions: ">=2",
  docs: "https://github.com/JustinBeckwith/retry-axios#options",
  names: { default: "" },
  wrappers: [
    {
      match: "attach",
      kind: "retry",
      callback: { argument: 0 },
      client: true,
      methods: ["GET", "HEAD", "PUT", "OPTIONS", "DELETE"],
      what: "retry-axios sends a request again up to 3 times",
    },
  ],
} satisfies LibraryModel;
