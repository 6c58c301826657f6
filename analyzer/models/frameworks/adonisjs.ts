import type { LibraryModel } from "../model.js";
import { request } from "./request.js";

const parameters = [
  { index: 0, kind: "caller", members: { params: "business", response: "unknown", auth: "unknown" } },
] as const;

/** AdonisJS: routes name a controller's method, which may be loaded later. */
export default {
  library: "AdonisJS",
  packages: ["@adonisjs/core/services/router"],
  versions: ">=6",
  docs: "https://docs.adonisjs.com/guides/basics/routing",
  names: {
    default: "Router#",
    "Router#group()": "RouteGroup#",
    ...Object.fromEntries(
      ["use", "middleware", "as", "where", "domain", "prefix"].map((of) => [`RouteGroup#${of}()`, "RouteGroup#"]),
    ),
  },
  mounts: [
    { match: "Router#group", plugin: { argument: 0 } },
    { match: "RouteGroup#prefix", prefix: { argument: 0 }, within: "group" },
  ],
  entries: [
    {
      on: "call",
      match: ["post", "put", "patch", "delete", "any"].map((method) => `Router#${method}`),
      handlers: { argument: 1 },
      name: "{member} {0}",
      parameters,
      identities: [{ what: "the Idempotency-Key header", expression: '{0}.request.header("idempotency-key")' }],
      ...request,
    },
    {
      on: "call",
      match: "Router#get",
      handlers: { argument: 1 },
      name: "{member} {0}",
      parameters,
      safe: true,
      ...request,
    },
  ],
} satisfies LibraryModel;
