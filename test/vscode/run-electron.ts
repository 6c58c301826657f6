// The same suite in a downloaded VS Code: `npx tsx test/vscode/run-electron.ts`, where a download is possible.
import { createRequire } from "node:module";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { buildAll, extension, suite } from "./build.mjs";
import { prepareWorkspace } from "./workspace.mjs";

interface TestElectron {
  runTests(options: {
    extensionDevelopmentPath: string;
    extensionTestsPath: string;
    launchArgs: readonly string[];
  }): Promise<number>;
}

await buildAll();
const { runTests } = createRequire(path.join(extension, "package.json"))("@vscode/test-electron") as TestElectron;
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), "idemlint-vscode-"));
try {
  process.exitCode = await runTests({
    extensionDevelopmentPath: extension,
    extensionTestsPath: suite,
    launchArgs: [prepareWorkspace(temporary), "--disable-extensions", "--disable-workspace-trust"],
  });
} finally {
  fs.rmSync(temporary, { recursive: true, force: true });
}
