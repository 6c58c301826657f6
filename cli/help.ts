import { createStyle } from "./style.js";
import type { Host } from "./host.js";

const OVERVIEW = `Finds the places where running something twice would do its business twice.

# Usage
  idemlint check [paths…]        check folders, files or tsconfigs (default: this folder)
  idemlint map [paths…]          draw entry points, what they do and what can happen twice (map --help)
  idemlint verify [scenarios…]   run handlers again under faults and compare what they did (verify --help)
  idemlint explain [rule]        what a rule reports, why, and how to fix it
  idemlint models [paths…]       what the entries of your configuration matched, and where
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
      --format <name>[=<file>]   pretty (default), json, sarif, github, gitlab, junit or markdown; several
                                 with commas, each to the terminal or to a file: sarif=out.sarif,pretty
      --fail-on <level>          exit 1 at or above error, warning or info (default: error)
      --fix                      apply the fixes that are safe
      --fix-review <fingerprint> apply one fix that you have reviewed; <fingerprint>:2 takes its second one
      --strict                   the strict preset: governance rules and normal risk in retried handlers too
      --rule <rule>=<level>      set one rule to error, warning, info or off; repeatable
      --verdicts <file>          what runs of idemlint verify showed (default: .idemlint/verdicts.json, if there)
      --stats                    what was walked, and what could not be followed
      --debug                    stack traces

# Examples
  idemlint check
  idemlint check apps/api --fail-on warning
  idemlint check --project tsconfig.build.json --format json > findings.json
  idemlint check --rule unguarded-call=off --rule blind-retry=error`;

const MAP = `Draws entry points, the stores, providers and queues that they reach, and the consumers of what they publish.
What runs of \`idemlint verify\` showed is marked.

# Usage
  idemlint map [paths…] [options]

# Options
      --entry <name>             only this entry point and what follows from it: "POST /orders"
      --format <format>          svg, html, mermaid, dot or json (default: as the ending of --out says, else mermaid)
  -o, --out <file>               where the map goes instead of the terminal
  -p, --project <tsconfig>       take the files of this tsconfig and of those that it references
      --debug                    stack traces

# Examples
  idemlint map --out map.html
  idemlint map apps/api --entry "POST /orders" >> docs/orders.md
  idemlint map --format dot | dot -Tpdf > map.pdf`;

const EXPLAIN = `Prints a rule's page: what it reports, why that matters, unsafe and safe code, how to fix it. Without a rule, lists them.

# Usage
  idemlint explain [rule]`;

const MODELS = `Lists what the entries of your configuration matched, and where: effects, guards, entry points, retries, unstable values.

# Usage
  idemlint models [paths…] [--check]

# Options
      --check                    exit 2 when an entry matches nothing
      --debug                    stack traces`;

const PAGES: Readonly<Record<string, string>> = { check: CHECK, map: MAP, explain: EXPLAIN, models: MODELS };

/** The help text of a command, or of all. */
export function helpText(topic: string | undefined, host: Host): string {
  const style = createStyle(host.out, host.env);
  const text = PAGES[topic ?? ""] ?? OVERVIEW;
  return `${text.replace(/^# (.+)$/gm, (_, title: string) => style.bold(title))}\n`;
}
