import { statSync } from "node:fs";
import { ts } from "ts-morph";
import type { LeftOut, Project, ProjectProblem } from "../project.js";
import { nearestConfig, outermost, type Located } from "./locate.js";
import { isForeignFolder, isGeneratedText, isPrismaClientText, roleOf, type FileRole } from "./own.js";
import { isWithin, parentOf, readText } from "./paths.js";
import { createResolver } from "./resolve.js";
import { readTsConfig, type TsConfig } from "./tsconfig.js";
import { walkTree } from "./walk.js";

/**
 * Holds texts and syntax trees, each made when first asked for. Plain `ts.createSourceFile` instead of a ts-morph
 * `Project`: on a repository of 3,200 files (18 MB) parsing took 4.6 s this way and 15.8 s through ts-morph, and only
 * syntax is needed. JSDoc is left unparsed, which saves a tenth; who wants a tag reads the comment.
 */
export function createProject(located: Located): Project {
  const { root, workspace } = located;
  const schemaRoots = outermost([
    ...located.folders,
    ...located.folders.flatMap((folder) => workspace.reachOf(folder)),
  ]);
  const listed = new Set(located.tree.files);
  const selected = located.selected && new Set(located.selected);
  const focus = new Set(located.focus);
  const texts = new Map<string, string | undefined>();
  const overlays = new Map<string, string>();
  const parsed = new Map<string, ts.SourceFile>();
  const generated = new Map<string, boolean>();
  const versions = new Map<string, number>();
  const elsewhere = new Map<string, boolean>();
  const configs = new Map<string, TsConfig>();
  const folderConfigs = new Map<string, readonly TsConfig[]>();
  const parseProblems = new Map<string, ProjectProblem>();
  let own: readonly string[] | undefined;
  let beyond: readonly string[] | undefined;
  let trees: readonly ts.SourceFile[] | undefined;
  let resolver = newResolver();

  function newResolver() {
    return createResolver({ workspace, exists, configs: configsOf });
  }

  function exists(path: string): boolean {
    if (listed.has(path) || overlays.has(path)) return true;
    if (located.folders.some((folder) => isWithin(path, folder))) return false;
    const known = elsewhere.get(path) ?? ts.sys.fileExists(path);
    elsewhere.set(path, known);
    return known;
  }

  function configsOf(folder: string): readonly TsConfig[] {
    const known = folderConfigs.get(folder);
    if (known) return known;
    const file = nearestConfig(folder);
    const found = file === undefined ? [] : withReferences(file, new Set());
    folderConfigs.set(folder, found);
    return found;
  }

  function withReferences(file: string, seen: Set<string>): TsConfig[] {
    if (seen.has(file) || !ts.sys.fileExists(file)) return [];
    seen.add(file);
    const config = configs.get(file) ?? readTsConfig(file, workspace);
    configs.set(file, config);
    // Only references beside or below it split one project in two; others are projects of their own.
    const split = config.references.filter((reference) => parentOf(reference) === parentOf(file));
    return [config, ...split.flatMap((reference) => withReferences(reference, seen))];
  }

  function text(file: string): string | undefined {
    const overlay = overlays.get(file);
    if (overlay !== undefined) return overlay;
    if (!texts.has(file)) texts.set(file, readText(file));
    return texts.get(file);
  }

  function isOwn(file: string): boolean {
    if (focus.has(file)) return true;
    const role = roleOf(relativeTo(root, file));
    if (role === "typescript") return !saysGenerated(file);
    if (role !== "javascript") return false;
    const governing = configsOf(parentOf(file));
    return (
      (selected !== undefined || governing.length === 0 || governing.some((config) => config.allowJs)) &&
      !saysGenerated(file)
    );
  }

  function leftOut(): readonly LeftOut[] {
    const own = new Set(ownFiles());
    return [...listed].flatMap((file) => {
      const role = roleOf(relativeTo(root, file));
      if (own.has(file) || role === "schema" || role === "other") return [];
      return [{ file, why: reasonFor(file, role) }];
    });
  }

  function reasonFor(file: string, role: FileRole): LeftOut["why"] {
    if (role === "declaration") return "declarations only";
    if (role === "test") return "test, story or seed";
    if (role === "generated" || saysGenerated(file)) return "generated";
    return selected !== undefined && !selected.has(file) ? "not in the tsconfig" : "JavaScript without allowJs";
  }

  function isGenerated(file: string): boolean {
    const known = generated.get(file) ?? (roleOf(relativeTo(root, file)) === "generated" || saysGenerated(file));
    generated.set(file, known);
    return known;
  }

  function saysGenerated(file: string): boolean {
    return isGeneratedText(text(file) ?? "");
  }

  function ownFiles(): readonly string[] {
    return (own ??= [...new Set([...(selected ?? listed), ...focus, ...addedFiles()])].filter(isOwn));
  }

  function addedFiles(): string[] {
    return [...overlays.keys()].filter((file) =>
      located.folders.some((folder) => isWithin(file, folder) && !inForeignFolder(file, folder)),
    );
  }

  function codeBeyond(folder: string): readonly string[] {
    if (located.folders.includes(folder)) return [];
    return walkTree(folder).files.filter(
      (file) =>
        roleOf(relativeTo(folder, file)) === "typescript" && !located.folders.some((listed) => isWithin(file, listed)),
    );
  }

  function source(file: string): ts.SourceFile | undefined {
    const known = parsed.get(file);
    if (known) return known;
    const content = text(file);
    if (content === undefined || file.endsWith(".d.ts")) return undefined;
    const made = ts.createSourceFile(file, content, PARSING, true);
    parsed.set(file, made);
    noteErrors(file, made);
    return made;
  }

  function noteErrors(file: string, made: ts.SourceFile): void {
    const problem = parseProblem(file, made);
    if (problem) parseProblems.set(file, problem);
    else parseProblems.delete(file);
  }

  function changed(file: string): void {
    versions.set(file, (versions.get(file) ?? 0) + 1);
    texts.delete(file);
    parsed.delete(file);
    generated.delete(file);
    parseProblems.delete(file);
    trees = undefined;
  }

  /** The set of files is another one: what resolved to nothing may resolve now. */
  function relisted(): void {
    own = undefined;
    beyond = undefined;
    elsewhere.clear();
    resolver = newResolver();
  }

  return {
    root,
    schemaRoots,
    beyond: () => (beyond ??= schemaRoots.flatMap(codeBeyond)),
    focus: located.focus,
    files: ownFiles,
    sources: () => (trees ??= ownFiles().flatMap((file) => source(file) ?? [])),
    filesWith: (...extensions) =>
      [...listed].filter(
        (file) => extensions.some((extension) => file.endsWith(extension)) && roleOf(relativeTo(root, file)) !== "test",
      ),
    source,
    isGenerated,
    leftOut,
    text,
    leadsTo: (specifier, from) => resolver(specifier, from),
    resolve(specifier, from) {
      const file = resolver(specifier, from);
      return file !== undefined && /prisma|generated|client/i.test(file) && isPrismaClientText(text(file) ?? "")
        ? undefined
        : file;
    },
    setText(file, content) {
      const before = text(file);
      const had = exists(file);
      const wasGenerated = saysGenerated(file);
      if (content === undefined) overlays.delete(file);
      else overlays.set(file, content.replace(/^\uFEFF/, ""));
      const relists = had !== exists(file);
      // An editor can open a new file before the disk's watcher tells of it: then the text is no news, but the file is.
      if (relists || text(file) !== before) changed(file);
      if (relists || wasGenerated !== saysGenerated(file)) relisted();
    },
    touch(file) {
      const there = statSync(file, { throwIfNoEntry: false })?.isFile() === true;
      const relevant = /(\.([cm]?[jt]sx?|prisma|zmodel|sql|ya?ml)|\/vercel\.json)$/.test(file);
      const inside = located.folders.some((folder) => isWithin(file, folder) && !inForeignFolder(file, folder));
      const wasGenerated = relevant && saysGenerated(file);
      changed(file);
      if (/\/(tsconfig|jsconfig)[^/]*\.json$/.test(file) || file.endsWith("/package.json")) {
        workspace.reset();
        configs.clear();
        folderConfigs.clear();
        relisted();
      } else if (relevant && there !== listed.has(file)) {
        if (!there) listed.delete(file);
        else if (inside) listed.add(file);
        relisted();
      } else if (relevant && wasGenerated !== saysGenerated(file)) relisted();
    },
    version: (file) => versions.get(file) ?? 0,
    problems: () => [
      ...located.problems,
      ...[...configs.values()].flatMap((config) =>
        config.broken
          ? [
              {
                file: config.file,
                message: `${config.file} is broken: ${config.broken}. Its path aliases may be missing.`,
              },
            ]
          : [],
      ),
      ...ownFiles().flatMap((file) => parseProblems.get(file) ?? []),
    ],
  };
}

const PARSING = { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone };

function parseProblem(file: string, made: ts.SourceFile): ProjectProblem | undefined {
  // The parser keeps its errors on the tree; only a program would hand them out, and none is made.
  const [error] = (made as { parseDiagnostics?: readonly ts.Diagnostic[] }).parseDiagnostics ?? [];
  if (!error) return undefined;
  const { line } = made.getLineAndCharacterOfPosition(error.start ?? 0);
  const reason = ts.flattenDiagnosticMessageText(error.messageText, " ").replace(/\.$/, "");
  return { file, message: `${file}:${line + 1} does not parse (${reason}): what follows in this file may be missed.` };
}

function relativeTo(root: string, file: string): string {
  return isWithin(file, root) ? file.slice(root.length + (root.endsWith("/") ? 0 : 1)) : file;
}

function inForeignFolder(path: string, folder: string): boolean {
  return relativeTo(folder, path).split("/").slice(0, -1).some(isForeignFolder);
}
