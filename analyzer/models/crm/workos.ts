import type { CallModel } from "../call-model.js";
import type { LibraryModel } from "../model.js";

const keyed = (argument: number): NonNullable<CallModel["key"]> => ({
  place: "the idempotencyKey option",
  argument,
  property: "idempotencyKey",
  use: "required",
});

/** What is made of the fields at an argument, under the key that the options behind it hold. */
function made(method: string, target: string, argument: number): CallModel {
  return {
    match: `WorkOS#${method}`,
    effect: "call",
    risk: "high",
    target: { text: target },
    values: { argument },
    key: keyed(argument + 1),
    returns: "row",
  };
}

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
    made("organizations.createOrganization", "organization", 0),
    made("apiKeys.createOrganizationApiKey", "API key", 0),
    made("userManagement.createUserApiKey", "API key", 1),
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
