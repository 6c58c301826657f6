import { rules } from "../../rules/index.js";
import type { Rule, RuleGroup } from "../../rules/rule.js";
import { between, table, type Document } from "./document.js";

/** The table of rules in the README. */
export const ruleTable: Document = {
  path: "README.md",
  render: (current) => between("rules", current, Object.entries(titles).flatMap(section).join("\n\n")),
};

const titles: Readonly<Record<RuleGroup, string>> = {
  keys: "Keys: the key stands for the intent, not for the attempt",
  guards: "Guards: the check and the write are one operation",
  time: "Time: what repeats, and what that does",
  governance: "Governance: a duplicate leaves a trace",
};

function section([group, title]: [string, string]): string[] {
  const members = rules.filter((rule) => rule.group === group);
  if (members.length === 0) return [];
  return [table([title, "what it says"], members.map(row))];
}

function row({ id, summary, recommended }: Rule): readonly string[] {
  return [`[\`${id}\`](docs/rules/${id}.md)`, `${summary}${recommended ? "" : " (`strict` only)"}`];
}
