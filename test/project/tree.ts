import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A folder of files made for one test. */
export interface TemporaryTree {
  /** Absolute, with `/`. */
  readonly root: string;
  path(relative: string): string;
  write(relative: string, text: string): void;
  remove(relative: string): void;
}

const made: string[] = [];

/** Writes files into a fresh temporary folder, which `removeTrees` deletes. */
export function tree(files: Readonly<Record<string, string>>): TemporaryTree {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "idemlint-tree-"))).replaceAll("\\", "/");
  made.push(root);
  const path = (relative: string) => `${root}/${relative}`;
  const write = (relative: string, text: string) => {
    mkdirSync(dirname(path(relative)), { recursive: true });
    writeFileSync(path(relative), text);
  };
  for (const [relative, text] of Object.entries(files)) write(relative, text);
  return { root, path, write, remove: (relative) => rmSync(path(relative), { recursive: true }) };
}

/** Deletes every tree made so far; for `after`. */
export function removeTrees(): void {
  for (const root of made.splice(0)) rmSync(root, { recursive: true, force: true });
}
