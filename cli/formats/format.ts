import type { Style } from "../style.js";
import type { Host } from "../host.js";
import type { Level } from "../commands/check.js";

/** The formats of a check's report; some of them are for terminals, some for machines. */
export const FORMATS = ["pretty", "json", "sarif", "github", "gitlab", "junit", "markdown"] as const;

export type FormatName = (typeof FORMATS)[number];

/** A report that was asked for: `sarif=out.sarif` goes to a file, `pretty` to the terminal. */
export interface ReportTarget {
  readonly format: FormatName;
  readonly file?: string;
}

/** What formats need to know besides the result. */
export interface FormatContext {
  readonly cwd: string;
  /** The repository's folder, to which code hosts want paths to be relative; else the working directory. */
  readonly repository: string;
  readonly style: Style;
  readonly width: number;
  /** Text of a file as analysed. */
  readonly text: (file: string) => string | undefined;
  readonly stats: boolean;
  readonly coverage: boolean;
  /** The check as it was called, for the commands that it proposes: `idemlint check apps/api`. */
  readonly call: string;
  readonly failOn: Level;
  readonly version: string;
  readonly env: Host["env"];
}
