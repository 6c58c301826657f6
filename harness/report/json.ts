import { relative } from "node:path";
import type { Verified } from "../command/verify.js";

/** The report for programs: all findings, files relative to the working directory. */
export function renderJson(done: readonly Verified[], cwd: string): string {
  const verdicts = done.map(({ file, verification: { findings } }) => ({
    file,
    ...findings,
    sites: findings.sites.map((site) => ({ ...site, file: relative(cwd, site.file).replaceAll("\\", "/") })),
  }));
  return `${JSON.stringify({ version: 1, verdicts }, undefined, 2)}\n`;
}
