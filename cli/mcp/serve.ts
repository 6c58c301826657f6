import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { exit } from "../host.js";
import { packageVersion } from "../package.js";
import { tools } from "./tools.js";

/** What a command line printed, and how it ended. */
export interface Answer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Serves the tools over a transport until it is closed. */
export async function serve(transport: Transport, answer: (args: readonly string[]) => Promise<Answer>): Promise<void> {
  // The SDK's newer class takes its schemas from zod, which would be one more package to install; this one takes JSON Schema.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- see above
  const server = new Server({ name: "idemlint", version: packageVersion() }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: tools.map(({ name, description, inputSchema, readOnly }) => ({
      name,
      description,
      inputSchema,
      annotations: { readOnlyHint: readOnly, openWorldHint: false },
    })),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
    const tool = tools.find(({ name }) => name === params.name);
    if (!tool) return { isError: true, content: [{ type: "text", text: `There is no tool ${params.name}.` }] };
    const { code, out, err } = await answer(tool.args(params.arguments ?? {}));
    const failed = code !== exit.clean && code !== exit.findings;
    return { isError: failed, content: [{ type: "text", text: failed || out === "" ? err || out : out }] };
  });
  const closed = new Promise<void>((resolve) => (server.onclose = resolve));
  await server.connect(transport);
  await closed;
}
