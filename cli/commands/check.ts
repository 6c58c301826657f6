import { SEVERITIES, type Severity } from "../../analyzer/trace.js";
import type { Share } from "../../rules/judging/share.js";
import { defineCommand } from "../command.js";
import type { ReportTarget } from "../formats/format.js";
import { readReports } from "../formats/targets.js";
import type { Against } from "../known/compared.js";
import { common, projectOption, wrong, type Misuse, type Options } from "../options.js";

/** Severities that a finding can have. */
export type Level = Exclude<Severity, "off">;

/** What `idemlint check` was asked for. */
export interface CheckAsked {
  readonly paths: readonly string[];
  readonly project?: string;
  readonly reports: readonly ReportTarget[];
  readonly failOn: Level;
  /** Comments that are over, or switch nothing off, fail the check too. */
  readonly failOnUnused: boolean;
  readonly fix: boolean;
  /** Fingerprints of findings whose fix was reviewed. */
  readonly fixReview: readonly string[];
  readonly strict: boolean;
  readonly rules: Readonly<Record<string, Severity>>;
  readonly stats: boolean;
  /** Everything that was found and everything that was not understood, in full. */
  readonly coverage: boolean;
  /** Where runs left their verdicts; else where they leave them by default, if there. */
  readonly verdicts?: string;
  readonly against: Against;
  /** Tell how long phases and rules take. */
  readonly timing: boolean;
  /** Check again after every change. */
  readonly watch: boolean;
  /** How many processes walk entry points. */
  readonly jobs: number;
  /** Only a part of the entry points. */
  readonly share?: Share;
  /** Whether an earlier result may answer, and where it is kept. */
  readonly cache: { readonly folder?: string } | undefined;
}

/** `idemlint check`. */
export const checkCommand = defineCommand<CheckAsked>({
  name: "check",
  synopsis: "check [paths…]",
  summary: "check folders, files or tsconfigs (default: this folder)",
  help: `Checks folders, files or tsconfigs. With a file, its whole project is read and the file's findings are shown.

# Usage
  idemlint check [paths…] [options]

# Options
  -p, --project <tsconfig>       take the files of this tsconfig and of those that it references
      --format <name>[=<file>]   pretty (default), json, sarif, github, gitlab, junit or markdown; several
                                 with commas, each to the terminal or to a file: sarif=out.sarif,pretty
      --fail-on <level>          exit 1 at or above error, warning or info (default: error)
      --fail-on-unused           exit 1 too when a comment is over, or switches nothing off any more
      --fix                      apply the fixes that are safe
      --fix-review <fingerprint> apply one fix that you have reviewed; <fingerprint>:2 takes its second one
      --strict                   the strict preset: governance rules and normal risk in retried handlers too
      --rule <rule>=<level>      set one rule to error, warning, info or off; repeatable
      --baseline <file>          report what is not in this baseline (default: the nearest idemlint-baseline.json)
      --no-baseline              report everything
      --changed-since <ref>      report what the change since this branch, tag or commit causes, in unchanged files too
      --cache                    answer at once when nothing changed since the last check; --cache-location <folder>
                                 keeps it elsewhere than in node_modules/.cache/idemlint
      --verdicts <file>          what runs of idemlint verify showed (default: .idemlint/verdicts.json, if there)
      --stats                    what was walked, and what could not be followed
      --explain-coverage         the same in full: each entry point, each library that no model describes, each file
                                 that was left out and why
  -j, --jobs <number>            walk the entry points in several processes
      --shard <part>/<of>        only a part of the entry points, for a matrix of CI jobs: 2/4
  -w, --watch                    check again after every change
      --timing                   how long each phase and each rule took, on the error output
      --debug                    stack traces

# Examples
  idemlint check
  idemlint check apps/api --fail-on warning
  idemlint check --changed-since origin/main --format github
  idemlint check --project tsconfig.build.json --format json > findings.json
  idemlint check --rule unguarded-call=off --rule blind-retry=error`,
  options: {
    ...common,
    ...projectOption,
    format: { type: "string", multiple: true },
    "fail-on": { type: "string", values: ["error", "warning", "info"] },
    "fail-on-unused": { type: "boolean" },
    fix: { type: "boolean" },
    "fix-review": { type: "string", multiple: true },
    strict: { type: "boolean" },
    rule: { type: "string", multiple: true },
    stats: { type: "boolean" },
    "explain-coverage": { type: "boolean" },
    verdicts: { type: "string" },
    baseline: { type: "string" },
    "no-baseline": { type: "boolean" },
    "changed-since": { type: "string" },
    timing: { type: "boolean" },
    watch: { type: "boolean", short: "w" },
    jobs: { type: "string", short: "j" },
    shard: { type: "string" },
    cache: { type: "boolean" },
    "cache-location": { type: "string" },
  },
  read(options, paths) {
    const rules = readRules(options.all("rule"));
    if (!rules.ok) return rules;
    const reports = readReports(options.all("format"));
    if (!reports.ok) return reports;
    if (options.flag("watch") && (options.flag("fix") || options.all("fix-review").length > 0))
      return wrong("--watch looks on and changes nothing. Run --fix by itself.");
    const [jobs, share] = [readJobs(options), readShare(options.last("shard"))];
    if (!jobs.ok) return jobs;
    if (!share.ok) return share;
    const against = readAgainst(options);
    if (!against.ok) return against;
    const [project, verdicts] = [options.last("project"), options.last("verdicts")];
    return {
      ok: true,
      asked: {
        paths,
        ...(project !== undefined && { project }),
        ...(verdicts !== undefined && { verdicts }),
        reports: reports.reports,
        failOn: levelOf(options.last("fail-on")),
        failOnUnused: options.flag("fail-on-unused"),
        fix: options.flag("fix"),
        fixReview: options.all("fix-review"),
        strict: options.flag("strict"),
        rules: rules.rules,
        stats: options.flag("stats"),
        coverage: options.flag("explain-coverage"),
        against: against.against,
        timing: options.flag("timing"),
        watch: options.flag("watch"),
        jobs: jobs.jobs,
        ...(share.share && { share: share.share }),
        cache: cacheOf(options),
      },
    };
  },
  async run(asked, host) {
    // Loaded before all else, and alone: what it answers needs no analysis.
    const cache = asked.cache && (await import("../cache/cache.js")).openCache(asked, host.cwd, asked.cache.folder);
    if (cache?.kept) return (await import("../conclude.js")).conclude(cache.kept, asked, host);
    if (asked.watch) {
      const [{ watchCheck }, { openSession }] = await Promise.all([
        import("../watch.js"),
        import("../../rules/session.js"),
      ]);
      return watchCheck(asked, host, openSession, host.stop ?? new AbortController().signal);
    }
    const [{ check }, { openSession }] = await Promise.all([import("../check.js"), import("../../rules/session.js")]);
    return check(asked, host, openSession, cache?.keep);
  },
});

