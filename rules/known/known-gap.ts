import type { Finding, Severity } from "../../analyzer/trace.js";

/** A gap as it is remembered: enough to know it again after its lines moved, or its file or function got another name. */
export interface KnownGap {
  readonly fingerprint: string;
  readonly rule: string;
  readonly severity: Exclude<Severity, "off">;
  /** Relative to the repository, with `/`. */
  readonly file: string;
  /** The functions around it. */
  readonly within: string;
  /** The effect as the code writes it: `prisma.order.create`. */
  readonly effect: string;
  readonly target: string;
  /** The entry point's name. */
  readonly entry: string;
}

/** What to remember of a finding; the same in every run and on every machine. */
export function knownGap(finding: Finding, repository: string): KnownGap {
  const { fingerprint, rule, severity, site, within, effect, entry } = finding;
  return {
    fingerprint,
    rule,
    severity,
    file: relativeTo(repository, site.file),
    within,
    effect: effect.name.replace(/\s+/g, " ").trim(),
    target: effect.target,
    entry: entry.name,
  };
}

/** A path as seen from the repository's root. */
function relativeTo(repository: string, file: string): string {
  const root = repository.endsWith("/") ? repository : `${repository}/`;
  return file.startsWith(root) ? file.slice(root.length) : file;
}
