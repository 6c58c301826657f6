import type { LibraryModel } from "../model.js";

const distributions = ["uniformInt", "uniformBigInt", "uniformFloat32", "uniformFloat64"] as const;
const generators = ["congruential32", "mersenne", "xoroshiro128plus", "xorshift128plus"] as const;

/** pure-rand: what it gives is as new as the seed. */
export default {
  library: "pure-rand",
  packages: [
    ...distributions.map((name) => `pure-rand/distribution/${name}`),
    ...generators.map((name) => `pure-rand/generator/${name}`),
  ],
  versions: ">=8",
  docs: "https://github.com/dubzzz/pure-rand#getting-started",
  sources: [{ match: [...distributions, ...generators], on: "call", kind: "attempt", unlessArguments: true }],
} satisfies LibraryModel;
