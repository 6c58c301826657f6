import { defineCommand } from "../command.js";
import { common, wrong } from "../options.js";

/** `idemlint explain`. */
export const explainCommand = defineCommand<{ readonly rule: string | undefined }>({
  name: "explain",
  synopsis: "explain [rule]",
  summary: "what a rule reports, why, and how to fix it",
  help: `Prints a rule's page: what it reports, why that matters, unsafe and safe code, how to fix it. Without a rule, lists them.

# Usage
  idemlint explain [rule]`,
  options: common,
  read: (_, positionals) =>
    positionals.length > 1
      ? wrong("idemlint explain takes one rule at a time.")
      : { ok: true, asked: { rule: positionals[0] } },
  run: async ({ rule }, host) => (await import("../explain.js")).explain(rule, host),
});
