import type { ts } from "ts-morph";

/** The source files under analysis: parsed, never bound or type-checked. */
export interface Project {
  /** Absolute, with `/`. */
  readonly root: string;
  /** The project's own sources: no declaration files, nothing under node_modules, nothing generated. */
  sources(): readonly ts.SourceFile[];
  /** A source by absolute path; also workspace sources outside the initial set, parsed when first asked for. */
  source(file: string): ts.SourceFile | undefined;
  /** The source file that an import reaches (relative, path alias, workspace package, `#imports`); `undefined` for a library. */
  resolve(specifier: string, from: string): string | undefined;
  setText(file: string, text: string | undefined): void;
  /** A file was changed, created or deleted on disk. */
  touch(file: string): void;
  /** Grows whenever the file's text changes. */
  version(file: string): number;
}
