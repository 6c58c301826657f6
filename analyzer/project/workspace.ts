import { ts } from "ts-morph";
import { foldersUp, join, parentOf, readText } from "./paths.js";
import { walkTree } from "./walk.js";

/** The packages of a repository, known by name and by folder. */
export interface Workspace {
  /** Folder of the package with this name; `undefined` for a library. */
  folderOf(name: string): string | undefined;
  /** Files, without extension certainty, that `name/subpath` may mean: most likely first. */
  targetsOf(specifier: string): readonly string[];
  /** The same for `#imports` of the package that holds a file. */
  importTargets(specifier: string, from: string): readonly string[];
  /** The folder of the package around a folder, and those of the workspace packages that it depends on, at any remove. */
  reachOf(folder: string): readonly string[];
  /** Forgets what was read: a package.json changed. */
  reset(): void;
}

interface Package {
  readonly folder: string;
  readonly json: Readonly<Record<string, unknown>>;
}

/** Conditions of `exports` and `imports`, sources before builds. */
const CONDITIONS = ["source", "development", "bun", "types", "import", "module", "node", "default", "require"];
const BUILD_FOLDERS = /^(dist|build|lib|out|output|esm|cjs|es|types|typings|module|commonjs)$/;

/** Reads package.json files when they are first needed. `known` are those under the opened folder. */
export function createWorkspace(root: string, known: readonly string[]): Workspace {
  let byName: ReadonlyMap<string, Package> | undefined;
  const byFolder = new Map<string, Package | undefined>();
  const packages = () => (byName ??= readPackages(root, known));

  return {
    folderOf: (name) => packages().get(name)?.folder,
    targetsOf(specifier) {
      const [, name, subpath] = /^((?:@[^/]+\/)?[^/]+)(\/.*)?$/.exec(specifier) ?? [];
      const found = name === undefined ? undefined : packages().get(name);
      return found ? packageTargets(found, `.${subpath ?? ""}`) : [];
    },
    importTargets(specifier, from) {
      const owner = packageOf(parentOf(from), byFolder);
      return owner ? mapped(owner.json["imports"], specifier).flatMap((target) => sourcesOf(owner.folder, target)) : [];
    },
    reachOf(folder) {
      const own = packageOf(folder, byFolder);
      return own ? [...reach(own, packages(), new Set())].map((found) => found.folder) : [];
    },
    reset() {
      byName = undefined;
      byFolder.clear();
    },
  };
}

function readPackages(root: string, known: readonly string[]): ReadonlyMap<string, Package> {
  const found = new Map<string, Package>();
  const top = workspaceRoot(root);
  for (const file of top === undefined ? known : [...known, ...walkTree(top).packages]) {
    const json = readJson(file);
    const name = json?.["name"];
    if (json && typeof name === "string" && !found.has(name)) found.set(name, { folder: parentOf(file), json });
  }
  return found;
}

/** The folder above the opened one that declares workspaces, if it is a package of a monorepo. */
function workspaceRoot(root: string): string | undefined {
  for (const folder of foldersUp(root)) {
    if (ts.sys.fileExists(`${folder}/pnpm-workspace.yaml`) || readJson(`${folder}/package.json`)?.["workspaces"])
      return folder === root ? undefined : folder;
    // A repository ends where git says so: never wander into the user's home.
    if (ts.sys.directoryExists(`${folder}/.git`)) return undefined;
  }
  return undefined;
}

function packageOf(folder: string, cache: Map<string, Package | undefined>): Package | undefined {
  if (cache.has(folder)) return cache.get(folder);
  const json = readJson(`${folder}/package.json`);
  const found = json ? { folder, json } : parentOf(folder) === folder ? undefined : packageOf(parentOf(folder), cache);
  cache.set(folder, found);
  return found;
}

