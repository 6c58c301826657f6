import type { LibraryModel } from "../model.js";
import { request } from "./request.js";

/** Elysia. */
export default {
  library: "Elysia",
  packages: ["elysia"],
  versions: ">=1",
  docs: "https://elysiajs.com/essential/route",
  names: { default: "Elysia", "Elysia#*()": "Elysia#" },
  entries: [
    {
      on: "call",
      match: ["post", "put", "patch", "delete", "all"].map((method) => `Elysia#${method}`),
      handlers: { argument: 1 },
      name: "{member} {0}",
      parameters: [{ index: 0, kind: "caller", members: { params: "business", set: "unknown", store: "unknown" } }],
      identities: [{ what: "the Idempotency-Key header", expression: '{0}.headers["idempotency-key"]' }],
      ...request,
    },
    {
      on: "call",
      match: "Elysia#get",
      handlers: { argument: 1 },
      name: "{member} {0}",
      parameters: [{ index: 0, kind: "caller", members: { params: "business" } }],
      safe: true,
      ...request,
    },
  ],
} satisfies LibraryModel;
