import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, isAbsolute, relative, resolve } from "node:path";
import { hashOfLine, linesOf } from "./line-hash.js";
import type { Findings, SiteVerdict, VerdictKind } from "./verdict.js";

/** The file's format; readers refuse another. */
const VERSION = 1;

/** One scenario's entry in the file; site files are relative to the working directory, with `/`. */
export interface StoredVerdict {
  readonly scenario: string;
  /** The entry point's name, as the analyzer gives it. */
  readonly entry: string;
  readonly verdict: VerdictKind;
  readonly reason: string;
  readonly schedule?: string;
  readonly seed: number;
  readonly schedules: number;
  readonly sites: readonly SiteVerdict[];
}

/** What `.idemlint/verdicts.json` holds. */
export interface VerdictsFile {
  readonly version: typeof VERSION;
  readonly verdicts: readonly StoredVerdict[];
}

/** Puts one scenario's findings into the file, in place of its earlier ones. */
export function writeVerdicts(path: string, findings: Findings, base = process.cwd()): void {
  const known = readVerdicts(path, base)?.verdicts ?? [];
  const entry: StoredVerdict = {
    scenario: findings.scenario,
    entry: findings.entry,
    verdict: findings.verdict,
    reason: findings.reason,
    ...(findings.schedule === undefined ? {} : { schedule: findings.schedule }),
    seed: findings.seed,
    schedules: findings.schedules.length,
    sites: findings.sites.map((site) => ({ ...site, file: relative(base, site.file).replaceAll("\\", "/") })),
  };
  const verdicts = [...known.filter((other) => other.scenario !== entry.scenario), entry].sort((a, b) =>
    a.scenario < b.scenario ? -1 : 1,
  );
  const file: VerdictsFile = { version: VERSION, verdicts };
  const full = isAbsolute(path) ? path : resolve(base, path);
  mkdirSync(dirname(full), { recursive: true });
  // A reader never sees half a file.
  const draft = `${full}.${process.pid}.tmp`;
  writeFileSync(draft, `${JSON.stringify(file, undefined, 2)}\n`);
  renameSync(draft, full);
}

/** Reads the file; nothing when it is missing or of another version. */
export function readVerdicts(path: string, base = process.cwd()): VerdictsFile | undefined {
  try {
    const file = JSON.parse(
      readFileSync(isAbsolute(path) ? path : resolve(base, path), "utf8"),
    ) as Partial<VerdictsFile>;
    return file.version === VERSION && Array.isArray(file.verdicts) ? (file as VerdictsFile) : undefined;
  } catch {
    return undefined;
  }
}

/** A call in the source, as a finding gives it: where the call expression starts and ends. */
export interface CallRange {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A verdict that speaks about a call, and whether the code is still what it was. */
export interface JoinedVerdict {
  readonly scenario: StoredVerdict;
  readonly site: SiteVerdict;
}

/** The verdicts on one call. */
export function verdictsAt(file: VerdictsFile, call: CallRange, base = process.cwd()): readonly JoinedVerdict[] {
  return verdictIndex(file, base)(call);
}

/**
 * The verdicts on every call; each source file is read once. A run reports the position of the callee's last name, a
 * finding the whole call expression: they meet when the file is the same and the expression contains the position. A site
 * whose line now reads differently is looked for by its content; when the content is gone, or stands in several places, the
 * verdict is stale and left out.
 */
export function verdictIndex(file: VerdictsFile, base: string): (call: CallRange) => readonly JoinedVerdict[] {
  const bySource = new Map<string, JoinedVerdict[]>();
  for (const scenario of file.verdicts)
    for (const site of scenario.sites) {
      const source = resolve(base, site.file).replaceAll("\\", "/");
      bySource.set(source, [...(bySource.get(source) ?? []), { scenario, site }]);
    }
  const current = new Map<string, readonly JoinedVerdict[]>();
  return (call) => {
    const there = current.get(call.file) ?? placed(call.file, bySource.get(call.file) ?? []);
    current.set(call.file, there);
    return there.filter(({ site }) => contains(call, site.line, site.column));
  };
}

/** Verdicts at the lines where their code stands now. */
function placed(source: string, verdicts: readonly JoinedVerdict[]): readonly JoinedVerdict[] {
  const hashes = verdicts.length === 0 ? [] : (linesOf(source) ?? []).map(hashOfLine);
  return verdicts.flatMap(({ scenario, site }): readonly JoinedVerdict[] => {
    const line = lineNow(site, hashes);
    return line === undefined ? [] : [{ scenario, site: { ...site, line } }];
  });
}

/** The line that the site's code stands at now; nothing when it is gone or stands in several places. */
function lineNow(site: SiteVerdict, hashes: readonly string[]): number | undefined {
  if (hashes[site.line - 1] === site.content) return site.line;
  const elsewhere = hashes.flatMap((hash, index) => (hash === site.content ? [index + 1] : []));
  return elsewhere.length === 1 ? elsewhere[0] : undefined;
}

/** The verdicts whose code is not there any more, at the place where it stood; their files are absolute. */
export function staleSites(file: VerdictsFile, base: string): readonly JoinedVerdict[] {
  const hashes = new Map<string, readonly string[]>();
  return file.verdicts.flatMap((scenario) =>
    scenario.sites.flatMap((site): readonly JoinedVerdict[] => {
      const source = resolve(base, site.file).replaceAll("\\", "/");
      const lines = hashes.get(source) ?? (linesOf(source) ?? []).map(hashOfLine);
      hashes.set(source, lines);
      return lineNow(site, lines) === undefined ? [{ scenario, site: { ...site, file: source } }] : [];
    }),
  );
}

/** A query builder runs when it is awaited, so its position may be that of the `await` in front of the call. */
const AWAIT = "await ".length;

function contains(call: CallRange, line: number, column: number): boolean {
  const afterStart = line > call.line || (line === call.line && column >= call.column - AWAIT);
  const beforeEnd = line < call.endLine || (line === call.endLine && column <= call.endColumn);
  return afterStart && beforeEnd;
}
