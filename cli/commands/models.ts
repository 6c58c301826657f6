import { defineCommand } from "../command.js";
import { common } from "../options.js";

/** What `idemlint models` was asked for. */
export interface ModelsAsked {
  readonly paths: readonly string[];
  /** An entry of the configuration that matches nothing is an error. */
  readonly check: boolean;
}

/** `idemlint models`. */
export const modelsCommand = defineCommand<ModelsAsked>({
  name: "models",
  synopsis: "models [paths…]",
  summary: "what the entries of your configuration matched, and where",
  help: `Lists what the entries of your configuration matched, and where: effects, guards, entry points, retries, unstable values.

# Usage
  idemlint models [paths…] [--check]

# Options
      --check                    exit 2 when an entry matches nothing
      --debug                    stack traces`,
  options: { ...common, check: { type: "boolean" } },
  read: (options, paths) => ({ ok: true, asked: { paths, check: options.flag("check") } }),
  async run(asked, host) {
    const [{ models }, { openSession }] = await Promise.all([import("../models.js"), import("../../rules/session.js")]);
    return models(asked, host, openSession);
  },
});
