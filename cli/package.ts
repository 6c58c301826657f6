import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A file of the package `idemlint`, from the sources as well as from `dist`. */
export function packageFile(relative: string): string {
  return join(root, relative);
}

const root = findRoot(dirname(fileURLToPath(import.meta.url)));

function findRoot(folder: string): string {
  return existsSync(join(folder, "package.json")) || dirname(folder) === folder ? folder : findRoot(dirname(folder));
}
