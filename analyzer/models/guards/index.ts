import type { LibraryModel } from "../model.js";
import asyncLock from "./async-lock.js";
import asyncMutex from "./async-mutex.js";
import expressIdempotency from "./express-idempotency.js";
import honoIdempotency from "./hono-idempotency.js";
import nestarcIdempotency from "./nestarc-idempotency.js";
import nodeIdempotencyCore from "./node-idempotency-core.js";
import nodeIdempotencyExpress from "./node-idempotency-express.js";
import nodeIdempotencyFastify from "./node-idempotency-fastify.js";
import nodeIdempotency from "./node-idempotency.js";
import opossum from "./opossum.js";
import pLimit from "./p-limit.js";
import pQueue from "./p-queue.js";
import powertoolsIdempotency from "./powertools-idempotency.js";
import properLockfile from "./proper-lockfile.js";
import redisLock from "./redis-lock.js";
import redlock from "./redlock.js";
import upstashLock from "./upstash-lock.js";

/** Libraries that keep an idempotency record, and locks, which do not. */
export const guards: readonly LibraryModel[] = [
  asyncLock,
  asyncMutex,
  expressIdempotency,
  honoIdempotency,
  nestarcIdempotency,
  nodeIdempotency,
  nodeIdempotencyCore,
  nodeIdempotencyExpress,
  nodeIdempotencyFastify,
  opossum,
  pLimit,
  pQueue,
  powertoolsIdempotency,
  properLockfile,
  redisLock,
  redlock,
  upstashLock,
];
