import type { LibraryModel } from "../model.js";

const first = { argument: 0 } as const;
const attemptFirst = [{ index: 0, kind: "attempt" }] as const;

/** cockatiel's retry policies; a breaker or a timeout alone repeats nothing. */
export default {
  library: "cockatiel",
  packages: ["cockatiel"],
  versions: ">=3",
  docs: "https://github.com/connor4312/cockatiel#retrypolicy",
  names: { "retry()": "RetryPolicy#", "RetryPolicy#dangerouslyUnref()": "RetryPolicy#", "wrap()": "WrappedPolicy#" },
  decorators: [
    {
      decorator: "usePolicy",
      kind: "retry",
      when: [{ place: first, path: "RetryPolicy#" }],
      what: "cockatiel runs the method again, without a limit by default",
    },
  ],
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
} satisfies LibraryModel;
