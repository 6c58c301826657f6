import { spawnSync } from "node:child_process";

/** What git printed, or the sentence that says why it did not. */
export type GitAnswer =
  | { readonly ok: true; readonly bytes: Buffer; readonly text: string }
  | { readonly ok: false; readonly message: string };

/** Runs git in a folder. Its settings for the person who sits there are left out where they change what is printed. */
export function git(folder: string, args: readonly string[], input?: string): GitAnswer {
  const { status, stdout, stderr, error } = spawnSync("git", ["-c", "core.quotePath=false", ...args], {
    cwd: folder,
    maxBuffer: 1 << 30,
    ...(input !== undefined && { input }),
  });
  if (error) return { ok: false, message: `git cannot be run (${error.message})` };
  return status === 0
    ? { ok: true, bytes: stdout, text: stdout.toString("utf8") }
    : { ok: false, message: stderr.toString("utf8").trim().split("\n")[0] ?? "git failed" };
}
