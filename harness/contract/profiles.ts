/** What an API publishes about its idempotency keys. */
export interface Profile {
  readonly name: string;
  readonly docs: string;
  /** The header that carries the key, or the body's field. */
  readonly key: { readonly in: "header" | "body"; readonly name: string };
  /** Status for a missing key, or `optional`. */
  readonly missing: number | "optional";
  /** Statuses for a duplicate while the first is in progress. */
  readonly inProgress: readonly number[];
  /** Statuses for the same key with another payload. */
  readonly mismatch: readonly number[];
  /** How long a key is known at least, in milliseconds, where that is published. */
  readonly keptMs?: number;
  /** The longest key that is taken. */
  readonly longest: number;
  /** An error that came out of the operation is replayed too. */
  readonly replaysErrors: boolean;
}

const HOUR_MS = 3_600_000;

/** Profiles by name; the IETF draft (expired, mostly SHOULD) is the default. */
export const PROFILES: Readonly<Record<string, Profile>> = {
  ietf: {
    name: "draft-ietf-httpapi-idempotency-key-header",
    docs: "https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/",
    key: { in: "header", name: "idempotency-key" },
    missing: 400,
    inProgress: [409],
    mismatch: [422],
    longest: 255,
    replaysErrors: true,
  },
  stripe: {
    name: "Stripe v1",
    keptMs: 24 * HOUR_MS,
    docs: "https://docs.stripe.com/api/idempotent_requests",
    key: { in: "header", name: "idempotency-key" },
    missing: "optional",
    inProgress: [409],
    mismatch: [400],
    longest: 255,
    replaysErrors: true,
  },
  paypal: {
    name: "PayPal",
    keptMs: 6 * HOUR_MS, // of orders, the shortest

    docs: "https://developer.paypal.com/reference/guidelines/idempotency/",
    key: { in: "header", name: "paypal-request-id" },
    missing: "optional",
    inProgress: [409, 422],
    mismatch: [400, 422],
    longest: 108,
    replaysErrors: false,
  },
  square: {
    name: "Square",
    docs: "https://developer.squareup.com/docs/build-basics/common-api-patterns/idempotency",
    key: { in: "body", name: "idempotency_key" },
    missing: 400,
    inProgress: [409, 429],
    mismatch: [400],
    longest: 45,
    replaysErrors: false,
  },
  adyen: {
    name: "Adyen",
    docs: "https://docs.adyen.com/development-resources/api-idempotency/",
    key: { in: "header", name: "idempotency-key" },
    missing: "optional",
    inProgress: [409, 422],
    mismatch: [422],
    longest: 64,
    replaysErrors: true,
  },
};

/** Who answers a mismatch or a duplicate in progress with this status; a deviation is told with who else does it. */
export function alsoAnswers(what: "inProgress" | "mismatch" | "missing", status: number): readonly string[] {
  return Object.values(PROFILES)
    .filter((profile) => (what === "missing" ? profile.missing === status : profile[what].includes(status)))
    .map((profile) => profile.name);
}
