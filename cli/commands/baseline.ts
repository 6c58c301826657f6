import { defineCommand } from "../command.js";
import { common, projectOption } from "../options.js";

/** What `idemlint baseline` was asked for. */
export interface BaselineAsked {
  readonly paths: readonly string[];
  readonly project?: string;
  readonly file?: string;
  /** Only forget what is closed; what is new stays new. */
  readonly prune: boolean;
  readonly strict: boolean;
}

/** `idemlint baseline`. */
export const baselineCommand = defineCommand<BaselineAsked>({
  name: "baseline",
  synopsis: "baseline [paths…]",
  summary: "remember today's gaps, so that check reports new ones only",
  help: `Writes today's gaps into idemlint-baseline.json, which belongs into the repository. From then on idemlint check
reports what is not in it. A gap is known again when lines move, or when its file or function gets another name.

# Usage
  idemlint baseline [paths…] [options]

# Options
      --prune                    forget what is closed, and remember nothing new
      --file <file>              another file than idemlint-baseline.json in this folder or above it
      --strict                   the strict preset
  -p, --project <tsconfig>       take the files of this tsconfig and of those that it references
      --debug                    stack traces

# Examples
  idemlint baseline
  idemlint baseline --prune`,
  options: {
    ...common,
    ...projectOption,
    prune: { type: "boolean" },
    file: { type: "string" },
    strict: { type: "boolean" },
  },
  read(options, paths) {
    const [project, file] = [options.last("project"), options.last("file")];
    return {
      ok: true,
      asked: {
        paths,
        ...(project !== undefined && { project }),
        ...(file !== undefined && { file }),
        prune: options.flag("prune"),
        strict: options.flag("strict"),
      },
    };
  },
  async run(asked, host) {
    const [{ baseline }, { openSession }] = await Promise.all([
      import("../known/baseline.js"),
      import("../../rules/session.js"),
    ]);
    return baseline(asked, host, openSession);
  },
});
