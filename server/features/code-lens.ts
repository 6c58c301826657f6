import { CodeLensRefreshRequest, type CodeLens } from "vscode-languageserver/node";
import type { Trace } from "../../analyzer/trace.js";
import { entriesOf } from "../../map/entries.js";
import type { Proofs } from "../../map/proofs.js";
import { proofOfAll } from "../../map/verdict.js";
import type { ServerContext } from "../context.js";
import { deliveryOf, findingsBySite, findingsOf, plural, worldEffects, type FindingsBySite } from "../describe.js";
import { guarded } from "../guarded.js";
import { clientCommands } from "../protocol.js";
import { headOf } from "../ranges.js";
import type { Folder } from "../session-pool.js";
import { fileOf } from "../uris.js";

/**
 * A line over each entry point: who runs it again, how many effects, how many of them unguarded. Returns what to call when a
 * folder was checked.
 */
export function registerCodeLens({
  connection,
  client,
  sessions,
  proofs,
  log,
}: ServerContext): (folder: Folder) => void {
  const shown = new Map<string, string>();
  connection.onCodeLens(
    guarded(log, "textDocument/codeLens", [] as CodeLens[], async ({ textDocument }) => {
      const file = fileOf(textDocument.uri);
      const folder = file === undefined ? undefined : await sessions.fresh(file);
      if (!folder?.settings.codeLens.enable) return [];
      const findings = findingsBySite(folder.result.findings);
      return entriesOf(folder.result.traces)
        .filter(({ entry }) => entry.site.file === file)
        .map((trace): CodeLens => ({
          range: headOf(trace.entry.site),
          command: {
            title: titleOf(trace, findings, proofs(folder)),
            command: client.commands.has(clientCommands.showMap) ? clientCommands.showMap : "",
            arguments: [{ uri: textDocument.uri, entry: trace.entry.name }],
          },
        }));
    }),
  );

  return (folder) => {
    if (!client.refreshesCodeLens) return;
    const findings = findingsBySite(folder.result.findings);
    const titles = entriesOf(folder.result.traces).map(
      (trace) => `${trace.entry.site.file} ${titleOf(trace, findings, proofs(folder))}`,
    );
    const key = [String(folder.settings.codeLens.enable), ...titles].join("\n");
    if (shown.get(folder.root) === key) return;
    shown.set(folder.root, key);
    connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
  };
}

function titleOf(trace: Trace, findings: FindingsBySite, proofs: Proofs): string {
  const effects = worldEffects(trace);
  const unguarded = findingsOf(findings, trace).length;
  const { proof } = proofOfAll(effects.map((effect) => ({ proof: proofs.of(effect) })));
  return [
    deliveryOf(trace.entry),
    plural(effects.length, "effect"),
    ...(effects.length === 0 ? [] : [unguarded > 0 ? `${unguarded} unguarded` : "nothing unguarded"]),
    ...(proof === undefined ? [] : [proofMarks[proof]]),
  ].join(" · ");
}

const proofMarks = { confirmed: "✗ confirmed by a run", refuted: "✓ refuted by runs" } as const;
