import type { LibraryModel } from "../model.js";
import { stepOf } from "./durable-step.js";

const files = "**/*.{ts,tsx,js,jsx,mjs}";
const message = [
  { index: 0, kind: "message" },
  { index: 1, kind: "message" },
] as const;

/** Vercel's Workflow: functions are workflows and steps by a directive. */
export default {
  library: "Vercel Workflow",
  packages: ["workflow", "workflow/api"],
  versions: ">=4",
  docs: "https://useworkflow.dev/docs/foundations/idempotency",
  calls: [{ match: "start", effect: "start", target: { argument: 0 }, values: { argument: 1 }, returns: "reply" }],
  sources: [{ match: ["getStepMetadata", "getWorkflowMetadata"], on: "call", kind: "message" }],
  directives: [{ directive: "use step", kind: "step", guard: "durable-step", what: stepOf("Vercel Workflow") }],
  entries: [
    {
      on: "export",
      files,
      exports: ["*"],
      directive: "use workflow",
      kind: "workflow",
      delivery: "replayed",
      name: "workflow {name}",
      repeatedBy: "the engine runs the body again after every step, and a failed step up to 3 more times",
      // https://useworkflow.dev/docs/api-reference/workflow-globals
      seeded: true,
      parameters: message,
    },
    {
      on: "export",
      files,
      exports: ["*"],
      directive: "use step",
      kind: "job",
      delivery: "redelivered",
      name: "step {name}",
      repeatedBy: "the engine runs a failed step up to 3 more times",
      parameters: message,
      identities: [{ what: "the step's id", expression: "getStepMetadata().stepId" }],
    },
  ],
} satisfies LibraryModel;
