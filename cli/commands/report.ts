import { defineCommand } from "../command.js";
import { common, projectOption } from "../options.js";

/** What `idemlint report` was asked for. */
export interface ReportAsked {
  readonly paths: readonly string[];
  readonly project?: string;
  readonly out: string;
  readonly title?: string;
  readonly verdicts?: string;
  readonly strict: boolean;
}

/** `idemlint report`. */
export const reportCommand = defineCommand<ReportAsked>({
  name: "report",
  synopsis: "report [paths…]",
  summary: "one page for leads and auditors: what is safe to repeat, and why",
  help: `Writes one HTML page that needs nothing but itself: operations by risk, what guards them, gaps, exceptions, what runs
showed, and the trend against the baseline. It prints well.

# Usage
  idemlint report [paths…] [options]

# Options
  -o, --out <file>               where the page goes (default: idemlint-report.html)
      --title <name>             what the service is called (default: its package's name)
      --verdicts <file>          what runs of idemlint verify showed (default: .idemlint/verdicts.json, if there)
      --strict                   the strict preset
  -p, --project <tsconfig>       take the files of this tsconfig and of those that it references
      --debug                    stack traces`,
  options: {
    ...common,
    ...projectOption,
    out: { type: "string", short: "o" },
    title: { type: "string" },
    verdicts: { type: "string" },
    strict: { type: "boolean" },
  },
  read(options, paths) {
    const [project, title, verdicts] = [options.last("project"), options.last("title"), options.last("verdicts")];
    return {
      ok: true,
      asked: {
        paths,
        out: options.last("out") ?? "idemlint-report.html",
        strict: options.flag("strict"),
        ...(project !== undefined && { project }),
        ...(title !== undefined && { title }),
        ...(verdicts !== undefined && { verdicts }),
      },
    };
  },
  async run(asked, host) {
    const [{ report }, { openSession }] = await Promise.all([
      import("../report/report.js"),
      import("../../rules/session.js"),
    ]);
    return report(asked, host, openSession);
  },
});
