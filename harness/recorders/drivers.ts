import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { dirname, join } from "node:path";

/** Every distinct copy of a driver that the given folders resolve to. A driver that is not installed has none. */
export function copiesOf(name: string, folders: readonly string[]): readonly unknown[] {
  const copies = new Map<string, unknown>();
  for (const folder of new Set(folders)) {
    const require = createRequire(pathToFileURL(join(folder, "_.js")));
    try {
      const path = require.resolve(name);
      if (!copies.has(path)) copies.set(path, require(name));
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  return [...copies.values()];
}

/** Folders that drivers are looked for in: where the program runs and where its main file is. */
export function driverFolders(): readonly string[] {
  const main = process.argv[1];
  return main ? [process.cwd(), dirname(main)] : [process.cwd()];
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return (
    code === "MODULE_NOT_FOUND" ||
    code === "ERR_MODULE_NOT_FOUND" ||
    code === "ERR_PACKAGE_PATH_NOT_EXPORTED" ||
    code === "ERR_REQUIRE_ESM"
  );
}
