import type { LibraryModel } from "../model.js";

/** fastify-plugin: what a plugin hooks holds for the instance that it is registered on, and not for one of its own. */
export default {
  library: "fastify-plugin",
  packages: ["fastify-plugin"],
  versions: ">=4",
  docs: "https://github.com/fastify/fastify-plugin",
  wrappers: [
    {
      match: ["default", "fastifyPlugin", ""],
      kind: "invoke",
      callback: { argument: 0 },
      returnsFunction: true,
      what: "Fastify runs the plugin on the instance that it is registered on",
    },
  ],
} satisfies LibraryModel;
