import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A file to write, from the repository's root. */
export interface NewFile {
  readonly path: string;
  readonly text: string;
}

/** Writes files that are not there yet; refuses all of them when one is. */
export function createFiles(root: string, files: readonly NewFile[]): void {
  const there = files.filter(({ path }) => existsSync(join(root, path)));
  if (there.length > 0) throw new Error(`${there.map(({ path }) => path).join(", ")} is there already`);
  for (const { path, text } of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** A line of an `index.ts`: what it imports, and where it lists it. */
export interface Listing {
  readonly importLine: string;
  /** How the line ends that opens the list. */
  readonly list: string;
  readonly item: string;
  /** `sorted` by name, or `last` where the order means something. */
  readonly place: "sorted" | "last";
}

/** Adds an import and a list item to an `index.ts`. */
export function enlist(file: string, { importLine, list, item, place }: Listing): void {
  const lines = readFileSync(file, "utf8").split("\n");
  const isImport = (line: string): boolean => line.startsWith("import ");
  insertSorted(lines, importLine, lines.findIndex(isImport), lines.findLastIndex(isImport) + 1);
  const begin = lines.findIndex((line) => line.endsWith(list)) + 1;
  const end = lines.indexOf("];", begin);
  if (begin === 0 || end < 0) throw new Error(`${file} has no list that begins with \`${list}\``);
  if (place === "last") lines.splice(end, 0, item);
  else insertSorted(lines, item, begin, end);
  writeFileSync(file, lines.join("\n"));
}

function insertSorted(lines: string[], line: string, begin: number, end: number): void {
  const after = lines.slice(begin, end).findIndex((other) => nameIn(other).localeCompare(nameIn(line)) > 0);
  lines.splice(after < 0 ? end : begin + after, 0, line);
}

/** The specifier of an import, or the name in a list. */
function nameIn(line: string): string {
  return /"(.+)"/.exec(line)?.[1] ?? line.replaceAll(/[^\w]/g, "");
}
