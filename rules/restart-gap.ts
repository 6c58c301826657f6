import type { Effect, Trace } from "../analyzer/trace.js";
import { isDatabaseWrite } from "./facts/records.js";
import { plain, repeats, sameTarget, secondRun } from "./facts/repeats.js";
import { defineRule } from "./rule.js";

export default defineRule({
  id: "restart-gap",
  summary: "A run that is killed half way begins again from the first record",
  group: "time",
  recommended: true,
  severity: "by-risk",

  *check(trace, context) {
    if (trace.entry.kind !== "job" || trace.entry.delivery !== "replayed") return;
    for (const effect of trace.effects) {
      if (!effect.inLoop || effect.transaction || !repeats(effect, context) || context.reported(effect)) continue;
      if (marksProgress(effect, trace)) continue;
      yield {
        effect,
        message: `${effect.name} ${secondRun(effect)} for every record that was done when the run is killed half way: ${trace.entry.name} begins again from the first record, and nothing tells which were done`,
        remedy:
          "Mark each record in the transaction of its change and select those without the mark, or keep a cursor and write it with each step, or write under a unique key.",
      };
    }
  },
});

/** The loop writes down how far it has come: in the rows that the run selects by, or as a cursor. */
function marksProgress(effect: Effect, trace: Trace): boolean {
  const reads = trace.effects.filter(({ kind }) => kind === "read");
  return trace.effects.some((other) => {
    if (other === effect || !other.inLoop || !isDatabaseWrite(other)) return false;
    if (PROGRESS.test(other.target)) return true;
    const set = new Set([...Object.keys(other.values), ...Object.keys(other.constants)].map(plain));
    return reads.some(
      (read) =>
        sameTarget(read.target, other.target) && Object.keys(read.where).some((column) => set.has(plain(column))),
    );
  });
}

const PROGRESS = /checkpoint|cursor|progress|offset|watermark|migration|backfill|job_?state/i;
