import type { LibraryModel } from "../model.js";
import { everyReplica } from "./replicas.js";

/** Croner. */
export default {
  library: "croner",
  packages: ["croner"],
  versions: ">=6",
  docs: "https://croner.56k.guru/usage/examples/",
  names: { default: "Cron" },
  entries: [{ on: "call", match: "Cron", handlers: { from: 1 }, name: "cron {0}", ...everyReplica }],
} satisfies LibraryModel;
