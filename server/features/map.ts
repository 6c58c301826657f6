import type { ServerContext } from "../context.js";
import { guarded } from "../guarded.js";
import { mapOf } from "../../map/graph.js";
import { renderHtml } from "../../map/html.js";
import { mapRequest, type MapParams, type MapResult } from "../protocol.js";
import { fileOf, uriOf } from "../uris.js";

/** The workflow map, as a page for the client's webview. */
export function registerMap({ connection, sessions, proofs, log }: ServerContext): void {
  connection.onRequest(
    mapRequest,
    guarded(log, mapRequest, null as MapResult | null, async ({ uri, entry, nonce }: MapParams) => {
      const file = uri === undefined ? undefined : fileOf(uri);
      const folder = (file === undefined ? undefined : await sessions.fresh(file)) ?? (await sessions.allFresh())[0];
      if (!folder) return null;
      const map = mapOf(folder.result, {
        root: folder.root,
        proofOf: proofs(folder).of,
        ...(entry === undefined ? {} : { entry }),
      });
      return { folder: uriOf(folder.root), title: map.title, html: renderHtml(map, { nonce }) };
    }),
  );
}
