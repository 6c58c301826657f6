import { statSync, watch, type FSWatcher } from "node:fs";
import { dirname } from "node:path/posix";
import { setTimeout as pause } from "node:timers/promises";
import { inputFiles } from "../rules/judging/inputs.js";
import type { OpenOptions, OpenResult, RuleSettings } from "../rules/session.js";
import type { CheckAsked } from "./commands/check.js";
import { conclude } from "./conclude.js";
import { exit, misuse, type Host } from "./host.js";
import { findBaseline } from "./known/baseline-file.js";
import { comparedWith, earlierGaps } from "./known/compared.js";

/** An editor writes a file in several strokes, and a branch changes many files: they count as one change. */
const SETTLE_MS = 120;

/** Checks again after every change until it is told to stop; the answer is the exit code of the last check. */
export async function watchCheck(
  asked: CheckAsked,
  host: Host,
  open: (options: OpenOptions) => OpenResult,
  signal: AbortSignal,
): Promise<number> {
  const { paths, project } = asked;
  const opened = open({ cwd: host.cwd, paths, ...(project !== undefined && { project }) });
  if (!opened.ok) return misuse(opened.problem.message, host);
  const { session } = opened;
  const settings: RuleSettings = { preset: asked.strict ? "strict" : "recommended", rules: asked.rules };
  const look = () => stateOf(host.cwd, paths, session.present.repository);

  const check = async (): Promise<number> => {
    if (host.out.isTTY) host.out.write("\u001b[2J\u001b[H");
    const earlier = earlierGaps(asked.against, session, settings, host.cwd);
    if (!earlier.ok) return misuse(earlier.message, host);
    const outcome = comparedWith(session.check(settings), earlier, session);
    for (const { message } of outcome.misconfigured ?? []) misuse(message, host);
    return outcome.misconfigured ? exit.usage : conclude(outcome, asked, host);
  };

  let state = look();
  let code = await check();
  const folders = watchFolders(signal);
  folders.follow(state.keys());
  while (await folders.changed()) {
    const now = look();
    const changed = [...new Set([...state.keys(), ...now.keys()])].filter((file) => state.get(file) !== now.get(file));
    state = now;
    folders.follow(state.keys());
    if (changed.length === 0) continue;
    for (const file of changed) session.touch(file);
    code = await check();
  }
  return code;
}

/** Time and size of everything that a check can read. */
function stateOf(cwd: string, paths: readonly string[], repository: string): ReadonlyMap<string, string> {
  const baseline = findBaseline(cwd, repository);
  return new Map(
    [...inputFiles(cwd, paths), ...(baseline === undefined ? [] : [baseline])].map((file) => {
      const stats = statSync(file, { throwIfNoEntry: false });
      return [file, `${stats?.mtimeMs ?? 0} ${stats?.size ?? 0}`];
    }),
  );
}

/** Watches the folders that hold such files, one by one: a recursive watch would also follow `node_modules`. */
function watchFolders(signal: AbortSignal) {
  const watchers = new Map<string, FSWatcher>();
  let wake: (() => void) | undefined;
  let pending = false;
  const notice = () => {
    pending = true;
    wake?.();
  };
  signal.addEventListener("abort", () => {
    for (const watcher of watchers.values()) watcher.close();
    notice();
  });
  return {
    follow(files: Iterable<string>): void {
      const wanted = new Set([...files].flatMap((file) => [dirname(file), dirname(dirname(file))]));
      for (const folder of wanted) if (!watchers.has(folder)) follow(folder);
    },
    /** Waits for a change; false once it is told to stop. */
    async changed(): Promise<boolean> {
      if (!pending && !signal.aborted) await new Promise<void>((resolve) => (wake = resolve));
      if (signal.aborted) return false;
      await pause(SETTLE_MS);
      pending = false;
      return !signal.aborted;
    },
  };

  function follow(folder: string): void {
    try {
      const watcher = watch(folder, notice);
      // A folder that is deleted ends its watch, and is noticed in the one above.
      watcher.on("error", () => {
        watcher.close();
        watchers.delete(folder);
      });
      watchers.set(folder, watcher);
    } catch {
      // It is gone already.
    }
  }
}
