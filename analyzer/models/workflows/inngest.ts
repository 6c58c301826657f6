import type { LibraryModel } from "../model.js";
import { stepOf } from "./durable-step.js";

/** Inngest. */
export default {
  library: "Inngest",
  packages: ["inngest"],
  versions: ">=3",
  docs: "https://www.inngest.com/docs/guides/handling-idempotency",
  calls: [
    {
      match: "Inngest#send",
      effect: "publish",
      target: { argument: 0, property: "name" },
      values: { argument: 0, property: "data" },
      key: { place: "the event's id", argument: 0, property: "id", also: ["[].id"], use: "required", window: 86_400 },
      returns: "reply",
    },
  ],
  wrappers: [
    {
      match: "Step#run",
      kind: "step",
      guard: "durable-step",
      callback: { argument: 1 },
      key: { argument: 0 },
      what: stepOf("Inngest"),
    },
  ],
  entries: [
    {
      on: "call",
      match: "Inngest#createFunction",
      handlers: { argument: -1 },
      kind: "workflow",
      delivery: "replayed",
      name: "function {0.id}",
      repeatedBy: "Inngest runs the body again for every step, and a failed step up to 3 more times",
      parameters: [
        { index: 0, kind: "message", paths: { step: "Step#" }, members: { attempt: "attempt", logger: "unknown" } },
      ],
      identities: [{ what: "the event's id", expression: "{0}.event.id" }],
    },
  ],
} satisfies LibraryModel;
