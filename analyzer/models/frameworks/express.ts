import { perRequestHeaders } from "./http-parameters.js";
import type { LibraryModel } from "../model.js";

const parameters = [
  {
    index: 0,
    kind: "caller",
    path: "Request#",
    members: { params: "business", id: "attempt", app: "unknown", res: "unknown", ...perRequestHeaders },
  },
  { index: 1, kind: "unknown", path: "Response#" },
] as const;
const identities = [{ what: "the Idempotency-Key header", expression: '{0}.get("Idempotency-Key")' }] as const;
const repeatedBy = "the client sends the request again when it gets no reply";

/** Express 4 and 5. */
export default {
  library: "Express",
  packages: ["express", "express-serve-static-core", "express-promise-router"],
  versions: ">=4",
  docs: "https://expressjs.com/en/5x/api.html",
  answers: ["Response#"],
  names: {
    "default()": "Application#",
    "()": "Application#",
    "Express#": "Application#",
    "Application#use()": "Application#",
    "Router#use()": "Router#",
    "IRouter#": "Router#",
    "core.Express#": "Application#",
    "default.Router": "Router",
    "Router()": "Router#",
    "default.Application#": "Application#",
    "default.Router#": "Router#",
    "default.Request#": "Request#",
    "default.Response#": "Response#",
  },
  mounts: [{ match: ["Application#use", "Router#use"], prefix: { argument: 0 }, mounted: { from: 0 } }],
  entries: [
    {
      on: "call",
      match: ["post", "put", "patch", "delete", "all"].flatMap((method) => [
        `Application#${method}`,
        `Router#${method}`,
      ]),
      handlers: { from: 1 },
      atLeast: 2,
      kind: "http",
      delivery: "retried",
      name: "{member} {0}",
      repeatedBy,
      parameters,
      identities,
    },
    {
      on: "call",
      match: ["post", "put", "patch", "delete", "all"].flatMap((method) => [
        `Application#route().${method}`,
        `Application#route().**.${method}`,
        `Router#route().${method}`,
        `Router#route().**.${method}`,
      ]),
      handlers: { from: 0 },
      kind: "http",
      delivery: "retried",
      name: "{member} {route:0}",
      repeatedBy,
      parameters,
      identities,
    },
    {
      on: "call",
      match: ["get", "head", "options"].flatMap((method) => [`Application#${method}`, `Router#${method}`]),
      handlers: { from: 1 },
      atLeast: 2,
      kind: "http",
      delivery: "retried",
      name: "{member} {0}",
      repeatedBy,
      parameters,
      safe: true,
    },
    {
      on: "call",
      match: ["Application#route().get", "Router#route().get"],
      handlers: { from: 0 },
      kind: "http",
      delivery: "retried",
      name: "{member} {route:0}",
      repeatedBy,
      parameters,
      safe: true,
    },
    {
      on: "type",
      types: ["RequestHandler"],
      kind: "http",
      delivery: "retried",
      name: "{name}",
      repeatedBy,
      parameters,
      identities,
    },
  ],
} satisfies LibraryModel;
