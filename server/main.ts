#!/usr/bin/env node
import { createConnection } from "vscode-languageserver/node";
import { openSession } from "../rules/session.js";
import { serve } from "./server.js";
import { packageVersion } from "./version.js";

const usage = `idemlint-server ${packageVersion()}: a language server that finds what happens twice

Usage: idemlint-server --stdio

  --stdio              speak over standard input and output (what editors use)
  --socket=PORT        speak over a socket
  --node-ipc           speak over Node's own channel
  --version, --help`;

const args = process.argv.slice(2);
if (args.includes("--help") || args.includes("-h")) {
  process.stdout.write(`${usage}\n`);
} else if (args.includes("--version")) {
  process.stdout.write(`${packageVersion()}\n`);
} else if (!args.some((argument) => /^--(stdio|node-ipc|socket|pipe)\b/.test(argument))) {
  process.stderr.write(`idemlint-server needs to know how to speak: start it with --stdio.\n\n${usage}\n`);
  process.exitCode = 2;
} else {
  const connection = createConnection();
  for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(event, (error: unknown) => {
      if (isBrokenPipe(error)) process.exit(1);
      connection.console.error(`${event}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    });
  }
  serve(connection, openSession, packageVersion());
}

/** The editor is gone: nobody is left to tell. */
function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED");
}
