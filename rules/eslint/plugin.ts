import { existsSync, readFileSync } from "node:fs";
import type { ESLint, Linter, Rule as EslintRule } from "eslint";
import type { Finding, Fix, Severity } from "../../analyzer/trace.js";
import { docsUrl } from "../judging/docs.js";
import { contentHash, inputFiles } from "../judging/inputs.js";
import { shareSessions, type EslintSettings, type SharedSessions } from "./shared-session.js";
import { presets, rules } from "../index.js";
import type { Rule } from "../rule.js";
import type { OpenOptions, OpenResult } from "../session.js";
import { severityRank } from "../judging/severity.js";

/** The plugin: rules named as on the command line, and a flat configuration for each preset. */
export interface IdemlintPlugin extends ESLint.Plugin {
  readonly meta: { readonly name: string; readonly version: string; readonly namespace: string };
  readonly rules: Record<string, EslintRule.RuleModule>;
  readonly configs: Readonly<Record<"recommended" | "strict", Linter.Config>>;
}

/** Makes the plugin over a way to open projects; every rule of it shares what was opened. */
export function createPlugin(open: (options: OpenOptions) => OpenResult): IdemlintPlugin {
  const shared = shareSessions(open);
  const configs: Record<string, Linter.Config> = {};
  const plugin: IdemlintPlugin = {
    meta: {
      name: "idemlint",
      namespace: "idemlint",
      // ESLint's cache knows each file alone, and the version of its plugins. What is found in a file depends on others, so
      // the version says what the project holds; nobody but the cache asks for it.
      get version() {
        return `${packageVersion()}+${contentHash(inputFiles(process.cwd().replaceAll("\\", "/"), [])).slice(0, 16)}`;
      },
    },
    rules: Object.fromEntries(rules.map((rule) => [rule.id, eslintRule(rule, shared)])),
    configs: configs as IdemlintPlugin["configs"],
  };
  // A flat configuration names the plugin that it is part of.
  for (const preset of ["recommended", "strict"] as const) configs[preset] = configOf(preset, plugin);
  return plugin;
}

function configOf(preset: "recommended" | "strict", plugin: IdemlintPlugin): Linter.Config {
  return {
    name: `idemlint/${preset}`,
    plugins: { idemlint: plugin },
    rules: Object.fromEntries(presets[preset].map((rule) => [`idemlint/${rule.id}`, "error"])),
    ...(preset === "strict" && { settings: { idemlint: { preset } satisfies EslintSettings } }),
  };
}

/** ESLint decides how loud a rule is; `atLeast` says which findings it hears of at all. */
function eslintRule(rule: Rule, shared: SharedSessions): EslintRule.RuleModule {
  return {
    meta: {
      type: "problem",
      docs: { description: rule.summary, url: docsUrl(rule.id), recommended: rule.recommended },
      fixable: "code",
      hasSuggestions: true,
      messages: { gap: "{{message}} {{remedy}}", fix: "{{title}}" },
      schema: [
        {
          type: "object",
          properties: { atLeast: { enum: ["error", "warning", "info"] } },
          additionalProperties: false,
        },
      ],
      defaultOptions: [{ atLeast: "info" }],
    },
    create(context) {
      return {
        Program() {
          const options = context.options[0] as { readonly atLeast?: Severity } | undefined;
          const lowest = severityRank(options?.atLeast ?? "info");
          for (const finding of shared.findings(context, rule))
            if (severityRank(finding.severity) >= lowest) report(finding, context);
        },
      };
    },
  };
}

function report(finding: Finding, context: EslintRule.RuleContext): void {
  const { site } = finding;
  const safe = finding.fixes.find((fix) => fix.safety === "safe" && isLocal(fix, site.file));
  const reviewed = finding.fixes.filter((fix) => fix !== safe && isLocal(fix, site.file));
  context.report({
    loc: { start: context.sourceCode.getLocFromIndex(site.start), end: context.sourceCode.getLocFromIndex(site.end) },
    messageId: "gap",
    data: { message: sentence(finding.message), remedy: sentence(finding.remedy) },
    ...(safe && { fix: edit(safe) }),
    suggest: reviewed.map((fix) => ({ messageId: "fix", data: { title: fix.title }, fix: edit(fix) })),
  });
}

/** ESLint can change the linted file only; a fix that also needs the schema is for the command line and the editor. */
function isLocal(fix: Fix, file: string): boolean {
  return fix.edits.every((edit) => edit.file === file);
}

function edit(fix: Fix): EslintRule.ReportFixer {
  return (fixer) => fix.edits.map(({ start, end, text }) => fixer.replaceTextRange([start, end], text));
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

function packageVersion(): string {
  let manifest = new URL("package.json", import.meta.url);
  while (!existsSync(manifest)) manifest = new URL("../package.json", manifest);
  return (JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version;
}
