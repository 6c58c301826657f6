import { dirname, posix } from "node:path";
import type { Verified } from "./verify.js";

const HEADS = {
  mocha: ``,
  vitest: `import { describe, it } from "vitest";\n`,
  jest: `import { describe, it } from "@jest/globals";\n`,
} as const;

/** A test that repeats the schedule which showed the fault, or all of them when none did. */
export function regressionTest({ file, verification: { findings } }: Verified, runner: keyof typeof HEADS): string {
  const module = `./${posix.basename(file).replace(/\.([cm]?)ts$/, ".$1js")}`;
  const options = findings.schedule === undefined ? "" : `, { schedule: ${JSON.stringify(findings.schedule)} }`;
  const accept = findings.schedule === undefined ? "" : "{ inconclusive: true }";
  const title =
    findings.schedule === undefined
      ? "has the same effect as once"
      : `has the same effect as once at ${findings.schedule}`;
  const within = runner === "mocha" ? "function () {\n    this.timeout(60_000);\n    return " : "() => ";
  const run = `verifyIdempotency(scenario${options}).then((verdict) => verdict.assertIdempotent(${accept}))`;
  const end = runner === "mocha" ? ";\n  });" : `, 60_000);`;
  return `// Beside ${file}, in ${dirname(file)}
${HEADS[runner]}import { verifyIdempotency } from "idemlint/harness";
import scenario from "${module}";

describe(${JSON.stringify(findings.scenario)}, () => {
  it(${JSON.stringify(title)}, ${within}${run}${end}
});
`;
}
