import type { ParameterModel } from "../entry-model.js";

/** Headers that a proxy or a framework makes anew for every request. */
export const perRequestHeaders = {
  "headers.x-request-id": "attempt",
  "headers.x-amzn-trace-id": "attempt",
  "headers.traceparent": "attempt",
  "headers.x-vercel-id": "attempt",
  "headers.cf-ray": "attempt",
} as const satisfies ParameterModel["members"];
