import type { LibraryModel } from "../model.js";

/** Bottleneck: what it schedules runs once, unless what listens to `failed` asks for more. */
export default {
  library: "Bottleneck",
  packages: ["bottleneck", "bottleneck/*"],
  versions: ">=2",
  docs: "https://github.com/SGrondin/bottleneck#retries",
  names: { default: "Bottleneck", "Bottleneck.Group#key()": "Bottleneck#", "": "Bottleneck" },
  wrappers: [
    {
      match: "Bottleneck#on",
      when: [{ place: { argument: 0 }, equals: "failed" }],
      kind: "retry",
      callback: { argument: 1 },
      client: "receiver",
      what: "Bottleneck runs the job again when what listens to `failed` answers with a number",
    },
    {
      match: "Bottleneck#wrap",
      kind: "invoke",
      callback: { argument: 0 },
      returnsFunction: true,
      what: "Bottleneck runs the function when there is room",
    },
  ],
} satisfies LibraryModel;
