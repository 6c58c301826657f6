import { defineCommand } from "../command.js";
import { common, wrong } from "../options.js";

/** What `idemlint init` was asked for. */
export interface InitAsked {
  /** Write without asking. */
  readonly yes: boolean;
}

/** `idemlint init`. */
export const initCommand = defineCommand<InitAsked>({
  name: "init",
  synopsis: "init",
  summary: "set it up in this folder: shows what it would write, and asks",
  help: `Looks at what this folder is built with, and proposes what is missing: the tool and a script in package.json, the entry in
ESLint's configuration or an idemlint.config.ts, a CI job for GitHub or GitLab. Shows every change and asks before it
writes; a second time it changes nothing.

# Usage
  idemlint init [--yes]

# Options
  -y, --yes                      write without asking
      --debug                    stack traces`,
  options: { ...common, yes: { type: "boolean", short: "y" } },
  read: (options, positionals) =>
    positionals.length > 0
      ? wrong("idemlint init takes no paths: run it in the folder that is to be set up.")
      : { ok: true, asked: { yes: options.flag("yes") } },
  async run(asked, host) {
    const [{ init }, { openSession }] = await Promise.all([
      import("../init/init.js"),
      import("../../rules/session.js"),
    ]);
    return init(asked, host, openSession);
  },
});
