import type { LibraryModel } from "../model.js";
import { request } from "./request.js";

/** h3, Nitro and Nuxt: files stand for routes. */
export default {
  library: "h3",
  packages: ["h3", "nitro", "nitropack", "nitropack/runtime", "#imports"],
  globals: ["defineEventHandler", "eventHandler"],
  versions: ">=1",
  docs: "https://nitro.build/guide/routing",
  wrappers: [
    {
      match: ["defineEventHandler", "eventHandler", "defineHandler"],
      kind: "invoke",
      callback: { argument: 0 },
      returnsFunction: true,
      what: "h3 calls the handler for every request",
    },
  ],
  entries: [
    {
      on: "export",
      files: "**/{api,routes}/**/*.{post,put,patch,delete}.{ts,js,mjs}",
      exports: ["default"],
      name: "{route}",
      parameters: [{ index: 0, kind: "caller", members: { "context.params": "business" } }],
      ...request,
    },
  ],
} satisfies LibraryModel;
