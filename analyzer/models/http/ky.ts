import type { LibraryModel } from "../model.js";
import { beforeRequest, repeatingCalls } from "./repeating.js";

/** ky: it repeats idempotent methods by itself, POST and PATCH only when `retry.methods` says so. */
export default {
  library: "ky",
  packages: ["ky", "ky-universal"],
  versions: ">=1",
  docs: "https://github.com/sindresorhus/ky#retry",
  names: { default: "Ky#", "Ky#create()": "Ky#", "Ky#extend()": "Ky#", "KyInstance#": "Ky#" },
  requestHooks: beforeRequest,
  calls: repeatingCalls("Ky", "ky"),
} satisfies LibraryModel;
