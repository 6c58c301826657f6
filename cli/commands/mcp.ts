import { defineCommand } from "../command.js";
import { common, wrong } from "../options.js";

/** `idemlint mcp`. */
export const mcpCommand = defineCommand({
  name: "mcp",
  synopsis: "mcp",
  summary: "serve check, explain, map and verify to a coding assistant",
  help: `Serves check, explain, map and verify over the Model Context Protocol, on standard input and output, for the folder that it
is started in. It needs the package @modelcontextprotocol/sdk beside idemlint.

# Usage
  idemlint mcp

# In an assistant's configuration
  { "mcpServers": { "idemlint": { "command": "npx", "args": ["idemlint", "mcp"] } } }`,
  options: common,
  read: (_, positionals) =>
    positionals.length > 0
      ? wrong("idemlint mcp takes no paths: the assistant names them.")
      : { ok: true as const, asked: {} },
  run: async (_, host) => (await import("../mcp/mcp.js")).mcp(host),
});
