import { namesOf } from "../interpreter/world/modules.js";
import { globExpression } from "../models/glob.js";
import { compilePattern, matches, type CompiledLibrary } from "../models/patterns.js";
import type { Project } from "../project.js";
import { siteKey } from "../sites.js";
import type { Site } from "../trace.js";
import type { ConfiguredItem } from "./configure.js";
import { pathText } from "./shape.js";

/** One call that the analysis came to. */
export interface Call {
  readonly library: CompiledLibrary;
  readonly path: string;
  readonly site: Site;
}

/** An entry of the configuration, and where the project does what it names. */
export interface Matched {
  /** `effects[0]`. */
  readonly entry: string;
  /** `Bank#send of ./src/bank.ts`. */
  readonly what: string;
  readonly file: string;
  readonly line: number;
  readonly places: readonly { readonly file: string; readonly line: number }[];
}

/** Where each entry of a configuration applies. */
export function matchesOf(
  items: readonly ConfiguredItem[],
  calls: readonly Call[],
  project: Project,
): readonly Matched[] {
  return items.map((entry) => {
    const { item } = entry;
    const { file, line } = item.layer.place(item.path);
    const what =
      item.from === undefined ? item.name : `${item.by === "decorator" ? "@" : ""}${item.name} of ${item.from}`;
    return { entry: pathText(item.path), what, file, line, places: placesOf(entry, calls, project) };
  });
}

function placesOf({ item, own }: ConfiguredItem, calls: readonly Call[], project: Project): Matched["places"] {
  if (item.by === "files") {
    const glob = globExpression(item.name);
    return project
      .files()
      .filter((file) => glob.test(file))
      .map((file) => ({ file, line: 1 }));
  }
  if (item.by === "decorator") return decorated(item.name, project);
  const pattern = compilePattern(item.name);
  const from = item.from ?? "";
  const found = calls.filter(({ library, path }) =>
    own ? library === own.library : matches(pattern, path) && library.model.packages.some((name) => covers(name, from)),
  );
  return [...new Map(found.map(({ site }) => [siteKey(site), { file: site.file, line: site.line }])).values()];
}

function covers(packages: string, specifier: string): boolean {
  return globExpression(packages.replace(/\/\*$/, "/**")).test(specifier);
}

function decorated(name: string, project: Project): Matched["places"] {
  const use = new RegExp(`@${name}\\b`, "g");
  return project.sources().flatMap((source) => {
    if (namesOf(source).locals.get(name)?.kind !== "import") return [];
    return [...source.text.matchAll(use)].map(({ index }) => ({
      file: source.fileName,
      line: source.getLineAndCharacterOfPosition(index).line + 1,
    }));
  });
}
