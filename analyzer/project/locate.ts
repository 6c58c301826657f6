import { statSync } from "node:fs";
import { ts } from "ts-morph";
import type { ProjectOptions, ProjectProblem } from "../project.js";
import { isCode } from "./own.js";
import { absolute, foldersUp, isWithin, parentOf } from "./paths.js";
import { filesOf, readTsConfig, type TsConfig } from "./tsconfig.js";
import { walkTree, type Tree } from "./walk.js";
import { createWorkspace, type Workspace } from "./workspace.js";

/** What is to be analysed, and where it lies. */
export interface Located {
  readonly ok: true;
  readonly root: string;
  /** Folders that were listed; a path inside one exists only if its tree says so. */
  readonly folders: readonly string[];
  readonly tree: Tree;
  /** Files of an explicit tsconfig, instead of the whole tree. */
  readonly selected?: readonly string[];
  /** Files named one by one: they count even when they look like tests. */
  readonly focus: readonly string[];
  readonly workspace: Workspace;
  readonly problems: readonly ProjectProblem[];
}

/** The result of looking for a project: found, or one sentence that says why not. */
export type LocateResult = Located | { readonly ok: false; readonly problem: ProjectProblem };

/** Finds what the user means by folders, files and tsconfigs. */
export function locate(options: ProjectOptions): LocateResult {
  const given = (options.paths?.length ? options.paths : options.project ? [] : ["."]).map((path) =>
    absolute(path, options.cwd),
  );
  const kinds = given.map((path) => ({ path, kind: kindOf(path) }));
  const missing = kinds.find(({ kind }) => kind === "missing");
  if (missing)
    return fail(`${missing.path} does not exist. Check the path, it is read relative to ${options.cwd}.`, missing.path);
  const odd = kinds.find(({ kind }) => kind === "other");
  if (odd) return fail(`${odd.path} is neither a folder, a TypeScript or JavaScript file, nor a tsconfig.`, odd.path);

  const configs = kinds.filter(({ kind }) => kind === "tsconfig").map(({ path }) => path);
  if (options.project !== undefined) configs.unshift(configPath(absolute(options.project, options.cwd)));
  const absent = configs.find((config) => !ts.sys.fileExists(config));
  if (absent) return fail(`There is no tsconfig at ${absent}. Name an existing tsconfig.json with --project.`, absent);

  const focus = kinds.filter(({ kind }) => kind === "file").map(({ path }) => path);
  const asked = kinds.filter(({ kind }) => kind === "folder").map(({ path }) => path);
  const folders = outermost([...asked, ...configs.map(parentOf), ...focus.map(projectFolderOf)]);
  return open(folders, configs, asked, focus);
}

function open(
  folders: readonly string[],
  configs: readonly string[],
  asked: readonly string[],
  focus: readonly string[],
): LocateResult {
  const tree = mergeTrees(folders.map(walkTree));
  const root = commonFolder(folders);
  const workspace = createWorkspace(root, tree.packages);
  const nearest = folders.flatMap((folder) => nearestConfig(folder) ?? []);
  const own = [...new Set([...configs, ...nearest])].map((file) => readTsConfig(file, workspace));
  const broken = own.find((config): config is TsConfig & { broken: string } => config.broken !== undefined);
  if (broken)
    return fail(
      `${broken.file} is broken: ${broken.broken}. Repair it, or name another one with --project.`,
      broken.file,
    );

  const listed = configs.length > 0 ? configs.flatMap((config) => filesOf(config, workspace)) : undefined;
  const narrowed =
    listed && asked.length > 0 ? listed.filter((file) => asked.some((folder) => isWithin(file, folder))) : listed;
  const code = (narrowed ?? tree.files).filter(isCode);
  if (code.length === 0)
    return fail(
      `There is no TypeScript or JavaScript in ${configs[0] ?? root}. Name the folder that holds the sources.`,
      root,
    );

  const bare = nearest.length === 0 && tree.tsconfigs.length === 0;
  return {
    ok: true,
    root,
    folders,
    tree,
    ...(narrowed && { selected: narrowed }),
    focus,
    workspace,
    problems: bare
      ? [
          {
            message: `There is no tsconfig.json in ${root} or above it: files are read with defaults, path aliases are not known.`,
          },
        ]
      : [],
  };
}

function kindOf(path: string): "folder" | "file" | "tsconfig" | "other" | "missing" {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return "missing";
  if (stats.isDirectory()) return "folder";
  if (path.endsWith(".json")) return "tsconfig";
  return isCode(path) ? "file" : "other";
}

function configPath(path: string): string {
  return ts.sys.directoryExists(path) ? `${path}/tsconfig.json` : path;
}

/** The folder of the nearest tsconfig, else of the nearest package.json, else the file's own. */
function projectFolderOf(file: string): string {
  const folder = parentOf(file);
  const config = nearestConfig(folder);
  if (config) return parentOf(config);
  for (const at of foldersUp(folder)) if (ts.sys.fileExists(`${at}/package.json`)) return at;
  return folder;
}

/** The tsconfig or jsconfig that governs a folder. */
export function nearestConfig(folder: string): string | undefined {
  for (const at of foldersUp(folder))
    for (const name of ["tsconfig.json", "jsconfig.json"])
      if (ts.sys.fileExists(`${at}/${name}`)) return `${at}/${name}`;
  return undefined;
}

/** Leaves out folders that lie in others of the list. */
export function outermost(folders: readonly string[]): string[] {
  const unique = [...new Set(folders)];
  return unique.filter((folder) => !unique.some((other) => other !== folder && isWithin(folder, other)));
}

function commonFolder(folders: readonly string[]): string {
  const [first = "/", ...rest] = folders;
  let common = first;
  while (!rest.every((folder) => isWithin(folder, common)) && common !== parentOf(common)) common = parentOf(common);
  return common;
}

function mergeTrees(trees: readonly Tree[]): Tree {
  return {
    files: trees.flatMap((tree) => tree.files),
    tsconfigs: trees.flatMap((tree) => tree.tsconfigs),
    packages: trees.flatMap((tree) => tree.packages),
  };
}

function fail(message: string, file: string): LocateResult {
  return { ok: false, problem: { message, file } };
}
