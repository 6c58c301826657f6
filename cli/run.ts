import { parseCommandLine } from "./arguments.js";
import { exit, type Host } from "./host.js";

/** Runs a command line; the answer is the exit code. What goes wrong inside is told in one sentence, here and only here. */
export async function run(args: readonly string[], host: Host): Promise<number> {
  const parsed = parseCommandLine(args);
  if (!parsed.ok) {
    host.err.write(`idemlint: ${parsed.message}\n`);
    return exit.usage;
  }
  try {
    return await parsed.run(host);
  } catch (error) {
    const debug = args.includes("--debug");
    const told = error instanceof Error ? error : new Error(String(error));
    const more = debug ? "" : " Run it again with --debug and report the trace.";
    host.err.write(`idemlint: ${told.message}. This is a fault of Idemlint.${more}\n`);
    if (debug) host.err.write(`${told.stack}\n`);
    return exit.fault;
  }
}
