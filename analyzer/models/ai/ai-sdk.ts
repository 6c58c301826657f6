import type { LibraryModel } from "../model.js";
import type { WrapperModel } from "../wrapper-model.js";

/** The callback that a call is given, of those that run when the model has answered. */
const finishing = ["onFinish", "onStepFinish"].map((property): WrapperModel => ({
  match: [
    "generateText",
    "streamText",
    "streamObject",
    "createUIMessageStream",
    "streamText().toUIMessageStreamResponse",
  ],
  kind: "invoke",
  callback: { argument: 0, property },
  when: [{ place: { argument: 0, property } }],
  besides: true,
  what: "the function runs when the model has answered",
}));

/** Vercel's AI SDK: the model decides how often a tool is called, and each call has another id. */
export default {
  library: "AI SDK",
  packages: ["ai", "@ai-sdk/provider-utils"],
  versions: ">=4",
  docs: "https://ai-sdk.dev/docs/ai-sdk-core/tools-and-tool-calling",
  wrappers: finishing,
  entries: [
    {
      on: "call",
      match: ["tool", "dynamicTool"],
      handlers: { argument: 0, property: "execute" },
      kind: "rpc",
      delivery: "retried",
      name: "tool {property}",
      repeatedBy: "the model calls the tool again, and so does a chat that is sent again",
      parameters: [
        { index: 0, kind: "caller" },
        { index: 1, kind: "unknown", members: { toolCallId: "attempt" } },
      ],
    },
  ],
} satisfies LibraryModel;
