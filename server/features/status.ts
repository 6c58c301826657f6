import { entriesOf } from "../../map/entries.js";
import type { ServerContext } from "../context.js";
import { worldEffects } from "../describe.js";
import { guarded } from "../guarded.js";
import { checkRequest, statusNotification, type FolderStatus, type StatusParams } from "../protocol.js";
import type { Folder } from "../session-pool.js";

/** Tells a client that wants it how each folder is doing; checks everything again on request. Returns what to call on change. */
export function registerStatus({ connection, client, sessions, log }: ServerContext): () => void {
  const current = (): StatusParams => ({ folders: sessions.folders().map(statusOf) });
  connection.onRequest(
    checkRequest,
    guarded(log, checkRequest, nobody, async () => {
      await sessions.restart();
      await sessions.allFresh();
      return current();
    }),
  );
  return () => {
    if (client.wantsStatus) void connection.sendNotification(statusNotification, current());
  };
}

const nobody: StatusParams = { folders: [] };

function statusOf({ root, state, result, failure }: Folder): FolderStatus {
  const entries = entriesOf(result.traces);
  const count = (severity: string) => result.findings.filter((finding) => finding.severity === severity).length;
  return {
    folder: root,
    state,
    problems: [...(failure ? [failure] : []), ...(result.misconfigured ?? []), ...result.problems].map(
      ({ message }) => message,
    ),
    counts: { error: count("error"), warning: count("warning"), info: count("info") },
    files: result.stats.files,
    entryPoints: entries.length,
    effects: entries.reduce((sum, trace) => sum + worldEffects(trace).length, 0),
    milliseconds: Math.round(result.stats.durationMs),
  };
}
