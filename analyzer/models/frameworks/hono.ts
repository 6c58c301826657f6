import type { LibraryModel } from "../model.js";

const route = {
  kind: "http",
  delivery: "retried",
  repeatedBy: "the client sends the request again when it gets no reply",
  parameters: [
    {
      index: 0,
      kind: "caller",
      path: "Context#",
      members: { "req.param": "business", "var.requestId": "attempt", env: "constant" },
    },
  ],
} as const;
const identities = [{ what: "the Idempotency-Key header", expression: '{0}.req.header("idempotency-key")' }] as const;

/** Hono, also with OpenAPI. */
export default {
  library: "Hono",
  packages: ["hono", "hono/factory", "hono/*", "@hono/zod-openapi"],
  versions: ">=3",
  docs: "https://hono.dev/docs/api/routing",
  names: {
    "OpenAPIHono#": "Hono#",
    "Hono#basePath()": "Hono#",
    "Hono#*()": "Hono#",
    "createFactory()": "Factory#",
    "Factory#createApp()": "Hono#",
  },
  wrappers: [
    {
      match: "Factory#createHandlers",
      kind: "invoke",
      callback: { argument: -1 },
      lists: true,
      what: "Hono gives the handlers back as they are",
    },
    {
      match: ["Factory#createMiddleware", "createMiddleware"],
      kind: "invoke",
      callback: { argument: 0 },
      returnsFunction: true,
      what: "Hono gives the middleware back as it is",
    },
  ],
  mounts: [
    { match: "Hono#use", prefix: { argument: 0 }, mounted: { from: 0 } },
    { match: "Hono#route", prefix: { argument: 0 }, mounted: { argument: 1 } },
  ],
  prefixes: [{ link: "basePath", argument: 0 }],
  entries: [
    {
      on: "call",
      match: ["post", "put", "patch", "delete", "all"].map((method) => `Hono#${method}`),
      handlers: { from: 1 },
      name: "{member} {0}",
      identities,
      ...route,
    },
    {
      on: "call",
      match: ["get", "options", "query"].map((method) => `Hono#${method}`),
      handlers: { from: 1 },
      name: "{member} {0}",
      safe: true,
      ...route,
    },
    { on: "call", match: "Hono#on", handlers: { from: 2 }, name: "{0} {1}", identities, ...route },
    {
      on: "call",
      match: "Hono#openapi",
      handlers: { argument: 1 },
      name: "{0.method} {0.path}",
      identities,
      ...route,
    },
  ],
} satisfies LibraryModel;
