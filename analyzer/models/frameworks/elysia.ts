import type { LibraryModel } from "../model.js";
import { request } from "./request.js";

/** Elysia. */
export default {
  library: "Elysia",
  packages: ["elysia"],
  versions: ">=1",
  docs: "https://elysiajs.com/essential/route",
  names: { default: "Elysia", "Elysia#*()": "Elysia#" },
  mounts: [
    { match: "Elysia#use", plugin: { argument: 0 } },
    { match: "Elysia#group", prefix: { argument: 0 }, plugin: { argument: -1 } },
    { match: "Elysia#guard", plugin: { argument: -1 } },
  ],
  prefixes: [{ link: "new", argument: 0, property: "prefix" }],
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
