import { commands } from "./commands/index.js";
import type { Host } from "./host.js";
import { createStyle } from "./style.js";

/** What the program is for, and its commands. */
export function overview(host: Host): string {
  const lines = commands.map(({ synopsis, summary }) => `  idemlint ${synopsis.padEnd(22)} ${summary}`);
  return page(
    `Finds the places where running something twice would do its business twice.

# Usage
${lines.join("\n")}
  idemlint ${"help [command]".padEnd(22)} the options of a command
  idemlint --version

# Exit codes
  0  nothing at or above --fail-on    1  findings
  2  bad use or configuration         3  a fault of Idemlint`,
    host,
  );
}

/** A page of help with its headings in bold. */
export function page(text: string, host: Host): string {
  const style = createStyle(host.out, host.env);
  return text.replace(/^# (.+)$/gm, (_, title: string) => style.bold(title));
}
