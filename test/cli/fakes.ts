import { existsSync, readFileSync } from "node:fs";
import type { Finding, Fix, Site } from "../../analyzer/trace.js";
import type { CheckResult, OpenResult, Session } from "../../rules/session.js";
import type { CheckAsked } from "../../cli/commands/check.js";
import type { FormatContext } from "../../cli/formats/format.js";
import { createStyle } from "../../cli/style.js";
import type { Host, Output } from "../../cli/host.js";
import { effect as madeEffect, entry as madeEntry } from "../rules/made.js";

/** What `idemlint check` is asked for without an option. */
export const usualCheck: CheckAsked = {
  paths: [],
  reports: [{ format: "pretty" }],
  failOn: "error",
  failOnUnused: false,
  fix: false,
  fixReview: [],
  strict: false,
  rules: {},
  stats: false,
  coverage: false,
  against: { kind: "baseline" },
  timing: false,
  watch: false,
  jobs: 1,
  cache: undefined,
};

/** A terminal or pipe that remembers. */
export interface Recorder extends Host {
  readonly printed: () => string;
  readonly warned: () => string;
}

/** A host whose output can be read. */
export function recorder(cwd: string, output: Omit<Output, "write"> = {}, env: Host["env"] = {}): Recorder {
  const out: string[] = [];
  const err: string[] = [];
  return {
    cwd,
    env,
    out: { ...output, write: (text) => out.push(text) },
    err: { ...output, write: (text) => err.push(text) },
    printed: () => out.join(""),
    warned: () => err.join(""),
  };
}

/** The place of the n-th occurrence of `text` in a file. */
export function siteOf(file: string, text: string, source = readFileSync(file, "utf8")): Site {
  const start = source.indexOf(text);
  const position = (offset: number) => {
    const before = source.slice(0, offset).split("\n");
    return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
  };
  const end = start + text.length;
  const last = position(end);
  return { file, start, end, ...position(start), endLine: last.line, endColumn: last.column };
}

/** A finding at a place, with believable surroundings. */
export function finding(site: Site, changes: Partial<Finding> = {}): Finding {
  const entry = madeEntry({ ...site, line: 1, column: 1 }, { handler: site, identities: [] });
  const effect = madeEffect(site, {
    kind: "insert",
    library: "@prisma/client",
    name: "prisma.order.create",
    target: "Order",
    risk: "high",
    riskReason: "orders",
    confidence: "certain",
  });
  return {
    rule: "unguarded-insert",
    severity: "error",
    confidence: "certain",
    risk: "high",
    riskReason: "orders",
    site,
    message: "`prisma.order.create` adds a second row when the queue redelivers: no unique set covers the job's id",
    remedy: "Write the job's id into the row and make it unique.",
    effect,
    entry,
    path: [
      { site: entry.site, what: "queue orders: BullMQ runs a stalled or failed job again" },
      { site, what: "prisma.order.create" },
    ],
    fixes: [],
    within: "settle",
    fingerprint: "0123456789abcdef",
    docs: "https://github.com/idemlint/idemlint/blob/main/docs/rules/unguarded-insert.md",
    ...changes,
  };
}

/** A fix that replaces one text by another. */
export function replacing(file: string, from: string, to: string, safety: Fix["safety"] = "safe"): Fix {
  const { start, end } = siteOf(file, from);
  return { title: `Replace ${from} by ${to}`, safety, edits: [{ file, start, end, text: to }] };
}

/** A session whose findings are computed by a function each time it checks. */
export function session(findings: () => readonly Finding[], problems: CheckResult["problems"] = []): OpenResult {
  const made: Session = {
    root: "/",
    present: { repository: "/", exists: () => false, functions: () => new Set(), covers: () => true },
    setText() {},
    setTexts() {},
    touch() {},
    matches: () => [],
    lessons: () => [],
    severityLesson: () => undefined,
    check: () => ({
      findings: findings(),
      traces: [],
      stats: {
        files: 3,
        entryPoints: 1,
        effects: 2,
        guarded: 1,
        opaqueCalls: 0,
        unresolvedTypes: 0,
        durationMs: 12.5,
      },
      problems,
    }),
  };
  return { ok: true, session: made };
}

/** What formats are told when a check runs in a folder outside of any repository. */
export function contextIn(cwd: string): FormatContext {
  return {
    cwd,
    repository: cwd,
    style: createStyle({ write: () => true }, {}),
    width: 100,
    text: (file) => (existsSync(file) ? readFileSync(file, "utf8") : undefined),
    stats: false,
    coverage: false,
    call: "idemlint check src",
    failOn: "error",
    version: "1.2.3",
    env: {},
  };
}
