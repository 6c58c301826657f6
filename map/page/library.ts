import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The layout library as a script that defines `dagre`: it lies beside a bundle, or in its package. */
export function layoutLibrary(): string {
  library ??= readFileSync(libraryFile(), "utf8").replace(/^\/\/# sourceMappingURL=.*$/m, "");
  return library;
}

let library: string | undefined;

function libraryFile(): string {
  const beside = fileURLToPath(new URL("dagre.min.js", import.meta.url));
  if (existsSync(beside)) return beside;
  const main = createRequire(import.meta.url).resolve("@dagrejs/dagre");
  return join(dirname(main), "dagre.min.js");
}
