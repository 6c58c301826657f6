import { readdirSync, readFileSync } from "node:fs";
import { join, posix, relative } from "node:path";
import { ts } from "ts-morph";

/** The repository's root. */
export const root = join(import.meta.dirname, "..", "..");

/** Folders whose files are ours to read, in the repository's order. */
export const folders = [
  ".ci",
  "analyzer",
  "bench",
  "cli",
  "docs",
  "extension",
  "fixtures",
  "harness",
  "map",
  "rules",
  "scripts",
  "server",
  "test",
];

/** Files of these folders that end so, from the root, with forward slashes. */
export function filesOf(within: readonly string[], ...endings: readonly string[]): readonly string[] {
  return within
    .flatMap((folder) => walk(join(root, folder)))
    .map((file) => relative(root, file).replaceAll("\\", "/"))
    .filter((file) => endings.some((ending) => file.endsWith(ending)));
}

/** What a file imports: files of the repository by their path from the root, everything else by its specifier. */
export function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(root, file), "utf8");
  const specifiers = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
  return specifiers.map((specifier) =>
    specifier.startsWith(".") ? posix.join(posix.dirname(file), specifier).replace(/\.js$/, ".ts") : specifier,
  );
}

function walk(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (["node_modules", "dist", "generated"].includes(entry.name) || entry.name.startsWith(".")) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? walk(path) : [path];
  });
}
