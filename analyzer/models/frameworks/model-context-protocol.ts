import type { LibraryModel } from "../model.js";

const call = {
  kind: "rpc",
  delivery: "retried",
  repeatedBy: "the client, or the model that it serves, calls the tool again when it gets no reply",
  parameters: [{ index: 0, kind: "caller" }],
  handlers: { argument: -1 },
  name: "tool {0}",
} as const;

/** Model Context Protocol: each tool of a server is called alone, whichever request set the server up. */
export default {
  library: "Model Context Protocol",
  packages: ["@modelcontextprotocol/sdk", "@modelcontextprotocol/sdk/*"],
  versions: ">=1",
  docs: "https://modelcontextprotocol.io/specification/2025-06-18/server/tools",
  entries: [
    {
      on: "call",
      match: "McpServer#registerTool",
      when: [{ place: { argument: 1, property: "annotations.readOnlyHint" }, equals: true }],
      safe: true,
      ...call,
    },
    { on: "call", match: "McpServer#registerTool", ...call },
    { on: "call", match: "McpServer#tool", ...call },
  ],
} satisfies LibraryModel;
