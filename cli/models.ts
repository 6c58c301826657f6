import type { OpenOptions, OpenResult } from "../rules/session.js";
import type { ModelsAsked } from "./commands/models.js";
import { exit, type Host } from "./host.js";
import { relativeTo } from "./places.js";
import { createStyle } from "./style.js";

/** Runs `idemlint models`: what the entries of the configuration matched, and where. */
export function models(command: ModelsAsked, host: Host, open: (options: OpenOptions) => OpenResult): number {
  const opened = open({ cwd: host.cwd, paths: command.paths });
  if (!opened.ok) {
    host.err.write(`idemlint: ${opened.problem.message}\n`);
    return exit.usage;
  }
  const { session } = opened;
  const style = createStyle(host.out, host.env);
  const matched = session.matches();
  if (matched.length === 0)
    host.out.write("The configuration adds no effects, guards, entry points, retries or unstable values.\n");
  for (const { entry, what, file, line, places } of matched) {
    host.out.write(`${style.bold(entry)}  ${what}  ${style.grey(`${relativeTo(host.cwd, file)}:${line}`)}\n`);
    for (const place of places) host.out.write(`  ${relativeTo(host.cwd, place.file)}:${place.line}\n`);
    if (places.length === 0) host.out.write(style.grey("  reached from no entry point\n"));
  }
  if (!command.check) return exit.clean;
  const problems = session.check({ preset: "recommended" }).misconfigured ?? [];
  for (const { message } of problems) host.err.write(`idemlint: ${message.replaceAll(`${host.cwd}/`, "")}\n`);
  return problems.length > 0 ? exit.usage : exit.clean;
}
