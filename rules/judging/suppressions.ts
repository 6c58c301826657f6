import { ts } from "ts-morph";
import type { Finding } from "../../analyzer/trace.js";
import type { Problem } from "../session.js";
import { nodesAround } from "../fixes/syntax.js";

/** A comment that switches rules off, with the reason that it gives. */
export interface Suppression {
  readonly verb: "disable-next-line" | "disable";
  readonly rules: readonly string[];
  readonly reason: string;
  /** The last day on which it holds, `2026-12-31`; absent when it holds for good. */
  readonly until?: string;
  readonly file: string;
  readonly line: number;
}

/** What the comments of a file switch off. */
export interface Suppressions {
  /** The comment that covers a finding on this day, `2026-12-31`. */
  covering(finding: Pick<Finding, "rule" | "site">, today: string): Suppression | undefined;
  readonly all: readonly Suppression[];
  readonly problems: readonly Problem[];
}

/**
 * Reads `idemlint-disable-next-line rule -- reason`, which covers the line after the comment, and
 * `idemlint-disable rule -- reason`, which holds to the end of the file or to `idemlint-enable`.
 * `rule until 2026-12-31` ends after that day.
 */
export function readSuppressions(source: ts.SourceFile, known: ReadonlySet<string>): Suppressions {
  if (!source.text.includes("idemlint-")) return NOTHING;
  const problems: Problem[] = [];
  const directives: Directive[] = [];
  for (const comment of directiveComments(source)) {
    const line = lineOf(source, comment.start);
    const problem = problemOf(comment, known);
    if (problem) problems.push({ message: `Line ${line}: ${problem}`, file: source.fileName });
    else directives.push({ ...comment, line, endLine: lineOf(source, comment.end), file: source.fileName });
  }
  return {
    problems,
    all: directives.filter(isSuppression),
    covering: ({ rule, site }, today) => {
      let disabled: Suppression | undefined;
      for (const directive of directives) {
        if (!isSuppression(directive)) {
          if (directive.start < site.start && (directive.rules.length === 0 || directive.rules.includes(rule)))
            disabled = undefined;
        } else if (directive.rules.includes(rule) && !isOver(directive, today)) {
          if (directive.verb === "disable") {
            if (directive.start < site.start) disabled = directive;
          } else if (directive.endLine + 1 === site.line) return directive;
        }
      }
      return disabled;
    },
  };
}

/** True after the last day of a suppression that has one. */
export function isOver({ until }: Suppression, today: string): boolean {
  return until !== undefined && until < today;
}

const NOTHING: Suppressions = { covering: () => undefined, all: [], problems: [] };

interface Comment {
  readonly verb: Suppression["verb"] | "enable";
  readonly rules: readonly string[];
  readonly reason: string;
  readonly until?: string;
  readonly start: number;
  readonly end: number;
}

interface Directive extends Comment {
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
}

function isSuppression(directive: Directive): directive is Directive & Suppression {
  return directive.verb !== "enable";
}

const COMMENT = /\/\/[ \t]*idemlint-([^\n]*)|\/\*[\s*]*idemlint-([\s\S]*?)\*\//g;

function* directiveComments(source: ts.SourceFile): Iterable<Comment> {
  for (const match of source.text.matchAll(COMMENT)) {
    if (insideToken(source, match.index)) continue;
    const body = (match[1] ?? match[2] ?? "").replace(/\n[ \t]*\*?/g, " ").trim();
    const parts = /^(disable-next-line|disable|enable)\b([^]*?)(?:--([^]*))?$/.exec(body);
    if (!parts) continue;
    const [, names = "", until] = /^([^]*?)(?:\buntil\s+(\S+)\s*)?$/.exec(parts[2] ?? "") ?? [];
    yield {
      verb: parts[1] as Comment["verb"],
      rules: names.split(/[\s,]+/).filter(Boolean),
      reason: (parts[3] ?? "").trim(),
      ...(until !== undefined && { until }),
      start: match.index,
      end: match.index + match[0].length,
    };
  }
}

function problemOf(comment: Comment, known: ReadonlySet<string>): string | undefined {
  if (comment.verb === "enable") return undefined;
  const form = `\`idemlint-${comment.verb} <rule> -- <reason>\``;
  if (comment.rules.length === 0) return `the comment names no rule and switches nothing off. Write ${form}.`;
  const unknown = comment.rules.filter((rule) => !known.has(rule));
  if (unknown.length > 0) return `the comment names ${unknown.join(", ")}, which is no rule of Idemlint.`;
  if (comment.until !== undefined && !isDay(comment.until))
    return `the comment holds until ${comment.until}, which is no day and switches nothing off. Write it as until 2026-12-31.`;
  if (!comment.reason) return `the comment gives no reason and switches nothing off. Write ${form}.`;
  return undefined;
}

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** A match in a string or template is text, not a comment. */
function insideToken(source: ts.SourceFile, position: number): boolean {
  const smallest = nodesAround(source, position, position + 1).at(-1);
  if (!smallest || smallest.getStart(source) > position) return false;
  return (
    ts.isStringLiteralLike(smallest) ||
    ts.isTemplateHead(smallest) ||
    ts.isTemplateMiddleOrTemplateTail(smallest) ||
    ts.isJsxText(smallest) ||
    ts.isRegularExpressionLiteral(smallest)
  );
}

function lineOf(source: ts.SourceFile, position: number): number {
  return source.getLineAndCharacterOfPosition(position).line + 1;
}
