import type { EntryModel } from "../entry-model.js";

const request = {
  on: "call",
  match: ["serve", "Bun.serve"],
  kind: "http",
  delivery: "retried",
  repeatedBy: "the client sends the request again when it gets no reply",
  parameters: [{ index: 0, kind: "caller", members: { params: "business" } }],
  identities: [{ what: "the Idempotency-Key header", expression: '{0}.headers.get("idempotency-key")' }],
  besides: true,
} as const;

/** Bun's server: a handler of every request, and routes that name their methods. */
export const bunServers: readonly EntryModel[] = [
  ...["POST", "PUT", "PATCH", "DELETE"].map((method): EntryModel => ({
    ...request,
    handlers: { argument: 0, property: "routes", member: method },
    name: `${method} {property}`,
  })),
  { ...request, handlers: { argument: 0, property: "routes", member: "GET" }, name: "GET {property}", safe: true },
  { ...request, handlers: { argument: 0, property: "routes" }, name: "route {property}" },
  { ...request, handlers: { argument: 0, property: "fetch" }, name: "HTTP server {property}" },
];
