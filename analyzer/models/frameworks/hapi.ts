import type { LibraryModel } from "../model.js";
import { request } from "./request.js";

/** hapi. */
export default {
  library: "hapi",
  packages: ["@hapi/hapi"],
  versions: ">=20",
  docs: "https://hapi.dev/api/#-serverrouteroute",
  names: { default: "", "server()": "Server#" },
  mounts: [
    {
      match: "Server#register",
      prefix: { argument: 0, property: "routes.prefix" },
      plugin: { argument: 0, property: "plugin" },
    },
  ],
  entries: [
    {
      on: "call",
      match: "Server#route",
      when: [{ place: { argument: 0, property: "method" }, equals: "GET" }],
      handlers: { argument: 0, property: "handler" },
      name: "GET {0.path}",
      parameters: [{ index: 0, kind: "caller", members: { params: "business", "info.id": "attempt" } }],
      safe: true,
      ...request,
    },
    {
      on: "call",
      match: "Server#route",
      handlers: { argument: 0, property: "handler" },
      name: "{0.method} {0.path}",
      parameters: [{ index: 0, kind: "caller", members: { params: "business", "info.id": "attempt" } }],
      identities: [{ what: "the Idempotency-Key header", expression: '{0}.headers["idempotency-key"]' }],
      ...request,
    },
  ],
} satisfies LibraryModel;
