import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { ESLint as ESLint10, type Linter } from "eslint";
import { ESLint as ESLint9 } from "eslint9";
import tseslint from "typescript-eslint";
import { createPlugin, type IdemlintPlugin } from "../../rules/eslint/plugin.js";
import { presets, rules } from "../../rules/index.js";
import type { CheckResult, OpenOptions, RuleSettings, Session } from "../../rules/session.js";
import { finding, siteOf } from "../cli/fakes.js";
import { removeTrees, tree } from "../project/tree.js";

const hosts = { "ESLint 9": ESLint9 as unknown as typeof ESLint10, "ESLint 10": ESLint10 };

for (const [name, ESLint] of Object.entries(hosts))
  describe(`the plugin in ${name}`, () => {
    after(removeTrees);

    const project = (files: Readonly<Record<string, string>>) => tree({ "tsconfig.json": "{}", ...files });
    const lint = (root: string, plugin: IdemlintPlugin, config: Linter.Config = {}, fix = false) =>
      new ESLint({
        cwd: root,
        fix,
        overrideConfigFile: true,
        overrideConfig: [
          { files: ["**/*.ts"], languageOptions: { parser: tseslint.parser } },
          plugin.configs.recommended,
          config,
        ],
      });

    it("reports a finding where it is, with the message, the remedy and the rule's page", async () => {
      const files = project({ "a.ts": "const x = 1;\ngap(x as number);\n" });
      const { plugin } = fake();
      const [result] = await lint(files.root, plugin).lintFiles(["a.ts"]);
      assert.deepEqual(
        result?.messages.map(({ ruleId, line, column, endLine, endColumn, severity }) => [
          ruleId,
          line,
          column,
          endLine,
          endColumn,
          severity,
        ]),
        [["idemlint/unguarded-insert", 2, 1, 2, 17, 2]],
      );
      assert.equal(result?.messages[0]?.message, "It is inserted again. Make it unique.");
      assert.match(plugin.rules["unguarded-insert"]?.meta?.docs?.url ?? "", /docs\/rules\/unguarded-insert\.md$/);
    });

    it("analyses once for all rules and all files", async () => {
      const files = project({ "a.ts": "gap(1);", "b.ts": "gap(2);", "c.ts": "" });
      const { plugin, log } = fake();
      const results = await lint(files.root, plugin).lintFiles(["."]);
      assert.equal(results.flatMap((result) => result.messages).length, 2);
      assert.equal(log.opened.length, 1);
      assert.ok(log.checks <= 3, `one check a file at most, there were ${log.checks}`);
      assert.ok(
        log.texts.every((text) => text === undefined),
        "text that is on disk is not laid over it",
      );
    });

    it("judges the text that it is given, not the one on disk", async () => {
      const files = project({ "a.ts": "" });
      const { plugin } = fake();
      const [result] = await lint(files.root, plugin).lintText("\n\ngap(1);", { filePath: "a.ts" });
      assert.deepEqual(
        result?.messages.map(({ line }) => line),
        [3],
      );
    });

    it("applies safe fixes, and goes on until none is left", async () => {
      const files = project({ "a.ts": "fixable(1); fixable(2);" });
      const { plugin } = fake();
      const [result] = await lint(files.root, plugin, {}, true).lintFiles(["a.ts"]);
      assert.equal(result?.output, "guarded(1); guarded(2);");
      assert.deepEqual(result?.messages, []);
    });

    it("offers reviewed fixes as suggestions, and none that reaches into another file", async () => {
      const files = project({ "a.ts": "reviewable(1);" });
      const { plugin } = fake();
      const [result] = await lint(files.root, plugin).lintFiles(["a.ts"]);
      assert.deepEqual(
        result?.messages[0]?.suggestions?.map(({ desc, fix }) => [desc, fix.text]),
        [["Guard it", "guarded"]],
      );
    });

    it("leaves quiet what `atLeast` excludes", async () => {
      const files = project({ "a.ts": "soft(1); gap(2);" });
      const { plugin } = fake();
      const rule = { rules: { "idemlint/unguarded-insert": ["error", { atLeast: "error" }] } } satisfies Linter.Config;
      const [result] = await lint(files.root, plugin, rule).lintFiles(["a.ts"]);
      assert.deepEqual(
        result?.messages.map(({ column }) => column),
        [10],
      );
    });

    it("does without a TypeScript parser", async () => {
      const files = project({ "a.js": "gap(1);" });
      const { plugin } = fake();
      const linter = new ESLint({
        cwd: files.root,
        overrideConfigFile: true,
        overrideConfig: [plugin.configs.recommended],
      });
      assert.equal((await linter.lintFiles(["a.js"]))[0]?.messages.length, 1);
    });

    it("opens a workspace as one project, and what `settings.idemlint.project` names", async () => {
      const files = project({
        "package.json": `{ "workspaces": ["packages/*"] }`,
        "packages/a/tsconfig.json": "{}",
        "packages/a/a.ts": "gap(1);",
      });
      const { plugin, log } = fake();
      await lint(files.root, plugin).lintFiles(["packages/a/a.ts"]);
      await lint(files.root, plugin, { settings: { idemlint: { project: "tsconfig.build.json" } } }).lintFiles([
        "packages/a/a.ts",
      ]);
      assert.deepEqual(log.opened, [{ cwd: files.root }, { cwd: files.root, project: "tsconfig.build.json" }]);
    });

    it("passes the preset and the overrides on", async () => {
      const files = project({ "a.ts": "" });
      const { plugin, log } = fake();
      await lint(files.root, plugin, plugin.configs.strict).lintFiles(["a.ts"]);
      await lint(files.root, plugin, { settings: { idemlint: { rules: { "blind-retry": "off" } } } }).lintFiles([
        "a.ts",
      ]);
      assert.deepEqual(log.settings, [
        { preset: "strict", rules: {} },
        { preset: "recommended", rules: { "blind-retry": "off" } },
      ]);
    });

    it("says in one sentence that a project cannot be opened", async () => {
      const files = project({ "a.ts": "" });
      const plugin = createPlugin(() => ({ ok: false, problem: { message: "tsconfig.json is broken." } }));
      await assert.rejects(lint(files.root, plugin).lintFiles(["a.ts"]), /idemlint: tsconfig\.json is broken\./);
    });
  });

