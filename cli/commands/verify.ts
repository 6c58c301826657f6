import { defineCommand } from "../command.js";

/** `idemlint verify`: the harness reads its own options and prints its own help. */
export const verifyCommand = defineCommand<{ readonly args: readonly string[] }>({
  name: "verify",
  synopsis: "verify [scenarios…]",
  summary: "run handlers again under faults and compare what they did (verify --help)",
  help: "Runs scenarios: idemlint verify --help tells more.",
  options: undefined,
  read: (_, args) => ({ ok: true, asked: { args } }),
  async run({ args }, host) {
    const asked = valueAfter("--new", args);
    // A scenario is written from what the analyzer knows, which the harness does not.
    if (asked !== undefined)
      return (await import("../scenario/write.js")).writeScenario(asked, valueAfter("--out", args), host);
    return (await import("../../harness/command/verify.js")).runVerify(args, host);
  },
});

function valueAfter(option: string, args: readonly string[]): string | undefined {
  const joined = args.find((word) => word.startsWith(`${option}=`));
  if (joined !== undefined) return joined.slice(option.length + 1);
  const at = args.indexOf(option);
  return at < 0 ? undefined : (args[at + 1] ?? "");
}
