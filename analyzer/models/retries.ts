import type { LibraryModel } from "./model.js";

const first = { argument: 0 } as const;
const attemptFirst = [{ index: 0, kind: "attempt" }] as const;

/** Functions that run a function again when it fails. */
export default [
  {
    library: "p-retry",
    packages: ["p-retry"],
    versions: ">=4",
    docs: "https://github.com/sindresorhus/p-retry",
    wrappers: [
      {
        match: "default",
        kind: "retry",
        callback: first,
        parameters: attemptFirst,
        what: "p-retry runs the function again on every rejection, 10 times by default",
      },
      {
        match: "makeRetriable",
        kind: "retry",
        callback: first,
        returnsFunction: true,
        what: "p-retry runs the function again on every rejection, 10 times by default",
      },
    ],
  },
  {
    library: "async-retry",
    packages: ["async-retry"],
    versions: ">=1",
    docs: "https://github.com/vercel/async-retry",
    wrappers: [
      {
        match: ["default", ""],
        kind: "retry",
        callback: first,
        parameters: [{ index: 1, kind: "attempt" }],
        what: "async-retry runs the function again on every rejection, 10 times by default",
      },
    ],
  },
  {
    library: "retry",
    packages: ["retry"],
    versions: ">=0.10",
    docs: "https://github.com/tim-kos/node-retry",
    names: { default: "", "operation()": "RetryOperation#" },
    wrappers: [
      {
        match: "RetryOperation#attempt",
        kind: "retry",
        callback: first,
        parameters: attemptFirst,
        what: "node-retry runs the function again for as long as it calls `retry`",
      },
    ],
  },
  {
    library: "promise-retry",
    packages: ["promise-retry"],
    versions: ">=1",
    docs: "https://github.com/IndigoUnited/node-promise-retry",
    wrappers: [
      {
        match: ["default", ""],
        kind: "retry",
        callback: first,
        parameters: [{ index: 1, kind: "attempt" }],
        what: "promise-retry runs the function again when it calls `retry`",
      },
    ],
  },
  {
    library: "exponential-backoff",
    packages: ["exponential-backoff"],
    versions: ">=3",
    docs: "https://github.com/coveooss/exponential-backoff",
    wrappers: [
      {
        match: "backOff",
        kind: "retry",
        callback: first,
        what: "exponential-backoff runs the function up to 10 times by default",
      },
    ],
  },
  {
    library: "ts-retry-promise",
    packages: ["ts-retry-promise"],
    versions: "*",
    docs: "https://github.com/normartin/ts-retry-promise",
    wrappers: [
      {
        match: "retry",
        kind: "retry",
        callback: first,
        what: "ts-retry-promise runs the function again when it fails, 10 times by default",
      },
      {
        match: "retryDecorator",
        kind: "retry",
        callback: first,
        returnsFunction: true,
        what: "ts-retry-promise runs the function again when it fails, 10 times by default",
      },
    ],
  },
  {
    library: "@lifeomic/attempt",
    packages: ["@lifeomic/attempt"],
    versions: ">=3",
    docs: "https://github.com/lifeomic/attempt",
    wrappers: [
      {
        match: "retry",
        kind: "retry",
        callback: first,
        parameters: [{ index: 0, kind: "attempt" }],
        what: "attempt runs the function up to 3 times by default",
      },
    ],
  },
  {
    library: "cockatiel",
    packages: ["cockatiel"],
    versions: ">=3",
    docs: "https://github.com/connor4312/cockatiel#retrypolicy",
    names: { "retry()": "RetryPolicy#", "RetryPolicy#dangerouslyUnref()": "RetryPolicy#", "wrap()": "WrappedPolicy#" },
    wrappers: [
      {
        match: "RetryPolicy#execute",
        kind: "retry",
        callback: first,
        parameters: attemptFirst,
        what: "cockatiel runs the function again, without a limit by default",
      },
      {
        match: "WrappedPolicy#execute",
        kind: "retry",
        when: [{ place: { link: "wrap", argument: 0 }, orLater: true, path: "RetryPolicy#" }],
        callback: first,
        parameters: attemptFirst,
        what: "cockatiel runs the function again, without a limit by default",
      },
    ],
  },
  {
    library: "axios-retry",
    packages: ["axios-retry", "retry-axios"],
    versions: ">=3",
    docs: "https://github.com/softonic/axios-retry",
    names: { "default.default": "default" },
    wrappers: [
      {
        match: ["default", "", "attach"],
        kind: "retry",
        callback: first,
        client: true,
        what: "axios-retry sends a request again after a network error, whatever its method",
      },
    ],
  },
  {
    library: "RxJS",
    packages: ["rxjs", "rxjs/operators"],
    versions: ">=6",
    docs: "https://rxjs.dev/api/operators/retry",
    wrappers: [
      {
        match: ["retry", "retryWhen"],
        kind: "retry",
        callback: { link: "pipe" },
        piped: true,
        what: "RxJS subscribes to the source again when it fails, without a limit by default",
      },
      { match: "defer", kind: "invoke", callback: first, what: "RxJS calls the function for every subscription" },
      {
        match: ["firstValueFrom", "lastValueFrom"],
        kind: "invoke",
        callback: first,
        what: "RxJS subscribes once",
      },
    ],
  },
] as const satisfies readonly LibraryModel[];