function reach(from: Package, all: ReadonlyMap<string, Package>, seen: Set<Package>): Set<Package> {
  if (seen.has(from)) return seen;
  seen.add(from);
  for (const field of ["dependencies", "devDependencies", "peerDependencies"]) {
    const names = from.json[field];
    for (const name of isRecord(names) ? Object.keys(names) : []) {
      const found = all.get(name);
      if (found) reach(found, all, seen);
    }
  }
  return seen;
}

function packageTargets({ folder, json }: Package, subpath: string): string[] {
  const declared = mapped(json["exports"], subpath);
  const main = subpath === "." ? ["source", "types", "typings", "module", "main"].map((name) => json[name]) : [];
  const targets = [...declared, ...main.filter((target) => typeof target === "string")];
  const fallback =
    subpath === "." ? ["src/index", "src/main", "index", "lib/index"] : [subpath.slice(2), `src/${subpath.slice(2)}`];
  return [...targets.flatMap((target) => sourcesOf(folder, target)), ...fallback.map((target) => join(folder, target))];
}

/** Targets that an `exports` or `imports` field names for a subpath, patterns included. */
function mapped(field: unknown, subpath: string): string[] {
  if (typeof field === "string" || Array.isArray(field)) return subpath === "." ? conditional(field) : [];
  if (!isRecord(field)) return [];
  const keys = Object.keys(field);
  if (keys.length > 0 && keys.every((key) => !key.startsWith(".") && !key.startsWith("#")))
    return subpath === "." ? conditional(field) : [];
  if (subpath in field) return conditional(field[subpath]);
  const patterns = keys.filter((key) => key.includes("*")).sort((a, b) => b.indexOf("*") - a.indexOf("*"));
  for (const pattern of patterns) {
    const star = matchPattern(pattern, subpath);
    if (star !== undefined) return conditional(field[pattern]).map((target) => target.replaceAll("*", star));
  }
  return [];
}

/** What `*` stands for when a pattern matches; `undefined` when it does not. */
export function matchPattern(pattern: string, text: string): string | undefined {
  const at = pattern.indexOf("*");
  if (at < 0) return pattern === text ? "" : undefined;
  const tail = pattern.slice(at + 1);
  const fits = text.length >= pattern.length - 1 && text.startsWith(pattern.slice(0, at)) && text.endsWith(tail);
  return fits ? text.slice(at, text.length - tail.length) : undefined;
}

function conditional(target: unknown): string[] {
  if (typeof target === "string") return [target];
  if (Array.isArray(target)) return target.flatMap(conditional);
  if (!isRecord(target)) return [];
  const named = CONDITIONS.filter((condition) => condition in target);
  return [...named, ...Object.keys(target).filter((key) => !CONDITIONS.includes(key))].flatMap((key) =>
    conditional(target[key]),
  );
}

/** `./dist/esm/orders.js` was built from `src/orders`, `orders` or stands as it is. */
function sourcesOf(folder: string, target: string): string[] {
  const parts = target.split("/").filter((part) => part !== "." && part !== "");
  let built = 0;
  while (built < parts.length - 1 && BUILD_FOLDERS.test(parts[built] ?? "")) built++;
  const stemAfter = (folders: number): string =>
    parts
      .slice(folders)
      .join("/")
      .replace(/(\.d)?\.[cm]?[jt]sx?$/, "");
  const written = parts.join("/");
  // `dist/lib/orders.js` may come from `src/orders` or from `src/lib/orders`.
  const sources = Array.from({ length: built }, (_, index) => stemAfter(built - index));
  const candidates =
    built === 0 ? [written, stemAfter(0)] : [...sources.flatMap((stem) => [`src/${stem}`, stem]), written];
  return candidates.map((candidate) => join(folder, candidate));
}

function readJson(file: string): Readonly<Record<string, unknown>> | undefined {
  const text = readText(file);
  if (text === undefined) return undefined;
  const parsed: unknown = ts.parseConfigFileTextToJson(file, text).config;
  return isRecord(parsed) ? parsed : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
