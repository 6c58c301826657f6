import type { LibraryModel } from "../model.js";

/** Effect: `retry` and `repeat` run again what they are piped from. */
export default {
  library: "Effect",
  packages: ["effect", "effect/Effect"],
  versions: ">=2",
  docs: "https://effect.website/docs/error-management/retrying/",
  names: { Effect: "" },
  wrappers: [
    {
      match: ["retry", "retryOrElse", "repeat"],
      kind: "retry",
      callback: { link: "pipe" },
      piped: true,
      what: "Effect runs the effect again as its schedule says, without a limit by default",
    },
    {
      match: ["promise", "tryPromise", "sync", "try", "suspend"],
      when: [{ place: { argument: 0, property: "try" } }],
      kind: "invoke",
      callback: { argument: 0, property: "try" },
      what: "Effect calls the function on every run",
    },
    {
      match: ["promise", "tryPromise", "sync", "try", "suspend"],
      kind: "invoke",
      callback: { argument: 0 },
      what: "Effect calls the function on every run",
    },
    { match: "gen", kind: "invoke", callback: { argument: -1 }, what: "Effect runs the generator on every run" },
  ],
} satisfies LibraryModel;
