import assert from "node:assert/strict";
import { ESLint as ESLint10 } from "eslint";
import { ESLint as ESLint9 } from "eslint9";
import tseslint from "typescript-eslint";
import { fileURLToPath } from "node:url";
import plugin from "../../rules/eslint.js";
import { openSession } from "../../rules/session.js";

const hosts = { "ESLint 9": ESLint9 as unknown as typeof ESLint10, "ESLint 10": ESLint10 };
const shop = fileURLToPath(new URL("../../fixtures/shop", import.meta.url)).replaceAll("\\", "/");

describe("ESLint and the command line", () => {
  for (const [name, ESLint] of Object.entries(hosts))
    for (const preset of ["recommended", "strict"] as const)
      it(`find the same in the sample shop (${name}, ${preset})`, async () => {
        const linter = new ESLint({
          cwd: shop,
          overrideConfigFile: true,
          overrideConfig: [
            { ignores: ["generated/**"] },
            { files: ["**/*.ts"], languageOptions: { parser: tseslint.parser } },
            plugin.configs[preset],
          ],
        });
        const results = await linter.lintFiles(["."]);
        const reported = results.flatMap(({ filePath, messages }) =>
          messages
            .filter(({ ruleId }) => ruleId?.startsWith("idemlint/"))
            .map((message) => ({
              rule: message.ruleId?.slice("idemlint/".length),
              at: `${filePath.replaceAll("\\", "/")}:${message.line}:${message.column}-${message.endLine}:${message.endColumn}`,
              message: message.message,
            })),
        );
        assert.deepEqual(sorted(reported), sorted(findings(preset)));
        assert.ok(reported.length > 5, "the sample shop has gaps");
      });
});

function findings(preset: "recommended" | "strict") {
  const opened = openSession({ cwd: shop });
  assert.ok(opened.ok);
  return opened.session.check({ preset }).findings.map(({ rule, site, message, remedy }) => ({
    rule,
    at: `${site.file}:${site.line}:${site.column}-${site.endLine}:${site.endColumn}`,
    message: `${message}. ${remedy}`,
  }));
}

function sorted<Item extends { readonly at: string }>(items: readonly Item[]): Item[] {
  return [...items].sort((a, b) => (a.at < b.at ? -1 : 1));
}
