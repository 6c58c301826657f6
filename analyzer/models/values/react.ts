import type { LibraryModel } from "../model.js";

/** React keeps what a hook returned from one render to the next: a key that is made there outlives the click. */
export default {
  library: "React",
  packages: ["react", "preact/hooks", "preact/compat"],
  versions: ">=16.8",
  docs: "https://react.dev/reference/react/hooks",
  names: { default: "" },
  wrappers: [
    {
      match: ["cache", "useCallback"],
      kind: "invoke",
      callback: { argument: 0 },
      returnsFunction: true,
      what: "React gives the function back, to run it once per request or to keep it from one render to the next",
    },
  ],
  sources: [{ match: ["useState", "useRef", "useMemo", "useReducer", "useId"], on: "call", kind: "business" }],
} satisfies LibraryModel;
