import Module, { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { isObject, patchMethod } from "./patch.js";

/** Where in a package the classes stand, and which packages bring it along. */
export interface CopyOptions {
  readonly file?: string;
  readonly through?: readonly string[];
}

/** Every distinct copy of a driver that the given folders resolve to. A driver that is not installed has none. */
export function copiesOf(
  name: string,
  folders: readonly string[],
  { file, through = [] }: CopyOptions = {},
): readonly unknown[] {
  const copies = new Map<string, unknown>();
  for (const require of resolvers(folders, through)) {
    try {
      const path = file === undefined ? require.resolve(name) : join(packageFolder(require.resolve(name), name), file);
      if (!copies.has(path)) copies.set(path, require(path));
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  return [...copies.values()];
}

/** Every copy of a driver that this process has loaded, wherever it lies. */
export function loadedCopies(name: string, file?: string): readonly unknown[] {
  const marker = join("node_modules", ...name.split("/"), "_").slice(0, -1);
  const files = Object.keys(require.cache).filter((path) => path.includes(marker));
  return [...new Set(files.map((path) => packageFolder(path, name)))].flatMap((folder) => copyIn(folder, file));
}

/** Calls back with each copy of these packages that is loaded from now on: also those that lie below other packages. */
export function onLoad(names: ReadonlySet<string>, loaded: (name: string) => void): void {
  patchMethod(Module, "_load", (original) => {
    return function load(this: unknown, ...args: unknown[]): unknown {
      const module = original.apply(this, args);
      const [request] = args;
      if (typeof request === "string" && names.has(request)) loaded(request);
      return module;
    };
  });
}

const require = createRequire(import.meta.url);

function copyIn(folder: string, file: string | undefined): readonly unknown[] {
  try {
    return [require(file === undefined ? folder : join(folder, file))];
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Folders that drivers are looked for in: where the program runs and where its main file is. */
export function driverFolders(): readonly string[] {
  const main = process.argv[1];
  return main ? [process.cwd(), dirname(main)] : [process.cwd()];
}

function resolvers(folders: readonly string[], through: readonly string[]): readonly NodeJS.Require[] {
  const direct = [...new Set(folders)].map((folder) => createRequire(pathToFileURL(join(folder, "_.js"))));
  const nested = direct.flatMap((require) =>
    through.flatMap((name) => {
      try {
        return [createRequire(require.resolve(name))];
      } catch {
        return [];
      }
    }),
  );
  return [...direct, ...nested];
}

/** `…/node_modules/amqplib/channel_api.js` → `…/node_modules/amqplib`. */
function packageFolder(path: string, name: string): string {
  const marker = join("node_modules", ...name.split("/"));
  return path.slice(0, path.lastIndexOf(marker) + marker.length);
}

const MISSING = new Set([
  "MODULE_NOT_FOUND",
  "ERR_MODULE_NOT_FOUND",
  "ERR_PACKAGE_PATH_NOT_EXPORTED",
  "ERR_REQUIRE_ESM",
]);

function isMissing(error: unknown): boolean {
  // Test runners have realms of their own: their errors are no instances of this one's.
  return isObject(error) && typeof error["code"] === "string" && MISSING.has(error["code"]);
}
