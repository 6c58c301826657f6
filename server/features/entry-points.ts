import { entriesOf } from "../../map/entries.js";
import type { ServerContext } from "../context.js";
import { findingsBySite, findingsOf, worldEffects } from "../describe.js";
import { guarded } from "../guarded.js";
import { entryPointsRequest, type EntryPointInfo, type EntryPointsResult } from "../protocol.js";
import type { Folder } from "../session-pool.js";

/** Entry points that change something, for a client that runs them. */
export function registerEntryPoints({ connection, sessions, texts, proofs, log }: ServerContext): void {
  const inFolder = (folder: Folder): EntryPointInfo[] => {
    const findings = findingsBySite(folder.result.findings);
    return entriesOf(folder.result.traces).flatMap((trace): EntryPointInfo[] => {
      const effects = worldEffects(trace);
      if (effects.length === 0) return [];
      const { name, site } = trace.entry;
      return [
        {
          name,
          uri: texts.uri(site.file),
          line: site.line - 1,
          effects: effects.length,
          unguarded: findingsOf(findings, trace).length,
          scenarios: [...new Set(effects.flatMap((effect) => proofs(folder).scenarios(effect)))],
        },
      ];
    });
  };
  connection.onRequest(
    entryPointsRequest,
    guarded(log, entryPointsRequest, nothing, async () => ({
      entryPoints: (await sessions.allFresh()).flatMap(inFolder),
    })),
  );
}

const nothing: EntryPointsResult = { entryPoints: [] };
