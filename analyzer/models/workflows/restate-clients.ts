import type { CallModel } from "../call-model.js";
import type { LibraryModel } from "../model.js";

const parameter = { argument: 0 } as const;

/** A handler of a service or an object: Restate knows an invocation by the key that the caller gives. What only asks needs none. */
function invoked(client: string, use: "required" | "optional"): CallModel {
  return {
    match: `Ingress#${client}().*`,
    effect: "start",
    target: { link: client, argument: 0, property: "name" },
    values: parameter,
    key: {
      place: "the idempotencyKey option",
      argument: 1,
      property: "idempotencyKey",
      use,
      window: 86_400,
    },
    returns: "reply",
  };
}

/** Restate from outside: an invocation without an idempotency key is a new one, a workflow runs once under its key. */
export default {
  library: "Restate clients",
  packages: ["@restatedev/restate-sdk-clients"],
  versions: ">=1",
  docs: "https://docs.restate.dev/services/invocation/clients/typescript-sdk",
  names: { default: "", "connect()": "Ingress#", "Ingress#scope()": "Ingress#" },
  calls: [
    ...["serviceSendClient", "objectSendClient"].map((client) => invoked(client, "required")),
    ...["serviceClient", "objectClient"].map((client) => invoked(client, "optional")),
    {
      match: "Ingress#workflowClient().workflowSubmit",
      effect: "start",
      target: { link: "workflowClient", argument: 0, property: "name" },
      values: parameter,
      key: { place: "the workflow's key", argument: 1, setBy: ["workflowClient"], use: "required" },
      returns: "reply",
    },
  ],
} satisfies LibraryModel;
