import { headerKeyAt } from "./header-key.js";
import type { LibraryModel } from "../model.js";

const repeats = {
  what: "got sends the request again up to 2 times",
  methods: ["GET", "PUT", "HEAD", "DELETE", "OPTIONS", "TRACE"],
  methodsOption: { argument: 1, property: "retry.methods" },
  limit: { argument: 1, property: "retry.limit" },
} as const;
const shared = {
  effect: "http",
  url: { argument: 0 },
  values: { argument: 1, property: "json" },
  key: headerKeyAt(1),
  repeats,
  returns: "reply",
} as const;

/** got: it repeats idempotent methods by itself, POST only when `retry.methods` says so. */
export default {
  library: "got",
  packages: ["got"],
  versions: ">=11",
  docs: "https://github.com/sindresorhus/got/blob/main/documentation/7-retry.md",
  names: { default: "Got#", got: "Got#", "": "Got#", "Got#extend()": "Got#", "Got#default": "Got#" },
  requestHooks: ["create", "extend"].map((link) => ({
    place: { link, argument: 0, property: "hooks.beforeRequest" },
  })),
  calls: [
    { match: "Got#post", method: "POST", ...shared },
    { match: "Got#put", method: "PUT", ...shared },
    { match: "Got#patch", method: "PATCH", ...shared },
    { match: "Got#delete", method: "DELETE", ...shared },
    { match: ["Got#get", "Got#head"], effect: "http", method: "GET", url: { argument: 0 }, returns: "reply" },
    { match: "Got#", method: { argument: 1, property: "method" }, ...shared },
  ],
} satisfies LibraryModel;
