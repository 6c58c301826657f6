import type { LibraryModel } from "../model.js";

/** HubSpot: what is created twice is there twice, except where a unique property (a contact's email) refuses it. */
export default {
  library: "HubSpot",
  packages: ["@hubspot/api-client"],
  versions: ">=9",
  docs: "https://developers.hubspot.com/docs/api-reference/crm-objects-v3/guide",
  calls: [
    {
      match: ["deals", "tickets", "lineItems", "quotes", "products"].map(
        (object) => `Client#crm.${object}.basicApi.create`,
      ),
      effect: "call",
      risk: "high",
      target: { text: "HubSpot" },
      values: { argument: 0, property: "properties" },
      returns: "reply",
    },
    {
      match: ["Client#crm.contacts.basicApi.create", "Client#crm.companies.basicApi.create"],
      effect: "call",
      risk: "low",
      target: { text: "HubSpot" },
      values: { argument: 0, property: "properties" },
      returns: "reply",
    },
    {
      match: ["Client#crm.contacts.basicApi.getById", "Client#crm.deals.basicApi.getById"],
      effect: "read",
      returns: "reply",
    },
  ],
  conflicts: [{ property: "code", equals: 409 }],
} satisfies LibraryModel;
