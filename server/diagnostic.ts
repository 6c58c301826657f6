import { createHash } from "node:crypto";
import { DiagnosticSeverity, type Diagnostic } from "vscode-languageserver/node";
import type { Finding } from "../analyzer/trace.js";
import type { Problem } from "../rules/session.js";
import type { Proofs } from "../map/proofs.js";
import type { Standing } from "../map/standing.js";
import type { Texts } from "./context.js";
import { sentence } from "./describe.js";
import { headOf } from "./ranges.js";
import { schemaNotes, type SchemaNote } from "./schema-notes.js";
import type { Folder } from "./session-pool.js";

/** What the protocol says about one file of a folder. */
export interface FileReport {
  readonly file: string;
  readonly diagnostics: readonly Diagnostic[];
  /** The same as long as the diagnostics are. */
  readonly resultId: string;
}

/** The diagnostics of a folder, by file; files without any are absent. */
export function reportsOf(folder: Folder, texts: Texts, proofs: Proofs): ReadonlyMap<string, FileReport> {
  const byFile = new Map<string, Diagnostic[]>();
  const add = (file: string, diagnostic: Diagnostic) => {
    const list = byFile.get(file);
    if (list) list.push(diagnostic);
    else byFile.set(file, [diagnostic]);
  };
  const { findings, standings } = proofs.lay(folder.result.findings);
  for (const finding of findings) add(finding.site.file, diagnosticOf(finding, texts, standings.get(finding)));
  for (const note of schemaNotes(folder.result)) add(note.site.file, diagnosticOfSchema(note, texts));
  for (const problem of [
    ...(folder.result.misconfigured ?? []),
    ...folder.result.problems,
    ...(folder.failure ? [folder.failure] : []),
  ]) {
    if (problem.file !== undefined) add(problem.file, diagnosticOfProblem(problem));
  }
  return new Map([...byFile].map(([file, diagnostics]) => [file, { file, diagnostics, resultId: idOf(diagnostics) }]));
}

/** The report of a file in which nothing was found. */
export function emptyReport(file: string): FileReport {
  return { file, diagnostics: [], resultId: idOf([]) };
}

/** A finding with its path as related information. */
export function diagnosticOf(finding: Finding, texts: Texts, standing?: Standing): Diagnostic {
  return {
    range: headOf(finding.site),
    severity: severities[finding.severity],
    source: "idemlint",
    code: finding.rule,
    codeDescription: { href: finding.docs },
    message: `${finding.message.replace(/\.$/, "")}.\n${sentence(finding.remedy)}${shownBy(standing)}`,
    relatedInformation: finding.path.map((step, index) => ({
      location: { uri: texts.uri(step.site.file), range: headOf(step.site) },
      message: `${index + 1}. ${step.what}`,
    })),
    data: { fingerprint: finding.fingerprint },
  };
}

/** What the schema means for the code, told at the schema. */
function diagnosticOfSchema({ site, message, findings }: SchemaNote, texts: Texts): Diagnostic {
  const [first] = findings;
  return {
    range: headOf(site),
    severity: DiagnosticSeverity.Information,
    source: "idemlint",
    ...(first ? { code: first.rule, codeDescription: { href: first.docs } } : {}),
    message,
    relatedInformation: findings.map((finding) => ({
      location: { uri: texts.uri(finding.site.file), range: headOf(finding.site) },
      message: finding.message,
    })),
  };
}

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
} as const;

/** Problems name their line, when they have one, at the head of the sentence. */
function diagnosticOfProblem({ message }: Problem): Diagnostic {
  const line = Number(/^(?:Line |\S+:)(\d+): /.exec(message)?.[1] ?? 1) - 1;
  return {
    range: { start: { line, character: 0 }, end: { line: line + 1, character: 0 } },
    severity: DiagnosticSeverity.Warning,
    source: "idemlint",
    message,
  };
}

function idOf(diagnostics: readonly Diagnostic[]): string {
  return createHash("sha1").update(JSON.stringify(diagnostics)).digest("base64url");
}

/** What runs of `idemlint verify` add to a finding. */
function shownBy(standing: Standing | undefined): string {
  if (standing?.kind === "confirmed") {
    const at = standing.schedule === undefined ? "" : ` at ${standing.schedule}`;
    return `\nConfirmed by a run of ${standing.scenario}${at}.`;
  }
  return standing?.kind === "refuted"
    ? `\nRefuted by runs: ${standing.scenario} held in ${standing.schedules} schedules.`
    : "";
}
