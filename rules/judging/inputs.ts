import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path/posix";
import { walkTree } from "../../analyzer/project/walk.js";
import { repositoryAround } from "./repository.js";

/**
 * Every file on which a check of these paths can rest, found without parsing one: sources, schemas, tsconfigs, manifests and
 * configurations of the repository, and the lock files that stand for `node_modules`. More than a check reads, never less.
 * Nothing here loads the parser, which takes longer than all of this.
 */
export function inputFiles(cwd: string, paths: readonly string[]): readonly string[] {
  const asked = paths.length === 0 ? [cwd] : paths.map((path) => resolve(cwd, path));
  const folders = asked.map((path) =>
    statSync(path, { throwIfNoEntry: false })?.isDirectory() ? path : dirname(path),
  );
  const roots = new Set(folders.flatMap((folder) => [repositoryAround(folder) ?? folder, folder]));
  const found = new Set<string>(asked.filter((path) => !folders.includes(path)));
  const holding = new Set<string>();
  for (const root of roots) {
    const { files, tsconfigs, packages } = walkTree(root);
    for (const file of [...files, ...tsconfigs, ...packages]) {
      found.add(file);
      holding.add(dirname(file));
    }
    for (let folder = dirname(root); folder !== dirname(folder); folder = dirname(folder)) holding.add(folder);
    holding.add(root);
  }
  for (const folder of holding)
    for (const name of BESIDE) if (existsSync(join(folder, name))) found.add(join(folder, name));
  return [...found].sort();
}

/** Equal where every one of these files has the same content. */
export function contentHash(files: Iterable<string>, ...more: readonly string[]): string {
  const hash = createHash("sha256");
  for (const text of more) hash.update(`${text}\0`);
  for (const file of files) hash.update(`\0${file}\0`).update(contentOf(file));
  return hash.digest("hex");
}

function contentOf(file: string): Buffer | string {
  try {
    return readFileSync(file);
  } catch {
    return "\0";
  }
}

const BESIDE = [
  ...["ts", "mts", "cts", "js", "mjs", "cjs", "json"].map((end) => `idemlint.config.${end}`),
  ...["tsconfig.json", "jsconfig.json", "package.json", "pnpm-workspace.yaml"],
  ...["package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock", "bun.lockb"],
];
