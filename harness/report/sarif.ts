import { relative } from "node:path";
import type { Verified } from "../command/verify.js";
import type { SiteVerdict, VerdictKind } from "../verdict.js";

const LEVELS: Readonly<Record<VerdictKind, "error" | "warning" | "note" | "none">> = {
  confirmed: "error",
  wedged: "error",
  flaky: "warning",
  inconclusive: "note",
  "not-reached": "note",
  refuted: "none",
};

/** SARIF 2.1.0: one result a call that a run spoke about. */
export function renderSarif(done: readonly Verified[], cwd: string): string {
  const results = done.flatMap(({ verification: { findings } }) =>
    findings.sites.map((site) => ({
      ruleId: site.verdict,
      level: LEVELS[site.verdict],
      kind: site.verdict === "refuted" ? "pass" : "fail",
      message: { text: `${findings.scenario}: ${messageOf(site, findings.reason)}` },
      locations: [location(site, cwd)],
      partialFingerprints: { "content/v1": site.content },
      properties: { scenario: findings.scenario, ...(site.schedule === undefined ? {} : { schedule: site.schedule }) },
    })),
  );
  const rules = Object.keys(LEVELS).map((id) => ({ id, shortDescription: { text: `verification: ${id}` } }));
  const run = { tool: { driver: { name: "idemlint verify", rules } }, columnKind: "utf16CodeUnits", results };
  return `${JSON.stringify({ $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] }, undefined, 2)}\n`;
}

function messageOf(site: SiteVerdict, reason: string): string {
  const effect = `${site.kind} ${site.target}`;
  if (site.verdict === "confirmed") return `${effect} is repeated at ${site.schedule ?? "S1"}`;
  if (site.verdict === "wedged") return `${effect} leaves no attempt that succeeds at ${site.schedule ?? "a fault"}`;
  return site.verdict === "refuted" ? `${effect} held in every schedule` : `${effect}: ${site.verdict} (${reason})`;
}

function location(site: SiteVerdict, cwd: string): unknown {
  return {
    physicalLocation: {
      artifactLocation: { uri: encodeURI(relative(cwd, site.file).replaceAll("\\", "/")), uriBaseId: "SRCROOT" },
      region: { startLine: site.line, startColumn: site.column },
    },
  };
}
