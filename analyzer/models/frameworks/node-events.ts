import type { LibraryModel } from "../model.js";

/** Node's event emitter, and those with its shape. */
export default {
  library: "Node events",
  packages: ["node:events", "events", "eventemitter3"],
  versions: "*",
  docs: "https://nodejs.org/api/events.html",
  names: { default: "EventEmitter", "": "EventEmitter" },
  emitters: [
    {
      emit: "EventEmitter#emit",
      event: { argument: 0 },
      passed: 1,
      on: ["on", "once", "addListener", "prependListener"].map((method) => `EventEmitter#${method}`),
    },
  ],
} satisfies LibraryModel;
