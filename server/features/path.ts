import type { Step } from "../../analyzer/trace.js";
import type { ServerContext, Texts } from "../context.js";
import { worldEffects } from "../describe.js";
import { guarded } from "../guarded.js";
import { pathRequest, type PathParams, type PathResult, type PathStep } from "../protocol.js";
import { headContains, rangeOf } from "../ranges.js";
import { fileOf } from "../uris.js";

/** The call path from the entry point to what stands at a position. */
export function registerPath({ connection, sessions, texts, log }: ServerContext): void {
  connection.onRequest(
    pathRequest,
    guarded(log, pathRequest, null as PathResult | null, async ({ uri, line, character }: PathParams) => {
      const file = fileOf(uri);
      const folder = file === undefined ? undefined : await sessions.fresh(file);
      if (!folder) return null;
      const isHere = (thing: { readonly site: Step["site"] }) =>
        thing.site.file === file && headContains(thing.site, { line, character });
      const finding = folder.result.findings.find(isHere);
      if (finding) return { title: finding.message, steps: finding.path.map((step) => stepOf(step, texts)) };
      for (const trace of folder.result.traces) {
        const effect = worldEffects(trace).find(isHere);
        if (!effect) continue;
        const first = { site: trace.entry.site, what: `${trace.entry.name}: ${trace.entry.repeatedBy}` };
        const guards = effect.guards.map(({ site, what }) => ({ site, what: `guarded by ${what}` }));
        const way = [first, ...effect.path, { site: effect.site, what: effect.name }];
        return {
          title: `${effect.name} in ${trace.entry.name}`,
          steps: [...way, ...guards].map((step) => stepOf(step, texts)),
          ...(guards.length > 0 && { guard: way.length }),
        };
      }
      return null;
    }),
  );
}

function stepOf({ site, what }: Step, texts: Texts): PathStep {
  const { start, end } = rangeOf(site);
  return {
    uri: texts.uri(site.file),
    line: start.line,
    character: start.character,
    endLine: end.line,
    endCharacter: end.character,
    text: what,
  };
}
