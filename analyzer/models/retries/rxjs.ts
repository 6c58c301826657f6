import type { LibraryModel } from "../model.js";

const first = { argument: 0 } as const;

/** RxJS: `retry` subscribes again to what it is piped from. */
export default {
  library: "RxJS",
  packages: ["rxjs", "rxjs/operators"],
  versions: ">=6",
  docs: "https://rxjs.dev/api/operators/retry",
  wrappers: [
    {
      match: ["retry", "retryWhen", "repeat", "repeatWhen"],
      kind: "retry",
      callback: { link: "pipe" },
      piped: true,
      begun: "from",
      what: "RxJS subscribes to the source again, without a limit by default",
    },
    { match: "defer", kind: "invoke", callback: first, what: "RxJS calls the function for every subscription" },
    {
      match: ["firstValueFrom", "lastValueFrom"],
      kind: "invoke",
      callback: first,
      what: "RxJS subscribes once",
    },
  ],
} satisfies LibraryModel;
