import type { CallModel } from "../call-model.js";
import { headerKeyAt } from "./header-key.js";

/** The calls of a client that repeats idempotent methods by itself, POST only when `retry.methods` says so: got's and ky's shape. */
export function repeatingCalls(client: string, name: string): readonly CallModel[] {
  const shared = {
    effect: "http",
    url: { argument: 0 },
    values: { argument: 1, property: "json" },
    key: headerKeyAt(1),
    repeats: {
      what: `${name} sends the request again up to 2 times`,
      methods: ["GET", "PUT", "HEAD", "DELETE", "OPTIONS", "TRACE"],
      methodsOption: { argument: 1, property: "retry.methods" },
      limit: { argument: 1, property: "retry.limit" },
    },
    returns: "reply",
  } as const;
  return [
    ...["post", "put", "patch", "delete"].map((method): CallModel => ({
      match: `${client}#${method}`,
      method: method.toUpperCase(),
      ...shared,
    })),
    {
      match: [`${client}#get`, `${client}#head`],
      effect: "http",
      method: "GET",
      url: { argument: 0 },
      returns: "reply",
    },
    { match: `${client}#`, method: { argument: 1, property: "method" }, ...shared },
  ];
}

/** Where a client that is made of another lists what sees its requests. */
export const beforeRequest = ["create", "extend"].map((link) => ({
  place: { link, argument: 0, property: "hooks.beforeRequest" },
}));
