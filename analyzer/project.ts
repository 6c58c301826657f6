import type { ts } from "ts-morph";
import { locate } from "./project/locate.js";
import { createProject } from "./project/store.js";

/** The source files under analysis: parsed, never bound or type-checked. */
export interface Project {
  /** Absolute, with `/`. */
  readonly root: string;
  /** The project's own sources: no declaration files, nothing under node_modules, nothing generated, no tests, stories or seeds. */
  sources(): readonly ts.SourceFile[];
  /** Folders where the database schema may be declared: the root, the package around it, workspace packages it depends on. */
  readonly schemaRoots: readonly string[];
  /** Code of those folders that is no source of this project, tests and generated code left out by its path; parsed by `source`. */
  beyond(): readonly string[];
  /** Files that were named one by one: the user asks about these, the rest of their project is context. */
  readonly focus: readonly string[];
  /** Paths of `sources()`, without parsing any. */
  files(): readonly string[];
  /** Files of the tree with one of these extensions (`.prisma`, `.sql`), own source or not, tests and generated code left out. */
  filesWith(...extensions: readonly string[]): readonly string[];
  /** A source by absolute path; also workspace sources outside the initial set, parsed when first asked for. */
  source(file: string): ts.SourceFile | undefined;
  /** Whether a generator wrote the file: nobody repairs it there. */
  isGenerated(file: string): boolean;
  /** Files of the tree that hold code and are no sources of the project, each with the reason. */
  leftOut(): readonly LeftOut[];
  /** A file's text, as an editor has it or as it is on disk, without a byte order mark. */
  text(file: string): string | undefined;
  /** The source file that an import reaches (relative, path alias, workspace package, `#imports`); `undefined` for a library. */
  resolve(specifier: string, from: string): string | undefined;
  /** The same, also where that file is a library to the analyzer: a generated Prisma client. */
  leadsTo(specifier: string, from: string): string | undefined;
  setText(file: string, text: string | undefined): void;
  /** A file was changed, created or deleted on disk. */
  touch(file: string): void;
  /** Grows whenever the file's text changes. */
  version(file: string): number;
  /** What could not be read so far, and why. Parse errors appear once the file was parsed. */
  problems(): readonly ProjectProblem[];
}

/** A file that is not read as the project's own. */
export interface LeftOut {
  readonly file: string;
  readonly why:
    "declarations only" | "test, story or seed" | "generated" | "JavaScript without allowJs" | "not in the tsconfig";
}

/** A sentence for the user: what, where, what to do. */
export interface ProjectProblem {
  readonly message: string;
  readonly file?: string;
}

/** What to open: folders, files or tsconfigs; nothing means `cwd`. */
export interface ProjectOptions {
  readonly cwd: string;
  readonly paths?: readonly string[];
  /** A tsconfig whose files are the project; `paths` then narrow them. */
  readonly project?: string;
}

export type ProjectResult =
  { readonly ok: true; readonly project: Project } | { readonly ok: false; readonly problem: ProjectProblem };

/** Opens a project. A path that does not exist, a broken tsconfig or nothing to analyse is returned as a problem. */
export function openProject(options: ProjectOptions): ProjectResult {
  const located = locate(options);
  return located.ok ? { ok: true, project: createProject(located) } : located;
}
