import { join } from "node:path/posix";
import { git } from "./git.js";

/** The texts that files had at an earlier commit; empty for files that did not exist. */
export type Changes =
  | { readonly ok: true; readonly texts: ReadonlyMap<string, string>; readonly commit: string }
  | { readonly ok: false; readonly message: string };

/**
 * What differs between the working tree and the commit at which it left `ref`: the texts of that commit by absolute path.
 * Read from git's objects, so nothing is checked out and nothing of the user's is touched.
 */
export function changesSince(ref: string, repository: string): Changes {
  const commit = baseOf(ref, repository);
  if (!commit.ok) return commit;
  const changed = git(repository, ["diff", "--name-status", "--no-renames", "-z", commit.text]);
  if (!changed.ok) return failed(changed.message);
  const untracked = git(repository, ["ls-files", "--others", "--exclude-standard", "-z"]);
  if (!untracked.ok) return failed(untracked.message);

  const fields = changed.text.split("\0");
  const texts = new Map<string, string>();
  const earlier: string[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [status = "", file = ""] = [fields[at], fields[at + 1]];
    if (!decides(file)) continue;
    if (status !== "A") earlier.push(file);
    // A configuration that did not exist cannot be read as an empty one.
    else if (!CONFIGURATION.test(file)) texts.set(join(repository, file), "");
  }
  for (const file of untracked.text.split("\0"))
    if (decides(file) && !CONFIGURATION.test(file)) texts.set(join(repository, file), "");
  const read = textsAt(commit.text, earlier, repository);
  if (!read.ok) return read;
  for (const [file, text] of read.texts) texts.set(join(repository, file), text);
  return { ok: true, texts, commit: commit.text };
}

/** Where this branch left `ref`: what happened there since is not this change's doing. */
export function baseOf(ref: string, repository: string): { readonly ok: true; readonly text: string } | FailedChanges {
  const known = git(repository, ["rev-parse", "--verify", "--quiet", `${ref}^{commit}`]);
  if (!known.ok)
    return failed(
      `git knows no commit ${ref} in ${repository}. Name a branch, a tag or a commit; in CI fetch the history first (actions/checkout with fetch-depth: 0)`,
    );
  const base = git(repository, ["merge-base", ref, "HEAD"]);
  return base.ok
    ? { ok: true, text: base.text.trim() }
    : failed(
        `${ref} and the present commit have no common history in ${repository}. In CI fetch the history first (actions/checkout with fetch-depth: 0)`,
      );
}

/** Sources, schemas and configurations: what the analysis reads. */
function decides(file: string): boolean {
  return /\.([cm]?[jt]sx?|prisma|zmodel|sql)$/.test(file) || CONFIGURATION.test(file);
}

const CONFIGURATION = /(^|\/)idemlint\.config\.[cm]?([jt]s|json)$/;

function textsAt(commit: string, files: readonly string[], repository: string) {
  const texts = new Map<string, string>();
  if (files.length === 0) return { ok: true as const, texts };
  const asked = files.map((file) => `${commit}:${file}\n`).join("");
  const answer = git(repository, ["cat-file", "--batch"], asked);
  if (!answer.ok) return failed(answer.message);
  // `<object> blob <bytes>`, then the text and a line end, in the order of the questions.
  const { bytes } = answer;
  let at = 0;
  for (const file of files) {
    const end = bytes.indexOf(10, at);
    const size = Number(/ blob (\d+)$/.exec(bytes.toString("utf8", at, end))?.[1] ?? Number.NaN);
    if (Number.isNaN(size)) at = end + 1;
    else {
      texts.set(file, bytes.toString("utf8", end + 1, end + 1 + size));
      at = end + 1 + size + 1;
    }
  }
  return { ok: true as const, texts };
}

export interface FailedChanges {
  readonly ok: false;
  readonly message: string;
}

function failed(message: string): FailedChanges {
  return { ok: false, message: `${message}.` };
}
