import type { LibraryModel } from "../model.js";
import { request } from "./request.js";

const parameters = [{ index: 0, kind: "caller", members: { "context.params": "business" } }] as const;

/** h3, Nitro and Nuxt: files stand for routes. */
export default {
  library: "h3",
  packages: ["h3", "nitro", "nitropack", "nitropack/runtime", "#imports"],
  globals: ["defineEventHandler", "eventHandler", "defineTask"],
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
      parameters,
      ...request,
    },
    {
      on: "export",
      files: "**/server/{api,routes}/**/*.{get,head,options}.{ts,js,mjs}",
      exports: ["default"],
      name: "{route}",
      parameters,
      safe: true,
      ...request,
    },
    // Without a method in its name a file answers to all of them.
    {
      on: "export",
      files: "**/server/{api,routes}/**/*.{ts,js,mjs}",
      exports: ["default"],
      wrapped: true,
      name: "{route}",
      parameters,
      identities: [{ what: "the Idempotency-Key header", expression: 'getHeader({0}, "idempotency-key")' }],
      ...request,
    },
    {
      on: "call",
      match: "defineTask",
      handlers: { argument: 0, property: "run" },
      kind: "cron",
      delivery: "redelivered",
      name: "task {0.meta.name}",
      repeatedBy: "every replica runs a scheduled task, and a slow run overlaps with the next one",
      parameters: [{ index: 0, kind: "message" }],
    },
  ],
} satisfies LibraryModel;
