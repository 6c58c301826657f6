import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { mapOf } from "../map/graph.js";
import { readProofs } from "../map/proofs.js";
import { renderMap } from "../map/render.js";
import type { OpenOptions, OpenResult } from "../rules/session.js";
import type { MapAsked } from "./commands/map.js";
import { exit, misuse, type Host } from "./host.js";
import { suggestion } from "./nearest.js";
import { createProgress } from "./progress.js";

/** Runs `idemlint map`; the answer is the exit code. */
export function drawMap(command: MapAsked, host: Host, open: (options: OpenOptions) => OpenResult): number {
  const { paths, project, entry, out } = command;
  const progress = createProgress(host.err);
  const opened = open({ cwd: host.cwd, paths, ...(project !== undefined && { project }), onProgress: progress.report });
  if (!opened.ok) {
    progress.clear();
    return misuse(opened.problem.message, host);
  }
  const { session } = opened;
  const result = session.check({ preset: "recommended" });
  progress.clear();

  const names = result.traces.map((trace) => trace.entry.name);
  if (entry !== undefined && !names.includes(entry))
    return misuse(`There is no entry point ${entry}.${suggestion(entry, names)}`, host);
  const proofs = readProofs([host.cwd, session.root]);
  const map = mapOf(result, { root: session.root, proofOf: proofs.of, ...(entry !== undefined && { entry }) });
  const text = renderMap(map, command.format);
  if (out === undefined) host.out.write(text);
  else {
    const file = resolve(host.cwd, out);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    const { length } = map.nodes.filter(({ kind }) => kind === "entry");
    host.err.write(`${out}: ${length} ${length === 1 ? "entry point" : "entry points"}.\n`);
  }
  return exit.clean;
}
