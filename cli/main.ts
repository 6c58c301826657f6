#!/usr/bin/env node
import { createInterface } from "node:readline/promises";
import { run } from "./run.js";

const args = process.argv.slice(2);
const interrupted = new AbortController();
if (args.includes("--watch") || args.includes("-w")) process.once("SIGINT", () => interrupted.abort());
process.exitCode = await run(args, {
  cwd: process.cwd(),
  out: process.stdout,
  err: process.stderr,
  env: process.env,
  stop: interrupted.signal,
  ...(process.stdin.isTTY && process.stdout.isTTY && { ask }),
});
// A scenario may leave its pools and servers open: what was printed is flushed, then the program ends.
if (args[0] === "verify") process.stdout.write("", () => process.exit());

async function ask(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}
