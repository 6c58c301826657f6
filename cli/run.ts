import { parseCommandLine, type Command } from "./arguments.js";
import { helpText } from "./help.js";
import { exit, type Host } from "./host.js";
import { packageVersion } from "./package.js";

/** Runs a command line; the answer is the exit code. What goes wrong inside is told in one sentence, here and only here. */
export async function run(args: readonly string[], host: Host): Promise<number> {
  const parsed = parseCommandLine(args);
  if (!parsed.ok) {
    host.err.write(`idemlint: ${parsed.message}\n`);
    return exit.usage;
  }
  try {
    return await execute(parsed.command, host);
  } catch (error) {
    const debug = args.includes("--debug");
    const told = error instanceof Error ? error : new Error(String(error));
    const more = debug ? "" : " Run it again with --debug and report the trace.";
    host.err.write(`idemlint: ${told.message}. This is a fault of Idemlint.${more}\n`);
    if (debug) host.err.write(`${told.stack}\n`);
    return exit.fault;
  }
}

/** Commands are loaded when they are run: the parser alone takes longer to load than help to print. */
async function execute(command: Command, host: Host): Promise<number> {
  switch (command.name) {
    case "check": {
      const [{ check }, { openSession }] = await Promise.all([import("./check.js"), import("../rules/session.js")]);
      return check(command, host, openSession);
    }
    case "map": {
      const [{ drawMap }, { openSession }] = await Promise.all([import("./map.js"), import("../rules/session.js")]);
      return drawMap(command, host, openSession);
    }
    case "models": {
      const [{ models }, { openSession }] = await Promise.all([import("./models.js"), import("../rules/session.js")]);
      return models(command, host, openSession);
    }
    case "explain":
      return (await import("./explain.js")).explain(command.rule, host);
    case "verify":
      return (await import("../harness/command/verify.js")).runVerify(command.args, host);
    case "help":
      host.out.write(helpText(command.topic, host));
      return exit.clean;
    case "version":
      host.out.write(`${packageVersion()}\n`);
      return exit.clean;
  }
}
