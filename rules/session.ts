import type { Finding, Severity, Stats, Trace } from "../analyzer/trace.js";

/** A sentence for the user: what, where, what to do. */
export interface Problem {
  readonly message: string;
  readonly file?: string;
}

export interface RuleSettings {
  readonly preset: "recommended" | "strict";
  /** Overrides by rule id. */
  readonly rules?: Readonly<Record<string, Severity>>;
}

export interface CheckResult {
  readonly findings: readonly Finding[];
  readonly traces: readonly Trace[];
  readonly stats: Stats;
  /** What could not be read, and why; the check went on without it. */
  readonly problems: readonly Problem[];
}

/** A project held open: edits in, findings out. Results are kept per entry point; an edit re-walks only what read the file. */
export interface Session {
  readonly root: string;
  /** Replaces a file's text by an editor's; `undefined` goes back to what is on disk. */
  setText(file: string, text: string | undefined): void;
  /** A file was changed, created or deleted on disk (sources, schema files, tsconfig). */
  touch(file: string): void;
  check(settings: RuleSettings): CheckResult;
}

export interface OpenOptions {
  readonly cwd: string;
  /** Folders, files or tsconfigs; empty means `cwd`. */
  readonly paths?: readonly string[];
  readonly project?: string;
  /** Told how far the check has come. */
  readonly onProgress?: (phase: string, done: number, total: number) => void;
}

export type OpenResult =
  { readonly ok: true; readonly session: Session } | { readonly ok: false; readonly problem: Problem };
