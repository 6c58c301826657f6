import { existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { foldersUp, join, parentOf } from "../project/paths.js";
import type { Project } from "../project.js";
import { config, type Config } from "./config.js";
import { readLiteral, type Files, type Place } from "./literal.js";
import { pathText, type Path } from "./shape.js";

/** One configuration file as it was written. */
export interface Layer {
  readonly config: Config;
  /** Absolute; globs and relative paths are read from its folder. */
  readonly file: string;
  /** It comes from a package that many projects share: what it names need not be in this one. */
  readonly shared: boolean;
  place(path: Path): Place;
}

/** A sentence for the user about the configuration: what, where, what to do. */
export interface ConfigProblem {
  readonly message: string;
  readonly file: string;
}

/** What was found: the layers, base first, and what is wrong with them. */
export interface Loaded {
  readonly layers: readonly Layer[];
  readonly problems: readonly ConfigProblem[];
}

/** Reads the project's configuration and what it extends. The files are read as data, never run. */
export function loadConfig(project: Project, inline?: { readonly config: unknown; readonly where: string }): Loaded {
  const found = findConfig(project.root);
  if (found.length > 1)
    return {
      layers: [],
      problems: [
        { file: found[0] ?? "", message: `${found.join(" and ")} are both configurations. Keep one of them.` },
      ],
    };
  const files: Files = {
    text: (file) => project.text(file),
    resolve: (specifier, from) => project.resolve(specifier, from) ?? besides(specifier, from),
  };
  const loading: Loading = { files, problems: [], layers: [], active: [] };
  if (found[0] !== undefined) readLayer(found[0], false, loading);
  if (inline) inlineLayer(inline.config, inline.where, project.root, loading);
  return { layers: loading.layers, problems: loading.problems };
}

/** The project's configuration; where it has none, the file that would be one. */
export function configFileOf({ root }: Pick<Project, "root">): string {
  return findConfig(root)[0] ?? join(root, "idemlint.config.json");
}

/** Whether a file is a configuration, by its name. */
export function isConfigFile(file: string): boolean {
  return /\/idemlint\.config\.[cm]?(?:[jt]s|json)$/.test(file);
}

const NAMES = ["ts", "mts", "cts", "js", "mjs", "cjs", "json"].map((extension) => `idemlint.config.${extension}`);

/** In the folder or above it, up to the repository's root: the nearest folder that has any. */
function findConfig(root: string): readonly string[] {
  for (const folder of foldersUp(root)) {
    const found = NAMES.map((name) => join(folder, name)).filter((file) => existsSync(file));
    if (found.length > 0) return found;
    if (existsSync(`${folder}/.git`)) break;
  }
  return [];
}

interface Loading {
  readonly files: Files;
  readonly problems: ConfigProblem[];
  readonly layers: Layer[];
  readonly active: readonly string[];
}

function readLayer(file: string, shared: boolean, loading: Loading): void {
  const reading = readLiteral(file, loading.files);
  if (!reading.ok) {
    loading.problems.push(problemAt(reading.place, reading.message));
    return;
  }
  const { written } = reading;
  addLayer(written.value, file, shared, (path) => written.place(path), loading);
}

function inlineLayer(value: unknown, where: string, root: string, loading: Loading): void {
  addLayer(value, join(root, "idemlint.config"), false, () => ({ file: where, line: 0 }), loading);
}

function addLayer(value: unknown, file: string, shared: boolean, place: Layer["place"], loading: Loading): void {
  const before = loading.problems.length;
  config.check(value, [], (path, message) => {
    const subject = path.length === 0 ? "the configuration" : pathText(path);
    loading.problems.push(problemAt(place(path), `${subject} ${message}`));
  });
  if (loading.problems.length > before) return;
  const layer: Layer = { config: value as Config, file, shared, place };
  const bases = layer.config.extends ?? [];
  for (const [index, base] of (typeof bases === "string" ? [bases] : bases).entries()) {
    const at = place(typeof bases === "string" ? ["extends"] : ["extends", index]);
    const target = extended(base, file);
    if (target === undefined) loading.problems.push(problemAt(at, `extends ${base}, which is not there`));
    else if (loading.active.includes(target) || target === file)
      loading.problems.push(problemAt(at, `extends ${base}, which extends this file`));
    else readLayer(target, shared || !isRelative(base), { ...loading, active: [...loading.active, file] });
  }
  loading.layers.push(layer);
}

function problemAt({ file, line }: Place, message: string): ConfigProblem {
  return { file, message: `${line > 0 ? `${file}:${line}` : file}: ${message}.` };
}

function extended(specifier: string, from: string): string | undefined {
  if (isRelative(specifier)) return besides(specifier, from);
  try {
    return createRequire(from).resolve(specifier).replaceAll("\\", "/");
  } catch {
    return undefined;
  }
}

function isRelative(specifier: string): boolean {
  return /^\.{0,2}\//.test(specifier);
}

/** A file beside another one, with or without its extension; the `.js` of a TypeScript file is the file itself. */
function besides(specifier: string, from: string): string | undefined {
  if (!isRelative(specifier)) return undefined;
  const path = join(parentOf(from), specifier);
  const candidates = [
    path,
    path.replace(/\.([cm]?)js$/, ".$1ts"),
    ...["ts", "mts", "js", "mjs", "json"].map((end) => `${path}.${end}`),
  ];
  return candidates.find((candidate) => statSync(candidate, { throwIfNoEntry: false })?.isFile());
}
