import type { KeyModel } from "../model.js";

/** The idempotency key of an HTTP request: a header, under the names that APIs give it. */
export const headerKey = {
  place: "the Idempotency-Key header",
  property: "headers.Idempotency-Key",
  also: [
    "headers.X-Idempotency-Key",
    "headers.PayPal-Request-Id",
    "headers.Cko-Idempotency-Key",
    "headers.X-Payout-Idempotency",
    "headers.Upstash-Deduplication-Id",
    "body.idempotencyKey",
    "body.idempotency_key",
    "json.idempotencyKey",
    "json.idempotency_key",
    "data.idempotencyKey",
    "data.idempotency_key",
  ],
  use: "required",
} as const satisfies Omit<KeyModel, "argument">;
