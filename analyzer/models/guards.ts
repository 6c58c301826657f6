import type { LibraryModel } from "./model.js";

/** Libraries that keep an idempotency record, and locks, which do not. */
export default [
  {
    library: "Powertools idempotency",
    packages: ["@aws-lambda-powertools/idempotency", "@aws-lambda-powertools/idempotency/*"],
    versions: ">=1.11",
    docs: "https://docs.aws.amazon.com/powertools/typescript/latest/features/idempotency/",
    wrappers: [
      {
        match: "makeIdempotent",
        kind: "guard",
        guard: "wrapper",
        callback: { argument: 0 },
        returnsFunction: true,
        key: { argument: 1, property: "config" },
        what: "Powertools keeps the function's result under a hash of its payload",
      },
    ],
    decorators: [
      {
        decorator: "idempotent",
        kind: "guard",
        guard: "wrapper",
        key: { argument: 0, property: "config" },
        what: "Powertools keeps the method's result under a hash of its payload",
      },
    ],
    middleware: [
      {
        match: "makeHandlerIdempotent",
        guard: "wrapper",
        what: "Powertools keeps the handler's result under a hash of its payload",
      },
    ],
  },
  {
    library: "node-idempotency for NestJS",
    packages: ["@node-idempotency/nestjs"],
    versions: "*",
    docs: "https://github.com/mahendraHegde/node-idempotency",
    decorators: [
      {
        decorator: "Idempotent",
        kind: "guard",
        guard: "wrapper",
        what: "node-idempotency answers a repeated Idempotency-Key with the stored reply",
      },
    ],
  },
  {
    library: "redlock",
    packages: ["redlock", "@sesamecare-oss/redlock"],
    versions: ">=4",
    docs: "https://github.com/mike-marcacci/node-redlock",
    names: { default: "Redlock" },
    wrappers: [
      {
        match: "Redlock#using",
        kind: "lock",
        callback: { argument: -1 },
        key: { argument: 0 },
        what: "redlock lets one caller at a time run the function; a later repeat runs it again",
      },
    ],
  },
  {
    library: "async-mutex",
    packages: ["async-mutex"],
    versions: "*",
    docs: "https://github.com/DirtyHairy/async-mutex",
    wrappers: [
      {
        match: ["Mutex#runExclusive", "Semaphore#runExclusive"],
        kind: "invoke",
        callback: { argument: 0 },
        what: "async-mutex lets one caller at a time of this process run the function",
      },
    ],
  },
] as const satisfies readonly LibraryModel[];
