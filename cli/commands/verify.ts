import { defineCommand } from "../command.js";

/** `idemlint verify`: the harness reads its own options and prints its own help. */
export const verifyCommand = defineCommand<{ readonly args: readonly string[] }>({
  name: "verify",
  synopsis: "verify [scenarios…]",
  summary: "run handlers again under faults and compare what they did (verify --help)",
  help: "Runs scenarios: idemlint verify --help tells more.",
  options: undefined,
  read: (_, args) => ({ ok: true, asked: { args } }),
  run: async ({ args }, host) => (await import("../../harness/command/verify.js")).runVerify(args, host),
});
