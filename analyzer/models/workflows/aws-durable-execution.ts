import type { LibraryModel } from "../model.js";
import type { WrapperModel } from "../wrapper-model.js";
import { stepOf } from "./durable-step.js";

const named = [{ place: { argument: 0 }, pattern: "." }] as const;
const context = "DurableContext#";

/** The function stands after a name, or first. */
function afterName(wrapper: Omit<WrapperModel, "callback">, argument = 0): readonly WrapperModel[] {
  return [
    { ...wrapper, when: named, callback: { argument: argument + 1 } },
    { ...wrapper, callback: { argument } },
  ];
}

/** AWS's durable functions: the handler is replayed, a step's result is kept. */
export default {
  library: "AWS durable execution",
  packages: ["@aws/durable-execution-sdk-js"],
  versions: ">=1",
  docs: "https://docs.aws.amazon.com/lambda/latest/dg/durable-functions.html",
  wrappers: [
    ...afterName({
      match: ["DurableContext#step", "DurableContext#waitForCallback", "DurableContext#waitForCondition"],
      kind: "step",
      guard: "durable-step",
      key: { argument: 0 },
      what: stepOf("AWS Lambda"),
    }),
    ...afterName({
      match: "DurableContext#runInChildContext",
      kind: "invoke",
      handle: context,
      what: "AWS Lambda runs the function under a context of its own, and replays it",
    }),
    ...afterName(
      {
        match: "DurableContext#map",
        kind: "invoke",
        handle: context,
        what: "AWS Lambda runs the function for every item, and replays it",
      },
      1,
    ),
  ],
  entries: [
    {
      on: "call",
      match: "withDurableExecution",
      handlers: { argument: 0 },
      kind: "workflow",
      delivery: "replayed",
      name: "durable function {property}",
      repeatedBy: "AWS Lambda replays the handler from its start after every wait and every failure",
      parameters: [
        { index: 0, kind: "message" },
        { index: 1, kind: "constant", path: context },
      ],
    },
    {
      on: "type",
      types: ["DurableExecutionHandler"],
      kind: "workflow",
      delivery: "replayed",
      name: "durable function {name}",
      repeatedBy: "AWS Lambda replays the handler from its start after every wait and every failure",
      parameters: [
        { index: 0, kind: "message" },
        { index: 1, kind: "constant", path: context },
      ],
    },
  ],
} satisfies LibraryModel;
