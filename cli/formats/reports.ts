import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Output } from "../host.js";
import type { Outcome } from "../outcome.js";
import { createStyle } from "../style.js";
import type { FormatContext, FormatName, ReportTarget } from "./format.js";
import { formatGithub } from "./github.js";
import { formatGitlab } from "./gitlab.js";
import { formatJson } from "./json.js";
import { formatJunit } from "./junit.js";
import { formatMarkdown } from "./markdown.js";
import { formatPretty } from "./pretty.js";

/** Writes every report that was asked for, to its file or to the terminal. */
export async function writeReports(
  outcome: Outcome,
  targets: readonly ReportTarget[],
  context: FormatContext,
  out: Output,
): Promise<void> {
  for (const { format, file } of targets) {
    const render = format === "sarif" ? (await import("./sarif.js")).formatSarif : RENDER[format];
    if (file === undefined) {
      out.write(render(outcome, context));
      continue;
    }
    const path = resolve(context.cwd, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, render(outcome, { ...context, style: PLAIN, width: 100 }));
  }
}

const PLAIN = createStyle({ write: () => true }, {});

/** SARIF describes every rule, so the rules are loaded for it and for it alone. */
const RENDER: Readonly<Record<Exclude<FormatName, "sarif">, (outcome: Outcome, context: FormatContext) => string>> = {
  pretty: formatPretty,
  json: (outcome, { cwd }) => formatJson(outcome, cwd),
  github: formatGithub,
  gitlab: formatGitlab,
  junit: formatJunit,
  markdown: formatMarkdown,
};
