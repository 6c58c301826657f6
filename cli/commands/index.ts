import type { Command } from "../command.js";
import { baselineCommand } from "./baseline.js";
import { checkCommand } from "./check.js";
import { contractCommand } from "./contract.js";
import { explainCommand } from "./explain.js";
import { initCommand } from "./init.js";
import { mapCommand } from "./map.js";
import { mcpCommand } from "./mcp.js";
import { modelsCommand } from "./models.js";
import { reportCommand } from "./report.js";
import { verifyCommand } from "./verify.js";

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  initCommand,
  checkCommand,
  baselineCommand,
  mapCommand,
  verifyCommand,
  contractCommand,
  reportCommand,
  explainCommand,
  modelsCommand,
  mcpCommand,
];
