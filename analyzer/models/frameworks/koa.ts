import { perRequestHeaders } from "./http-parameters.js";
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
      members: { params: "business", state: "unknown", app: "unknown", "req.id": "attempt", ...perRequestHeaders },
    },
  ],
} as const;
const identities = [{ what: "the Idempotency-Key header", expression: '{0}.get("Idempotency-Key")' }] as const;
const changing = ["post", "put", "patch", "delete", "del", "all"] as const;

/** Koa's router. */
export default {
  library: "Koa router",
  packages: ["@koa/router", "koa-router"],
  versions: ">=8",
  docs: "https://github.com/koajs/router",
  names: { default: "Router", "default()": "Router#", "Router()": "Router#", "Router#*()": "Router#", "#": "Router#" },
  mounts: [
    { match: "Router#use", prefix: { argument: 0 }, mounted: { from: 0 } },
    { match: "Router#prefix", prefix: { argument: 0 } },
  ],
  prefixes: [{ link: "new", argument: 0, property: "prefix" }],
  entries: [
    {
      on: "call",
      match: changing.map((method) => `Router#${method}`),
      handlers: { from: 1 },
      name: "{member} {0}",
      identities,
      ...route,
    },
    {
      on: "call",
      match: ["Router#get", "Router#head"],
      handlers: { from: 1 },
      name: "{member} {0}",
      safe: true,
      ...route,
    },
  ],
} satisfies LibraryModel;
