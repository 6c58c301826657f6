import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** What is evaluated, by exact version. The packages are installed outside of the project; the scenarios run in that folder. */
export const PACKAGES: Readonly<Record<string, string>> = {
  "@aws-lambda-powertools/idempotency": "2.35.0",
  "@node-idempotency/core": "1.0.11",
  "@node-idempotency/storage-adapter-redis": "1.0.2",
  "@redis/client": "5.8.2",
  bullmq: "6.7.0",
  express: "5.3.0",
  "express-idempotency": "1.0.6",
  "express-idempotency-redis-adapter": "1.0.8",
  ioredis: "5.8.2",
  "graphile-worker": "0.17.3",
  pg: "8.23.1",
  "pg-boss": "10.4.2",
};

const require = createRequire(pathToFileURL(join(process.cwd(), "_.js")));

/** A module of a package in the working directory, as its CommonJS callers get it. */
export function packaged(name: string): unknown {
  return require(name);
}
