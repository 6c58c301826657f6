import type { KeyModel } from "../key-model.js";
import { keyless } from "./keyless.js";

/** The idempotency key of an HTTP request: a header, under the names that APIs give it. */
const headerKey = {
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

/** The header in the options at an argument; the URL stands before them, or in them. */
export function headerKeyAt(argument: number): KeyModel {
  const url = argument === 0 ? { argument, property: "url" } : { argument: 0 };
  const passed = { argument, property: "headers.Idempotency-Key" };
  const inert = OTHER_NAMES.map(({ host, why, unless }) => ({
    when: [
      { place: url, pattern: host },
      { place: passed },
      ...unless.map((property) => ({ place: { argument, property }, absent: true as const })),
    ],
    why,
  }));
  return { ...headerKey, argument, inert, keyless };
}

/** Providers that read their key elsewhere. */
const OTHER_NAMES = [
  {
    host: "^https://[\\w.-]*paypal\\.com/",
    why: "PayPal reads PayPal-Request-Id and ignores this header",
    unless: ["headers.PayPal-Request-Id"],
  },
  {
    host: "^https://[\\w.-]*checkout\\.com/",
    why: "Checkout.com reads Cko-Idempotency-Key and ignores this header",
    unless: ["headers.Cko-Idempotency-Key"],
  },
] as const;
