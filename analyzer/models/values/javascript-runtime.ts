import type { LibraryModel } from "../model.js";

/** Clocks and random numbers of the language and its runtimes. */
export default {
  library: "JavaScript runtime",
  packages: ["node:perf_hooks", "perf_hooks", "node:process", "process"],
  globals: ["Date", "Math", "performance", "process", "Temporal"],
  versions: "*",
  docs: "https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/Date/now",
  names: { default: "process", "default.performance": "performance", hrtime: "process.hrtime" },
  sources: [
    { match: ["Date.now", "Math.random", "performance.now"], on: "call", kind: "attempt" },
    { match: ["process.hrtime", "process.hrtime.bigint", "process.uptime"], on: "call", kind: "attempt" },
    { match: ["Temporal.Now.*"], on: "call", kind: "attempt" },
    { match: "Date", on: "new", kind: "attempt", unlessArguments: true },
    { match: "Date", on: "call", kind: "attempt" },
    { match: ["process.pid", "performance.timeOrigin"], on: "read", kind: "attempt" },
  ],
} satisfies LibraryModel;
