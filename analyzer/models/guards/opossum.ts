import type { LibraryModel } from "../model.js";

const action = { link: "new", argument: 0 } as const;

/** opossum: a breaker repeats nothing and remembers nothing of what was done; `fire` and `call` run its action. */
export default {
  library: "opossum",
  packages: ["opossum"],
  versions: ">=6",
  docs: "https://nodeshift.dev/opossum/",
  names: { default: "CircuitBreaker", "": "CircuitBreaker" },
  wrappers: [
    {
      match: ["CircuitBreaker#fire", "CircuitBreaker#call"],
      kind: "invoke",
      callback: action,
      what: "opossum runs the function while the circuit is closed",
    },
  ],
} satisfies LibraryModel;
