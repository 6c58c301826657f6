import type { LibraryModel } from "../model.js";
import { beforeRequest, repeatingCalls } from "./repeating.js";

/** got: it repeats idempotent methods by itself, POST only when `retry.methods` says so. */
export default {
  library: "got",
  packages: ["got"],
  versions: ">=11",
  docs: "https://github.com/sindresorhus/got/blob/main/documentation/7-retry.md",
  names: { default: "Got#", got: "Got#", "": "Got#", "Got#extend()": "Got#", "Got#default": "Got#" },
  requestHooks: beforeRequest,
  calls: repeatingCalls("Got", "got"),
} satisfies LibraryModel;
