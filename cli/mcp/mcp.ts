import { spawn } from "node:child_process";
import { exit, misuse, type Host } from "../host.js";
import { run } from "../run.js";
import type { Answer } from "./serve.js";

/** Runs `idemlint mcp` on the program's own input and output; the answer is the exit code. */
export async function mcp(host: Host): Promise<number> {
  const sdk = await loadSdk();
  if (!sdk)
    return misuse(
      "idemlint mcp needs the SDK of the Model Context Protocol: npm install --save-dev @modelcontextprotocol/sdk",
      host,
    );
  const [{ serve }, { StdioServerTransport }] = sdk;
  const transport = new StdioServerTransport();
  // The protocol ends when the assistant closes our input, which the SDK's transport leaves to us.
  process.stdin.once("end", () => void transport.close());
  await serve(transport, (args) => (args[0] === "verify" ? inAnotherProcess(args, host) : here(args, host)));
  return exit.clean;
}

/** Optional: it brings 94 packages of 29 MB, two web servers among them, of which this needs none. */
async function loadSdk() {
  try {
    return await Promise.all([import("./serve.js"), import("@modelcontextprotocol/sdk/server/stdio.js")]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

async function here(args: readonly string[], { cwd, env }: Host): Promise<Answer> {
  const printed = { out: "", err: "" };
  const code = await run(args, {
    cwd,
    env: { ...env, NO_COLOR: "1" },
    out: { write: (text) => (printed.out += text) },
    err: { write: (text) => (printed.err += text) },
  });
  return { code, ...printed };
}

/** The project's code may print what it likes, and end its process. */
function inAnotherProcess(args: readonly string[], { cwd }: Host): Promise<Answer> {
  return new Promise((resolve) => {
    const [program = ""] = process.argv.slice(1);
    const child = spawn(process.execPath, [...process.execArgv, program, ...args], {
      cwd,
      env: { ...process.env, NO_COLOR: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const printed = { out: "", err: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (printed.out += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (printed.err += text));
    child.on("error", ({ message }) => {
      resolve({ code: exit.fault, out: "", err: message });
    });
    child.on("close", (code) => {
      resolve({ code: code ?? exit.fault, ...printed });
    });
  });
}
