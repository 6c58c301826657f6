import { join } from "node:path";
import { settingsFor } from "../../bench/soundness.js";
import type { CheckResult, RuleSettings } from "../../rules/session.js";
import { openSession } from "../../rules/session.js";

/** Where the fixtures are. */
export const FIXTURES = join(import.meta.dirname, "../../fixtures").replaceAll("\\", "/");

/** The folder with one file for each library. */
export const LIBRARIES = "libraries";

/** Checks a folder as the command line does; texts stand in for files. */
export function checkFolder(
  folder: string,
  texts: ReadonlyMap<string, string> = new Map(),
  settings: RuleSettings = settingsFor(folder),
): CheckResult {
  const opened = openSession({ cwd: folder, paths: [folder] });
  if (!opened.ok) throw new Error(opened.problem.message);
  for (const [file, text] of texts) opened.session.setText(file, text);
  return opened.session.check(settings);
}
