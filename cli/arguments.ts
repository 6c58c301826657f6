import type { Invocation } from "./command.js";
import { commands } from "./commands/index.js";
import { overview, page } from "./help.js";
import { exit, type Host } from "./host.js";
import { suggestion } from "./nearest.js";
import { wrong, type Misuse } from "./options.js";
import { packageVersion } from "./package.js";

/** Reads the command line: a command to run, or the one sentence that says what is wrong. */
export function parseCommandLine(args: readonly string[]): Invocation | Misuse {
  const [first, ...rest] = args;
  if (first === undefined || first === "--help" || first === "-h") return printing((host) => overview(host));
  if (first === "--version" || first === "-v") return printing(() => packageVersion());
  if (first.startsWith("-")) return wrong(`The command comes first: idemlint check ${first} …, or idemlint --help.`);
  if (first === "help") {
    const topic = commands.find(({ name }) => name === rest[0]);
    return printing((host) => (topic ? page(topic.help, host) : overview(host)));
  }
  const command = commands.find(({ name }) => name === first);
  if (!command)
    return wrong(
      `There is no command ${first}.${suggestion(first, ["help", ...commands.map(({ name }) => name)])} idemlint --help lists them.`,
    );
  const invoked = command.invoke(rest);
  return invoked.ok && "help" in invoked ? printing((host) => page(invoked.help, host)) : invoked;
}

function printing(text: (host: Host) => string): Invocation {
  return {
    ok: true,
    asked: {},
    run(host) {
      host.out.write(`${text(host)}\n`);
      return exit.clean;
    },
  };
}
