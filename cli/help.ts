import { createStyle } from "./style.js";
import type { Host } from "./host.js";

const OVERVIEW = `Finds the places where running something twice would do its business twice.

# Usage
  idemlint check [paths…]        check folders, files or tsconfigs (default: this folder)
  idemlint verify [scenarios…]   run handlers again under faults and compare what they did (verify --help)
  idemlint explain [rule]        what a rule reports, why, and how to fix it
  idemlint help [command]        the options of a command
  idemlint --version

# Exit codes
  0  nothing at or above --fail-on    1  findings
  2  bad use or configuration         3  a fault of Idemlint`;

const CHECK = `Checks folders, files or tsconfigs. With a file, its whole project is read and the file's findings are shown.

# Usage
  idemlint check [paths…] [options]

# Options
  -p, --project <tsconfig>       take the files of this tsconfig and of those that it references
      --format <pretty|json>     how findings are printed (default: pretty)
      --fail-on <level>          exit 1 at or above error, warning or info (default: error)
      --fix                      apply the fixes that are safe
      --fix-review <fingerprint> apply one fix that you have reviewed; <fingerprint>:2 takes its second one
      --strict                   the strict preset: governance rules and normal risk in retried handlers too
      --rule <rule>=<level>      set one rule to error, warning, info or off; repeatable
      --stats                    what was walked, and what could not be followed
      --debug                    stack traces

# Examples
  idemlint check
  idemlint check apps/api --fail-on warning
  idemlint check --project tsconfig.build.json --format json > findings.json
  idemlint check --rule unguarded-call=off --rule blind-retry=error`;

const EXPLAIN = `Prints a rule's page: what it reports, why that matters, unsafe and safe code, how to fix it. Without a rule, lists them.

# Usage
  idemlint explain [rule]`;

/** The help text of a command, or of all. */
export function helpText(topic: string | undefined, host: Host): string {
  const style = createStyle(host.out, host.env);
  const text = topic === "check" ? CHECK : topic === "explain" ? EXPLAIN : OVERVIEW;
  return `${text.replace(/^# (.+)$/gm, (_, title: string) => style.bold(title))}\n`;
}
