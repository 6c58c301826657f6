import { ts } from "ts-morph";
import { isWithin, join, parentOf, readText } from "./paths.js";
import type { Workspace } from "./workspace.js";

/** What a tsconfig says that matters without a type check. */
export interface TsConfig {
  readonly file: string;
  readonly allowJs: boolean;
  /** Alias pattern → targets, absolute. */
  readonly paths: readonly (readonly [pattern: string, targets: readonly string[]])[];
  readonly baseUrl?: string;
  readonly outDir?: string;
  readonly rootDir?: string;
  /** Absolute paths of referenced tsconfigs. */
  readonly references: readonly string[];
  /** The syntax error, if there is one. */
  readonly broken?: string;
}

/** Reads a tsconfig with what it extends; `extends` of a workspace package works without `node_modules`. */
export function readTsConfig(file: string, workspace: Workspace): TsConfig {
  const { json, error } = parse(file, workspace);
  const parsed = ts.parseJsonConfigFileContent(
    json,
    hostFor(workspace, () => []),
    parentOf(file),
    undefined,
    file,
  );
  const options: ts.CompilerOptions & { pathsBasePath?: string } = parsed.options;
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- projects still set it
  const { baseUrl } = options;
  const pathsBase = baseUrl ?? options.pathsBasePath ?? parentOf(file);
  return {
    file,
    allowJs: options.allowJs === true || options.checkJs === true,
    paths: Object.entries(options.paths ?? {}).map(([pattern, targets]) => [
      pattern,
      targets.map((target) => join(pathsBase, target)),
    ]),
    ...(baseUrl && { baseUrl }),
    ...(options.outDir && { outDir: options.outDir }),
    ...(options.rootDir && { rootDir: options.rootDir }),
    references: referencesOf(json, file),
    ...(error && { broken: error }),
  };
}

/** The files that a tsconfig includes, its references' files too, declarations and foreign folders left out by the caller. */
export function filesOf(file: string, workspace: Workspace, seen = new Set<string>()): string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const { json } = parse(file, workspace);
  const host = hostFor(workspace, (...args) => ts.sys.readDirectory(...args));
  const own = ts.parseJsonConfigFileContent(json, host, parentOf(file), undefined, file).fileNames;
  return [...own, ...referencesOf(json, file).flatMap((reference) => filesOf(reference, workspace, seen))];
}

function parse(file: string, workspace: Workspace): { json: unknown; error?: string } {
  const text = readText(file);
  if (text === undefined) return { json: {}, error: "it cannot be read" };
  const read: { config?: unknown; error?: ts.Diagnostic } = ts.parseConfigFileTextToJson(file, text);
  const { config, error } = read;
  if (!error) return { json: config, ...missingBase(config, file, workspace) };
  const line = error.start === undefined ? "" : `line ${text.slice(0, error.start).split("\n").length}: `;
  return {
    json: config ?? {},
    error: line + ts.flattenDiagnosticMessageText(error.messageText, " ").replace(/\.$/, ""),
  };
}

/** A relative `extends` that leads nowhere is the user's mistake; one from a library may just not be installed. */
function missingBase(config: unknown, file: string, workspace: Workspace): { error?: string } {
  const host = hostFor(workspace, () => []);
  for (const base of [field(config, "extends")].flat()) {
    if (typeof base !== "string" || !base.startsWith(".")) continue;
    const path = join(parentOf(file), base);
    if (![path, `${path}.json`].some((candidate) => host.fileExists(candidate)))
      return { error: `it extends ${base}, which does not exist` };
  }
  return {};
}

function referencesOf(json: unknown, file: string): string[] {
  const references = field(json, "references");
  if (!Array.isArray(references)) return [];
  return references.flatMap((reference: unknown) => {
    const path = field(reference, "path");
    if (typeof path !== "string") return [];
    const target = join(parentOf(file), path);
    return target.endsWith(".json") ? [target] : [`${target}/tsconfig.json`];
  });
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** A host that answers for `node_modules/<workspace package>` from the package's own folder. */
function hostFor(workspace: Workspace, readDirectory: ts.ParseConfigHost["readDirectory"]) {
  const real = (path: string) => inWorkspace(path, workspace) ?? path;
  return {
    useCaseSensitiveFileNames: ts.sys.useCaseSensitiveFileNames,
    readDirectory,
    realpath: real,
    fileExists: (path: string) => ts.sys.fileExists(real(path)),
    readFile: (path: string) => readText(real(path)),
  } satisfies ts.ParseConfigHost & Pick<ts.ModuleResolutionHost, "realpath">;
}

function inWorkspace(path: string, workspace: Workspace): string | undefined {
  const inside = /\/node_modules\/((?:@[^/]+\/)?[^/]+)(\/.*)?$/.exec(path);
  const folder = inside?.[1] && workspace.folderOf(inside[1]);
  return folder && !isWithin(path, folder) ? folder + (inside[2] ?? "") : undefined;
}
