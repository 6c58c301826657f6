import type { KeyModel } from "../key-model.js";
import type { LibraryModel } from "../model.js";

const key = {
  place: "the idempotencyKey option",
  argument: 0,
  property: "requestOptions.idempotencyKey",
  use: "required",
} as const satisfies KeyModel;

/** Mercado Pago's client sends a random key when none is passed: it covers its own retries alone. */
export default {
  library: "Mercado Pago",
  packages: ["mercadopago"],
  versions: ">=2",
  docs: "https://github.com/mercadopago/sdk-nodejs",
  calls: [
    {
      match: ["Payment#create", "Order#create", "PreApproval#create"],
      effect: "call",
      risk: "critical",
      values: { argument: 0, property: "body" },
      key,
      returns: "reply",
    },
    {
      match: ["PaymentRefund#create", "PaymentRefund#total"],
      effect: "call",
      risk: "critical",
      values: { argument: 0 },
      key,
      returns: "reply",
    },
    {
      match: "Preference#create",
      effect: "call",
      values: { argument: 0, property: "body" },
      key: { ...key, use: "optional" },
      returns: "reply",
    },
    { match: ["Payment#get", "Payment#search", "Order#get"], effect: "read", returns: "reply" },
  ],
} satisfies LibraryModel;
