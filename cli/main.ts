#!/usr/bin/env node
import { run } from "./run.js";

const args = process.argv.slice(2);
process.exitCode = await run(args, {
  cwd: process.cwd(),
  out: process.stdout,
  err: process.stderr,
  env: process.env,
});
// A scenario may leave its pools and servers open: what was printed is flushed, then the program ends.
if (args[0] === "verify") process.stdout.write("", () => process.exit());
