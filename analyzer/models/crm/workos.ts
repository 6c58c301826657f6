import type { CallModel, LibraryModel } from "../model.js";

const keyed = (argument: number): NonNullable<CallModel["key"]> => ({
  place: "the idempotencyKey option",
  argument,
  property: "idempotencyKey",
  use: "required",
});

/** WorkOS: the requests that make something take a key, those of users and invitations do not. */
export default {
  library: "WorkOS",
  packages: ["@workos-inc/node"],
  versions: ">=7",
  docs: "https://workos.com/docs/reference/idempotency",
  names: { "WorkOSNode#": "WorkOS#", "default#": "WorkOS#" },
  calls: [
    {
      match: "WorkOS#auditLogs.createEvent",
      effect: "append",
      risk: "low",
      target: { text: "audit log" },
      values: { argument: 1 },
      key: { ...keyed(2), use: "optional" },
    },
    {
      match: "WorkOS#organizations.createOrganization",
      effect: "call",
      risk: "high",
      target: { text: "organization" },
      values: { argument: 0 },
      key: keyed(1),
      returns: "row",
    },
    {
      match: "WorkOS#apiKeys.createOrganizationApiKey",
      effect: "call",
      risk: "high",
      target: { text: "API key" },
      values: { argument: 0 },
      key: keyed(1),
      returns: "row",
    },
    {
      match: "WorkOS#userManagement.createUserApiKey",
      effect: "call",
      risk: "high",
      target: { text: "API key" },
      values: { argument: 1 },
      key: keyed(2),
      returns: "row",
    },
    {
      match: [
        ...["sendInvitation", "resendInvitation", "sendVerificationEmail"],
        ...["createMagicAuth", "createPasswordReset"],
      ].map((method) => `WorkOS#userManagement.${method}`),
      effect: "call",
      risk: "high",
      target: { text: "mail" },
      values: { argument: 0 },
      returns: "row",
    },
    // A second user of one address, and a second membership, are refused.
    {
      match: ["createUser", "createOrganizationMembership"].map((method) => `WorkOS#userManagement.${method}`),
      effect: "call",
      risk: "low",
      values: { argument: 0 },
      returns: "row",
    },
    {
      match: ["WorkOS#userManagement.getUser", "WorkOS#organizations.getOrganization"],
      effect: "read",
      where: { argument: 0, column: "id" },
      returns: "row",
    },
    { match: "WorkOS#userManagement.listUsers", effect: "read", where: { argument: 0 }, returns: "rows" },
  ],
  signatures: [{ match: "WorkOS#webhooks.constructEvent", event: true }],
  sources: [{ match: "WorkOS#webhooks.constructEvent", on: "call", kind: "message" }],
} satisfies LibraryModel;