describe("the plugin", () => {
  it("has every rule, with meta, and a configuration for each preset", () => {
    const { plugin } = fake();
    assert.deepEqual(
      Object.keys(plugin.rules),
      rules.map((rule) => rule.id),
    );
    for (const rule of Object.values(plugin.rules)) {
      assert.ok(rule.meta?.docs?.description && rule.meta.docs.url && rule.meta.schema);
      assert.deepEqual([rule.meta.type, rule.meta.fixable, rule.meta.hasSuggestions], ["problem", "code", true]);
    }
    for (const preset of ["recommended", "strict"] as const)
      assert.deepEqual(
        Object.keys(plugin.configs[preset].rules ?? {}),
        presets[preset].map((rule) => `idemlint/${rule.id}`),
      );
  });
});

interface Log {
  readonly opened: OpenOptions[];
  readonly settings: RuleSettings[];
  readonly texts: (string | undefined)[];
  checks: number;
}

/** A plugin whose analysis finds `gap(…)`, `soft(…)` (a warning), `fixable(…)` and `reviewable(…)` in any file that it was told of. */
function fake(): { readonly plugin: IdemlintPlugin; readonly log: Log } {
  const log: Log = { opened: [], settings: [], texts: [], checks: 0 };
  const plugin = createPlugin((options) => {
    log.opened.push(options);
    return { ok: true, session: fakeSession(options, log) };
  });
  return { plugin, log };
}

function fakeSession({ cwd }: OpenOptions, log: Log): Session {
  const texts = new Map<string, string>();
  return {
    root: cwd,
    present: { repository: cwd, exists: () => false, functions: () => new Set(), covers: () => true },
    setTexts() {},
    setText(file, text) {
      log.texts.push(text);
      texts.set(file, text ?? readFileSync(file, "utf8"));
    },
    touch() {},
    matches: () => [],
    lessons: () => [],
    severityLesson: () => undefined,
    check(settings): CheckResult {
      log.checks++;
      if (JSON.stringify(log.settings.at(-1)) !== JSON.stringify(settings)) log.settings.push(settings);
      const findings = [...texts].flatMap(([file, text]) =>
        [...text.matchAll(/(gap|soft|fixable|reviewable)\([^)]*\)/g)].map(([call, name = ""]) => {
          const site = siteOf(file, call, text);
          const edit = { file, start: site.start, end: site.start + name.length, text: "guarded" };
          const elsewhere = { file: `${cwd}/schema.prisma`, start: 0, end: 0, text: "@unique" };
          return finding(site, {
            message: "It is inserted again",
            remedy: "Make it unique.",
            severity: name === "soft" ? "warning" : "error",

            fixes:
              name === "fixable"
                ? [{ title: "Guard it", safety: "safe", edits: [edit] }]
                : name === "reviewable"
                  ? [
                      { title: "Guard it", safety: "review", edits: [edit] },
                      { title: "Guard it in the schema", safety: "review", edits: [edit, elsewhere] },
                    ]
                  : [],
          });
        }),
      );
      const stats = {
        files: 1,
        entryPoints: 1,
        effects: 1,
        guarded: 0,
        opaqueCalls: 0,
        unresolvedTypes: 0,
        durationMs: 1,
      };
      return { findings, traces: [], stats, problems: [] };
    },
  };
}
