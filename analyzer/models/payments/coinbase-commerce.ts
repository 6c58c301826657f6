import type { LibraryModel } from "../model.js";

/** Coinbase Commerce takes no key: a repeat is a second charge that can be paid. */
export default {
  library: "Coinbase Commerce",
  packages: ["coinbase-commerce-node"],
  versions: ">=1",
  docs: "https://github.com/coinbase/coinbase-commerce-node#charges",
  names: { default: "" },
  calls: [
    {
      match: "resources.Charge.create",
      effect: "call",
      risk: "high",
      target: { text: "charge" },
      values: { argument: 0 },
      returns: "row",
    },
    {
      match: "resources.Checkout.create",
      effect: "call",
      target: { text: "checkout" },
      values: { argument: 0 },
      returns: "row",
    },
    {
      match: ["resources.Charge.retrieve", "resources.Checkout.retrieve", "resources.Event.retrieve"],
      effect: "read",
      where: { argument: 0, column: "id" },
      returns: "row",
    },
  ],
  signatures: [{ match: "Webhook.verifyEventBody", event: true }, { match: "Webhook.verifySigHeader" }],
  sources: [{ match: "Webhook.verifyEventBody", on: "call", kind: "message" }],
} satisfies LibraryModel;
