import type { CompiledLibrary, LibraryIndex } from "../models/patterns.js";

/** The texts in which libraries may be named. */
export interface Code {
  files(): readonly string[];
  text(file: string): string | undefined;
}

/** The libraries whose functions a project's code can hold. */
export interface UsedLibraries {
  /** The same object as long as they are the same. */
  current(): LibraryIndex;
  /** The texts of these files have changed. */
  forget(files: Iterable<string>): void;
}

/**
 * Tells the libraries that some file names, or whose types it uses as they are there without an import; a library without
 * packages (the user's own functions) and one that is there without an import always counts. A value of any other library cannot reach the code,
 * whatever its methods are called: `seen.add(answer)` registers nothing where nobody imports Bree.
 */
export function createUsedLibraries(code: Code, libraries: LibraryIndex): UsedLibraries {
  const named = new Map<string, readonly (CompiledLibrary | undefined)[]>();
  let used: LibraryIndex | undefined;

  const isUsed = (library: CompiledLibrary, all: ReadonlySet<CompiledLibrary | undefined>): boolean =>
    library.model.packages.length === 0 || (library.model.globals ?? []).length > 0 || all.has(library);
  const namedIn = (text: string): readonly (CompiledLibrary | undefined)[] => [
    ...specifiersIn(text).map((specifier) => libraries.forPackage(specifier)),
    ...(libraries.ambient ? (text.match(libraries.ambient) ?? []) : []).map((name) => libraries.forAmbient(name)),
  ];

  return {
    current() {
      for (const file of code.files()) if (!named.has(file)) named.set(file, namedIn(code.text(file) ?? ""));
      const all = new Set([...named.values()].flat());
      const now = libraries.libraries.filter((library) => isUsed(library, all));
      if (used?.libraries.length !== now.length || now.some((library, index) => used?.libraries[index] !== library))
        used = { ...libraries, libraries: now };
      return used;
    },
    forget(files) {
      for (const file of files) named.delete(file);
    },
  };
}

/** What a text imports, requires or loads later, told without parsing it: one too many does no harm. */
function specifiersIn(text: string): readonly string[] {
  return [...text.matchAll(IMPORTED)].flatMap(([, specifier]) => specifier ?? []);
}

const IMPORTED = /\b(?:from|import|require)\s*\(?\s*["'`]([^"'`\n]+)["'`]/g;
