import type { LibraryModel } from "../model.js";

/** typescript-retry-decorator: a method that is called again when it throws. */
export default {
  library: "typescript-retry-decorator",
  packages: ["typescript-retry-decorator"],
  versions: ">=2",
  docs: "https://github.com/vcfvct/typescript-retry-decorator",
  decorators: [
    {
      decorator: "Retryable",
      kind: "retry",
      what: "the decorator calls the method again when it throws",
    },
  ],
} satisfies LibraryModel;
