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
 * Tells the libraries that some file names; a library without
 * packages (the user's own functions) and one that is there without an import always counts. A value of any other library cannot reach the code,
 * whatever its methods are called: `seen.add(answer)` registers nothing where nobody imports Bree.
 */
export function createUsedLibraries(code: Code, libraries: LibraryIndex): UsedLibraries {
  const specifiers = new Map<string, readonly string[]>();
  let used: LibraryIndex | undefined;

  const isUsed = (library: CompiledLibrary, named: ReadonlySet<CompiledLibrary | undefined>): boolean =>
    library.model.packages.length === 0 || (library.model.globals ?? []).length > 0 || named.has(library);

  return {
    current() {
      for (const file of code.files())
        if (!specifiers.has(file)) specifiers.set(file, specifiersIn(code.text(file) ?? ""));
      const named = new Set([...new Set([...specifiers.values()].flat())].map((one) => libraries.forPackage(one)));
      const now = libraries.libraries.filter((library) => isUsed(library, named));
      if (used?.libraries.length !== now.length || now.some((library, index) => used?.libraries[index] !== library))
        used = { ...libraries, libraries: now };
      return used;
    },
    forget(files) {
      for (const file of files) specifiers.delete(file);
    },
  };
}

/** What a text imports, requires or loads later, told without parsing it: one too many does no harm. */
function specifiersIn(text: string): readonly string[] {
  return [...text.matchAll(IMPORTED)].flatMap(([, specifier]) => specifier ?? []);
}

const IMPORTED = /\b(?:from|import|require)\s*\(?\s*["'`]([^"'`\n]+)["'`]/g;
