/** A tool that a coding assistant may call: what it is for, what it takes, and the command line that answers. */
export interface McpTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: {
    readonly type: "object";
    readonly properties: Readonly<Record<string, object>>;
    readonly required?: readonly string[];
  };
  /** Nothing is changed, and no code of the project runs. */
  readonly readOnly: boolean;
  args(given: Given): readonly string[];
}

/** Arguments as an assistant sends them; nothing is sure about them. */
export type Given = Readonly<Record<string, unknown>>;

const paths = {
  type: "array",
  items: { type: "string" },
  description: "Folders, files or tsconfigs, relative to the working directory. Default: all of it.",
};

/** The tools, in the order in which an assistant reads them. */
export const tools: readonly McpTool[] = [
  {
    name: "check",
    description:
      "Finds the places where running something twice (a retried request, a redelivered message, a restarted job) does its business twice. Gives findings as JSON: rule, place, message, why it runs again, the path to it, the remedy.",
    inputSchema: {
      type: "object",
      properties: {
        paths,
        changedSince: {
          type: "string",
          description: "A branch, tag or commit: only what the change since then causes, in unchanged files too.",
        },
        strict: { type: "boolean", description: "The strict preset." },
      },
    },
    readOnly: true,
    args: (given) => [
      "check",
      "--format=json",
      ...option("changed-since", given["changedSince"]),
      ...(given["strict"] === true ? ["--strict"] : []),
      ...positionals(given["paths"]),
    ],
  },
  {
    name: "explain",
    description:
      "The page of a rule: what it reports, why that matters, unsafe and safe code, how to fix it. Without a rule, the list of rules.",
    inputSchema: { type: "object", properties: { rule: { type: "string", description: "unguarded-insert" } } },
    readOnly: true,
    args: ({ rule }) => ["explain", ...positionals(typeof rule === "string" ? [rule] : [])],
  },
  {
    name: "map",
    description:
      "Entry points, the stores, providers and queues that they reach, and the consumers of what they publish, as JSON, with what can happen twice.",
    inputSchema: {
      type: "object",
      properties: {
        paths,
        entry: { type: "string", description: "Only this entry point and what follows from it: POST /orders" },
      },
    },
    readOnly: true,
    args: (given) => ["map", "--format=json", ...option("entry", given["entry"]), ...positionals(given["paths"])],
  },
  {
    name: "verify",
    description:
      "Runs scenarios (*.idemlint.ts): handlers are run again under faults (lost replies, crashes, two attempts at once) and their effects compared with once. Runs the project's code.",
    inputSchema: {
      type: "object",
      properties: {
        scenarios: { type: "array", items: { type: "string" }, description: "Scenario files. Default: all." },
        schedule: { type: "string", description: "One schedule only: S4@charge.ts:41#1" },
      },
    },
    readOnly: false,
    args: (given) => [
      "verify",
      "--format=json",
      ...option("schedule", given["schedule"]),
      ...positionals(given["scenarios"]),
    ],
  },
];

/** Joined by `=`, so that a value which looks like an option stays a value. */
function option(name: string, value: unknown): readonly string[] {
  return typeof value === "string" && value !== "" ? [`--${name}=${value}`] : [];
}

function positionals(values: unknown): readonly string[] {
  const texts = Array.isArray(values) ? values.filter((value) => typeof value === "string") : [];
  return texts.length > 0 ? ["--", ...texts] : [];
}
