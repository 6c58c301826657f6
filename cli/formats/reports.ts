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
import { formatSarif } from "./sarif.js";

/** Writes every report that was asked for, to its file or to the terminal. */
export function writeReports(
  outcome: Outcome,
  targets: readonly ReportTarget[],
  context: FormatContext,
  out: Output,
): void {
  for (const { format, file } of targets) {
    if (file === undefined) {
      out.write(RENDER[format](outcome, context));
      continue;
    }
    const path = resolve(context.cwd, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, RENDER[format](outcome, { ...context, style: PLAIN, width: 100 }));
  }
}

const PLAIN = createStyle({ write: () => true }, {});

const RENDER: Readonly<Record<FormatName, (outcome: Outcome, context: FormatContext) => string>> = {
  pretty: formatPretty,
  json: (outcome, { cwd }) => formatJson(outcome, cwd),
  sarif: formatSarif,
  github: formatGithub,
  gitlab: formatGitlab,
  junit: formatJunit,
  markdown: formatMarkdown,
};
