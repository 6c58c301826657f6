import { namesOf } from "../interpreter/world/modules.js";
import type { OwnModel } from "../interpreter/world/marks.js";
import type { Project } from "../project.js";
import type { Configured, ConfiguredItem } from "./configure.js";
import { globExpression } from "../models/glob.js";
import type { ConfigProblem, Layer } from "./load.js";
import { pathText, type Path } from "./shape.js";
import { join, parentOf } from "../project/paths.js";

/** Entries of the configuration that match nothing in the project, each named. What a shared package says may match nothing. */
export function unmatched(
  configured: Configured,
  layers: readonly Layer[],
  project: Project,
  missing: readonly OwnModel[],
): readonly ConfigProblem[] {
  const own = layers.filter((layer) => !layer.shared);
  const lost = new Set(missing);
  // A configuration in TypeScript may be a file of the project, and holds every name that it gives.
  const files = new Set(layers.map((layer) => layer.file));
  const sources = project.sources().filter((source) => !files.has(source.fileName));
  return [
    ...configured.items.flatMap((entry) => {
      if (entry.item.layer.shared) return [];
      const why = entry.item.by === "files" ? lostFiles(entry, project) : lostName(entry, project, sources, lost);
      return why === undefined ? [] : [problem(entry.item.layer, entry.item.path, why)];
    }),
    ...own.flatMap((layer) => lostOverrides(layer, project)),
    ...own.flatMap((layer) => lostWords(layer, project, sources)),
  ];
}

type Sources = ReturnType<Project["sources"]>;

function problem(layer: Layer, path: Path, why: string): ConfigProblem {
  const { file, line } = layer.place(path);
  return { file, message: `${line > 0 ? `${file}:${line}` : file}: ${pathText(path)} matches nothing: ${why}.` };
}

function lostName(
  { item, own }: ConfiguredItem,
  project: Project,
  sources: Sources,
  lost: ReadonlySet<OwnModel>,
): string | undefined {
  const from = item.from ?? "";
  if (own) return lost.has(own) ? `${from} has no ${item.name} whose code can be seen` : undefined;
  if (/^\.{0,2}\//.test(from)) return `there is no ${from} in ${project.root}`;
  const importing = sources.filter((source) =>
    namesOf(source).imports.some((specifier) => specifier === from || specifier.startsWith(`${from}/`)),
  );
  if (importing.length === 0) return `no file of the project imports ${from}`;
  const name = item.name.split(/[.#]/).at(-1) ?? item.name;
  const word = new RegExp(`\\b${name.replace(/\*/g, "\\w*").replace(/\$/g, "\\$")}\\b`);
  return sources.some((source) => word.test(source.text)) ? undefined : `no file of the project uses ${name}`;
}

function lostFiles({ item }: ConfiguredItem, project: Project): string | undefined {
  const glob = globExpression(item.name);
  const files = project.files().filter((file) => glob.test(file));
  if (files.length === 0) return `no source file has a path like ${item.name}`;
  const names = item.model.entries?.flatMap((entry) => (entry.on === "export" ? entry.exports : [])) ?? [];
  const found = files.some((file) => {
    const source = project.source(file);
    return source !== undefined && names.some((name) => name === "*" || namesOf(source).exports.has(name));
  });
  return found ? undefined : `none of these files exports ${names.join(" or ")}`;
}

function lostOverrides(layer: Layer, project: Project): readonly ConfigProblem[] {
  return (layer.config.overrides ?? []).flatMap(({ files }, index) =>
    (typeof files === "string" ? [files] : files).flatMap((pattern) => {
      const glob = globExpression(join(parentOf(layer.file), pattern));
      return project.files().some((file) => glob.test(file))
        ? []
        : [problem(layer, ["overrides", index, "files"], `no source file has a path like ${pattern}`)];
    }),
  );
}

function lostWords(layer: Layer, project: Project, sources: Sources): readonly ConfigProblem[] {
  const { riskWords, names } = layer.config;
  const lists = Object.entries({ riskWords, names }).flatMap(([key, words]) =>
    Object.entries(words ?? {}).map(([name, list]) => ({ path: [key, name], list })),
  );
  return lists.flatMap(({ path, list }) =>
    list.flatMap((written, index) => {
      const word = written.replace(/^!/, "");
      const text = new RegExp(word.replace(/[^A-Za-z0-9]/g, "[^A-Za-z0-9]?"), "i");
      const used =
        sources.some((source) => text.test(source.text)) ||
        project.filesWith(".prisma", ".zmodel", ".sql").some((file) => text.test(project.text(file) ?? ""));
      return used ? [] : [problem(layer, [...path, index], `“${word}” is in no name of the project`)];
    }),
  );
}
