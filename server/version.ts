import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The version in the nearest package.json above: the npm package's, or the extension's when bundled. */
export function packageVersion(): string {
  for (let folder = path.dirname(fileURLToPath(import.meta.url)); ; folder = path.dirname(folder)) {
    const file = path.join(folder, "package.json");
    if (fs.existsSync(file)) return (JSON.parse(fs.readFileSync(file, "utf8")) as { version: string }).version;
    if (folder === path.dirname(folder)) return "unknown";
  }
}
