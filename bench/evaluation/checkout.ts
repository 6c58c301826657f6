import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Lays a commit out in a folder of its own, once. Returns the folder. */
export function checkOut(repository: string, commit: string, tree: string): string {
  if (existsSync(tree)) return tree;
  mkdirSync(tree, { recursive: true });
  const git = ["--git-dir", gitFolder(repository), "--work-tree", tree];
  const options = { cwd: tree, env: { ...process.env, GIT_INDEX_FILE: `${tree}.index` }, stdio: "ignore" } as const;
  execFileSync("git", [...git, "read-tree", commit], options);
  // A partial clone lacks its biggest files, which are never source: the rest is laid out all the same.
  spawnSync("git", [...git, "checkout-index", "--all", "--force"], options);
  if (readdirSync(tree).length === 0) throw new Error(`nothing of ${commit} could be read from ${repository}`);
  return tree;
}

function gitFolder(repository: string): string {
  const places = [join(repository, ".git"), join(repository, "repo"), repository];
  const place = places.find((one) => existsSync(join(one, "objects")));
  if (place === undefined) throw new Error(`${repository} is no git repository: clone it there, bare or not`);
  return place;
}
