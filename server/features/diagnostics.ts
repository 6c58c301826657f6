import {
  DocumentDiagnosticReportKind,
  type DocumentDiagnosticReport,
  type WorkspaceDiagnosticReport,
  type WorkspaceDocumentDiagnosticReport,
} from "vscode-languageserver/node";
import type { ServerContext } from "../context.js";
import { emptyReport, reportsOf, type FileReport } from "../diagnostic.js";
import { guarded } from "../guarded.js";
import type { Folder } from "../session-pool.js";
import { fileOf } from "../uris.js";

/** What to do when a folder was checked. */
export type OnChecked = (folder: Folder) => void;

/** Diagnostics: pulled by clients that can, pushed to the others. */
export function registerDiagnostics(context: ServerContext): OnChecked {
  return context.client.pullsDiagnostics ? answerPulls(context) : push(context);
}

function answerPulls({ connection, client, sessions, texts, log, documents, proofs }: ServerContext): OnChecked {
  const reports = createReports(proofs);
  /** What the client was last told, per file. */
  const told = new Map<string, string>();
  let refreshing: NodeJS.Timeout | undefined;

  const answer = (report: FileReport, previous: string | undefined): DocumentDiagnosticReport => {
    told.set(report.file, report.resultId);
    return previous === report.resultId
      ? { kind: DocumentDiagnosticReportKind.Unchanged, resultId: report.resultId }
      : { kind: DocumentDiagnosticReportKind.Full, resultId: report.resultId, items: [...report.diagnostics] };
  };

  connection.languages.diagnostics.on(
    guarded(log, "textDocument/diagnostic", noDiagnostics, async ({ textDocument, previousResultId }) => {
      const file = fileOf(textDocument.uri);
      const folder = file === undefined ? undefined : await sessions.fresh(file);
      if (file === undefined || !folder) return noDiagnostics;
      return answer(reports.of(folder, texts).get(file) ?? emptyReport(file), previousResultId);
    }),
  );

  connection.languages.diagnostics.onWorkspace(
    guarded(log, "workspace/diagnostic", noReports, async ({ previousResultIds }) => {
      const previous = new Map(previousResultIds.map(({ uri, value }) => [fileOf(uri), value]));
      const current = new Map<string, FileReport>();
      for (const folder of await sessions.allFresh()) {
        for (const [file, report] of reports.of(folder, texts)) current.set(file, report);
      }
      for (const file of previous.keys()) {
        if (file !== undefined && !current.has(file)) current.set(file, emptyReport(file));
      }
      const items = [...current.values()].map((report): WorkspaceDocumentDiagnosticReport => {
        const uri = texts.uri(report.file);
        return { ...answer(report, previous.get(report.file)), uri, version: documents.get(uri)?.version ?? null };
      });
      return { items };
    }),
  );

  return (folder) => {
    if (!client.refreshesDiagnostics) return;
    clearTimeout(refreshing);
    refreshing = setTimeout(() => {
      if (isStale(reports.of(folder, texts), told, folder))
        connection.languages.diagnostics.refresh().catch(() => undefined);
    }, refreshDelayMs);
  };
}

const noReports: WorkspaceDiagnosticReport = { items: [] };

const noDiagnostics: DocumentDiagnosticReport = { kind: DocumentDiagnosticReportKind.Full, items: [] };

/** The client's own pull after an edit comes first; a refresh is for what it does not ask for. */
const refreshDelayMs = 120;

function isStale(reports: ReadonlyMap<string, FileReport>, told: ReadonlyMap<string, string>, folder: Folder): boolean {
  for (const [file, { resultId }] of reports) if (told.get(file) !== resultId) return true;
  const empty = emptyReport("").resultId;
  for (const [file, id] of told) {
    if (id !== empty && file.startsWith(`${folder.root}/`) && !reports.has(file)) return true;
  }
  return false;
}

function push({ connection, texts, documents, proofs }: ServerContext): OnChecked {
  const reports = createReports(proofs);
  const told = new Map<string, Map<string, string>>();
  return (folder) => {
    const before = told.get(folder.root) ?? new Map<string, string>();
    const now = new Map(reports.of(folder, texts));
    for (const file of before.keys()) if (!now.has(file)) now.set(file, emptyReport(file));
    const after = new Map<string, string>();
    for (const [file, { diagnostics, resultId }] of now) {
      if (diagnostics.length > 0) after.set(file, resultId);
      if (before.get(file) === resultId) continue;
      const uri = texts.uri(file);
      const version = documents.get(uri)?.version;
      void connection.sendDiagnostics({
        uri,
        diagnostics: [...diagnostics],
        ...(version === undefined ? {} : { version }),
      });
    }
    told.set(folder.root, after);
  };
}

/** Reports are made once per check, however often they are asked for. */
function createReports(proofs: ServerContext["proofs"]) {
  const made = new Map<string, { version: number; reports: ReadonlyMap<string, FileReport> }>();
  return {
    of: (folder: Folder, texts: ServerContext["texts"]): ReadonlyMap<string, FileReport> => {
      const known = made.get(folder.root);
      if (known?.version === folder.version) return known.reports;
      const reports = reportsOf(folder, texts, proofs(folder));
      made.set(folder.root, { version: folder.version, reports });
      return reports;
    },
  };
}
