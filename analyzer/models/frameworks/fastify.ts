import { perRequestHeaders } from "./http-parameters.js";
import type { LibraryModel } from "../model.js";

/** `Fastify({ … })`, `fastify({ … })`, `require("fastify")({ … })`. */
const made = ["default", "fastify", ""] as const;

const route = {
  kind: "http",
  delivery: "retried",
  repeatedBy: "the client sends the request again when it gets no reply",
  parameters: [
    {
      index: 0,
      kind: "caller",
      path: "FastifyRequest#",
      members: { params: "business", id: "attempt", server: "unknown", log: "unknown", ...perRequestHeaders },
      made: {
        member: "id",
        by: [
          { link: "setGenReqId", argument: 0 },
          { link: made, argument: 0, property: "genReqId" },
        ],
        header: { link: made, argument: 0, property: "requestIdHeader" },
      },
    },
    { index: 1, kind: "unknown", path: "FastifyReply#" },
  ],
} as const;
const identities = [{ what: "the Idempotency-Key header", expression: '{0}.headers["idempotency-key"]' }] as const;

/** Fastify. Its `request.id` is a counter: a retry gets another one, unless the application says what it is made of. */
export default {
  library: "Fastify",
  packages: ["fastify", "@fastify/autoload"],
  versions: ">=4",
  docs: "https://fastify.dev/docs/latest/Reference/Routes/",
  answers: ["FastifyReply#"],
  names: {
    "default()": "FastifyInstance#",
    "fastify()": "FastifyInstance#",
    "()": "FastifyInstance#",
    "FastifyInstance#withTypeProvider()": "FastifyInstance#",
    "FastifyInstance#setGenReqId()": "FastifyInstance#",
    "default.FastifyInstance#": "FastifyInstance#",
  },
  changes: ["FastifyInstance#setGenReqId"],
  mounts: [
    // @fastify/autoload
    {
      match: "FastifyInstance#register",
      when: [{ place: { argument: 1, property: "dir" } }],
      prefix: { argument: 1, property: "options.prefix" },
      folder: {
        place: { argument: 1, property: "dir" },
        flat: { argument: 1, property: "dirNameRoutePrefix" },
      },
    },
    {
      match: "FastifyInstance#register",
      prefix: { argument: 1, property: "prefix" },
      plugin: { argument: 0 },
      shared: "fastify-plugin",
    },
  ],
  entries: [
    {
      on: "call",
      match: ["post", "put", "patch", "delete", "all"].map((method) => `FastifyInstance#${method}`),
      handlers: { argument: -1 },
      atLeast: 2,
      name: "{member} {0}",
      identities,
      ...route,
    },
    {
      on: "call",
      match: ["get", "head", "options"].map((method) => `FastifyInstance#${method}`),
      handlers: { argument: -1 },
      atLeast: 2,
      name: "{member} {0}",
      safe: true,
      ...route,
    },
    {
      on: "call",
      match: "FastifyInstance#route",
      when: [{ place: { argument: 0, property: "method" }, equals: "GET" }],
      handlers: { argument: 0, property: "handler" },
      name: "GET {0.url}",
      safe: true,
      ...route,
    },
    {
      on: "call",
      match: "FastifyInstance#route",
      handlers: { argument: 0, property: "handler" },
      name: "{0.method} {0.url}",
      identities,
      ...route,
    },
    {
      on: "type",
      types: ["RouteHandlerMethod", "RouteHandler"],
      name: "{name}",
      identities,
      ...route,
    },
  ],
} satisfies LibraryModel;
