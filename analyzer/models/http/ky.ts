import { headerKeyAt } from "./header-key.js";
import type { LibraryModel } from "../model.js";

const repeats = {
  what: "ky sends the request again up to 2 times",
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

/** ky: it repeats idempotent methods by itself, POST and PATCH only when `retry.methods` says so. */
export default {
  library: "ky",
  packages: ["ky", "ky-universal"],
  versions: ">=1",
  docs: "https://github.com/sindresorhus/ky#retry",
  names: { default: "Ky#", "Ky#create()": "Ky#", "Ky#extend()": "Ky#", "KyInstance#": "Ky#" },
  requestHooks: ["create", "extend"].map((link) => ({
    place: { link, argument: 0, property: "hooks.beforeRequest" },
  })),
  calls: [
    { match: "Ky#post", method: "POST", ...shared },
    { match: "Ky#put", method: "PUT", ...shared },
    { match: "Ky#patch", method: "PATCH", ...shared },
    { match: "Ky#delete", method: "DELETE", ...shared },
    { match: ["Ky#get", "Ky#head"], effect: "http", method: "GET", url: { argument: 0 }, returns: "reply" },
    { match: "Ky#", method: { argument: 1, property: "method" }, ...shared },
  ],
} satisfies LibraryModel;
