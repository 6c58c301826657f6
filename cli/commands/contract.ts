import { defineCommand } from "../command.js";
import { contractFormats, type ContractFormat } from "../contract/formats.js";
import { common, projectOption, wrong } from "../options.js";

/** What `idemlint contract` was asked for. */
export interface ContractAsked {
  readonly paths: readonly string[];
  readonly project?: string;
  readonly format: ContractFormat;
  readonly out?: string;
  readonly action: "print" | "check" | "declare";
  /** The declared contract. */
  readonly file?: string;
  readonly verdicts?: string;
  /** Reports of `idemlint verify --http`. */
  readonly observed: readonly string[];
}

/** `idemlint contract`. */
export const contractCommand = defineCommand<ContractAsked>({
  name: "contract",
  synopsis: "contract [paths…]",
  summary: "what each endpoint and consumer does with a repeat; --check holds the code to it",
  help: `Answers, for every endpoint and consumer, the seven questions of a key's design: does it support keys, who makes them, how
long are they remembered, what happens to another payload, to a repeat in progress, completed, failed, expired, what body a
repeat gets, how callers retry. From the analysis and from what runs showed; unknown where neither tells.

# Usage
  idemlint contract [paths…] [options]

# Options
      --format <name>            markdown (default), json, or openapi: an overlay for the API's own description
  -o, --out <file>               where it goes instead of the terminal
      --declare                  write idemlint-contract.json, or add what is missing there
      --check                    exit 1 when the declared contract and the code disagree
      --file <file>              another file than idemlint-contract.json
      --observed <file>          what idemlint verify --http <url> --format json saw; repeatable
      --verdicts <file>          what runs of idemlint verify showed (default: .idemlint/verdicts.json, if there)
  -p, --project <tsconfig>       take the files of this tsconfig and of those that it references
      --debug                    stack traces

# Examples
  idemlint contract --out docs/idempotency.md
  idemlint contract --declare && git add idemlint-contract.json
  idemlint contract --check`,
  options: {
    ...common,
    ...projectOption,
    format: { type: "string", values: contractFormats },
    out: { type: "string", short: "o" },
    declare: { type: "boolean" },
    check: { type: "boolean" },
    file: { type: "string" },
    observed: { type: "string", multiple: true },
    verdicts: { type: "string" },
  },
  read(options, paths) {
    if (options.flag("check") && options.flag("declare"))
      return wrong("--check reads the contract and --declare writes it. Give one of them.");
    const given = (name: "project" | "out" | "file" | "verdicts") => {
      const value = options.last(name);
      return value === undefined ? {} : { [name]: value };
    };
    return {
      ok: true,
      asked: {
        paths,
        format: contractFormats.find((one) => one === options.last("format")) ?? "markdown",
        action: options.flag("check") ? "check" : options.flag("declare") ? "declare" : "print",
        observed: options.all("observed"),
        ...given("project"),
        ...given("out"),
        ...given("file"),
        ...given("verdicts"),
      },
    };
  },
  async run(asked, host) {
    const [{ contract }, { openSession }] = await Promise.all([
      import("../contract/contract.js"),
      import("../../rules/session.js"),
    ]);
    return contract(asked, host, openSession);
  },
});