function readRules(
  settings: readonly string[],
): { readonly ok: true; readonly rules: Record<string, Severity> } | Misuse {
  const rules: Record<string, Severity> = {};
  for (const setting of settings) {
    const [id = "", severity = ""] = setting.split("=");
    const known = SEVERITIES.find((one) => one === severity);
    if (!known) return wrong(`--rule ${setting} is not of the form <rule>=<${SEVERITIES.join("|")}>.`);
    rules[id] = known;
  }
  return { ok: true, rules };
}

function readAgainst(options: Options): { readonly ok: true; readonly against: Against } | Misuse {
  const [ref, file] = [options.last("changed-since"), options.last("baseline")];
  if (ref !== undefined && file !== undefined)
    return wrong("--changed-since and --baseline are two answers to the same question. Give one of them.");
  if (ref !== undefined) return { ok: true, against: { kind: "ref", ref } };
  if (file === undefined && options.flag("no-baseline")) return { ok: true, against: { kind: "nothing" } };
  return { ok: true, against: { kind: "baseline", ...(file !== undefined && { file }) } };
}

/** What changes files, stays, or compares two states of the code is done by one process. */
function readJobs(options: Options): { readonly ok: true; readonly jobs: number } | Misuse {
  const asked = options.last("jobs");
  if (asked === undefined) return { ok: true, jobs: 1 };
  if (!/^[1-9]\d?$/.test(asked)) return wrong(`--jobs ${asked} is no number of processes: --jobs 4.`);
  const alone = ["fix", "watch", "timing", "explain-coverage"].find((name) => options.flag(name));
  const named = ["changed-since", "fix-review", "shard"].find((name) => options.last(name) !== undefined);
  return alone !== undefined || named !== undefined
    ? wrong(`--${alone ?? named ?? ""} is the work of one process. Leave --jobs out.`)
    : { ok: true, jobs: Number(asked) };
}

function readShare(text: string | undefined): { readonly ok: true; readonly share?: Share } | Misuse {
  if (text === undefined) return { ok: true };
  const [part = 0, of = 0] = (/^(\d+)\/(\d+)$/.exec(text)?.slice(1) ?? []).map(Number);
  return part >= 1 && part <= of
    ? { ok: true, share: { part, of } }
    : wrong(`--shard ${text} is no part of a whole: --shard 2/4 is the second of four.`);
}

/** What changes files, or tells of the walk itself, is never answered from the cache. */
function cacheOf(options: Options): CheckAsked["cache"] {
  const folder = options.last("cache-location");
  const wanted = options.flag("cache") || folder !== undefined;
  const isFresh =
    options.flag("fix") ||
    options.all("fix-review").length > 0 ||
    options.flag("explain-coverage") ||
    options.flag("timing") ||
    options.flag("watch");
  return wanted && !isFresh ? { ...(folder !== undefined && { folder }) } : undefined;
}

function levelOf(text: string | undefined): Level {
  return text === "warning" || text === "info" ? text : "error";
}
