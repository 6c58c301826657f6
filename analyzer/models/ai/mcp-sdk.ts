import type { LibraryModel } from "../model.js";

const tool = {
  kind: "rpc",
  delivery: "retried",
  repeatedBy: "the agent calls the tool again when it gets no answer, or takes it for failed",
  parameters: [
    { index: 0, kind: "caller" },
    { index: 1, kind: "unknown", members: { requestId: "attempt", taskId: "attempt", "mcpReq.id": "attempt" } },
  ],
} as const;

/** Servers of the Model Context Protocol, of its first and second SDK: an agent decides how often it calls a tool, and each call has another id. */
export default {
  library: "MCP SDK",
  packages: [
    "@modelcontextprotocol/sdk/*",
    ...["server/mcp.js", "server/index.js", "types.js"].map((file) => `@modelcontextprotocol/sdk/${file}`),
    "@modelcontextprotocol/server",
    "mcp-handler",
    "@vercel/mcp-adapter",
  ],
  versions: ">=1",
  docs: "https://modelcontextprotocol.io/specification/latest/server/tools",
  wrappers: [
    {
      match: "createMcpHandler",
      kind: "invoke",
      callback: { argument: 0 },
      handle: "McpServer#",
      what: "the handler sets its server up",
    },
  ],
  entries: [
    {
      on: "call",
      match: "McpServer#registerTool",
      when: [{ place: { argument: 1, property: "annotations.readOnlyHint" }, equals: true }],
      handlers: { argument: -1 },
      name: "tool {0}",
      safe: true,
      ...tool,
    },
    {
      on: "call",
      match: ["McpServer#registerTool", "McpServer#tool"],
      handlers: { argument: -1 },
      name: "tool {0}",
      ...tool,
    },
    {
      on: "call",
      match: "Server#setRequestHandler",
      when: [{ place: { argument: 0 }, path: "CallToolRequestSchema" }],
      handlers: { argument: 1 },
      name: "tools/call",
      ...tool,
    },
    {
      on: "call",
      match: "Server#setRequestHandler",
      when: [{ place: { argument: 0 }, equals: "tools/call" }],
      handlers: { argument: 1 },
      name: "tools/call",
      ...tool,
    },
  ],
} satisfies LibraryModel;
