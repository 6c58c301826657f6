import type { LibraryModel } from "../model.js";
import asyncMutex from "./async-mutex.js";
import expressIdempotency from "./express-idempotency.js";
import nodeIdempotency from "./node-idempotency.js";
import powertoolsIdempotency from "./powertools-idempotency.js";
import redlock from "./redlock.js";

/** Libraries that keep an idempotency record, and locks, which do not. */
export const guards: readonly LibraryModel[] = [
  asyncMutex,
  expressIdempotency,
  nodeIdempotency,
  powertoolsIdempotency,
  redlock,
];
