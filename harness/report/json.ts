import { relative } from "node:path";
import type { ContractReport } from "../contract/run.js";
import type { Verified } from "../command/verify.js";

/** The report for programs: what a service answered to the contract set, and all findings; files relative to the working directory. */
export function renderJson(done: readonly Verified[], cwd: string, contract?: ContractReport): string {
  const verdicts = done.map(({ file, verification: { findings } }) => ({
    file,
    ...findings,
    sites: findings.sites.map((site) => ({ ...site, file: relative(cwd, site.file).replaceAll("\\", "/") })),
  }));
  return `${JSON.stringify({ version: 1, ...(contract ? { contract } : {}), verdicts }, undefined, 2)}\n`;
}
