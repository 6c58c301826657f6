import type { Machine } from "../../interpreter/walk/machine.js";
import type { Candidate } from "../candidate.js";
import { listOf, recordOf, textOf } from "./events.js";

/** Routes that a `vercel.json` has Vercel call on a schedule are started by it, more than once at times: no client asks for them. */
export function createSchedules({ world }: Machine): (candidates: readonly Candidate[]) => readonly Candidate[] {
  const { project } = world;
  const made = new WeakMap<Candidate, Candidate>();
  const scheduledOf = (candidate: Candidate, path: string): Candidate => {
    const known = made.get(candidate) ?? scheduled(candidate, path);
    made.set(candidate, known);
    return known;
  };
  return (candidates) => {
    const crons = project.filesWith("/vercel.json").flatMap((file) => {
      const paths = pathsIn(project.text(file) ?? "");
      return paths.size > 0 ? [{ folder: file.slice(0, file.lastIndexOf("/") + 1), paths }] : [];
    });
    if (crons.length === 0) return candidates;
    return candidates.map((candidate) => {
      const path = candidate.model.kind === "http" ? /^(?:GET )?(\/\S*)$/.exec(candidate.name)?.[1] : undefined;
      const { fileName } = candidate.node.getSourceFile();
      const isNamed = ({ folder, paths }: (typeof crons)[number]): boolean =>
        path !== undefined && fileName.startsWith(folder) && paths.has(path);
      return path !== undefined && crons.some(isNamed) ? scheduledOf(candidate, path) : candidate;
    });
  };
}

function scheduled(candidate: Candidate, path: string): Candidate {
  const model = {
    ...candidate.model,
    kind: "cron",
    delivery: "redelivered",
    repeatedBy: "Vercel delivers the event of a cron job more than once at times",
    safe: false,
  } as const;
  return { ...candidate, model, name: `schedule ${path}` };
}

/** The paths that its `crons` name, without their queries. */
function pathsIn(text: string): ReadonlySet<string> {
  const crons = listOf(recordOf(parsed(text))["crons"]);
  return new Set(
    crons.flatMap(
      (cron) =>
        textOf(recordOf(cron)["path"])
          ?.replace(/\?.*$/, "")
          .replace(/(.)\/$/, "$1") ?? [],
    ),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
