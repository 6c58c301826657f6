import type { LibraryModel } from "../model.js";
import { guardOf } from "./node-idempotency-express.js";

/** node-idempotency as a plugin of Fastify, whose hooks hold where `fastify-plugin` makes them the instance's own. */
export default {
  library: "node-idempotency for Fastify",
  packages: ["@node-idempotency/fastify"],
  versions: ">=1",
  docs: "https://github.com/mahendraHegde/node-idempotency/tree/main/packages/plugin-fastify",
  middleware: [guardOf("idempotencyAsPlugin")],
} satisfies LibraryModel;
