import { ts } from "ts-morph";
import type { Finding } from "../analyzer/trace.js";
import type { Problem } from "./session.js";
import { nodesAround } from "./fixes/syntax.js";

/** What the comments of a file switch off. */
export interface Suppressions {
  covers(finding: Pick<Finding, "rule" | "site">): boolean;
  readonly problems: readonly Problem[];
}

/**
 * Reads `idemlint-disable-next-line rule -- reason`, which covers the line after the comment, and
 * `idemlint-disable rule -- reason`, which holds to the end of the file or to `idemlint-enable`.
 */
export function readSuppressions(source: ts.SourceFile, known: ReadonlySet<string>): Suppressions {
  if (!source.text.includes("idemlint-")) return NOTHING;
  const problems: Problem[] = [];
  const directives: Directive[] = [];
  for (const comment of directiveComments(source)) {
    const line = lineOf(source, comment.start);
    const problem = problemOf(comment, known);
    if (problem) problems.push({ message: `Line ${line}: ${problem}`, file: source.fileName });
    else directives.push({ ...comment, line, endLine: lineOf(source, comment.end) });
  }
  return {
    problems,
    covers: ({ rule, site }) => {
      let disabled = false;
      for (const directive of directives) {
        if (!directive.rules.includes(rule) && !(directive.verb === "enable" && directive.rules.length === 0)) continue;
        if (directive.verb === "disable-next-line") {
          if (directive.endLine + 1 === site.line) return true;
        } else if (directive.start < site.start) disabled = directive.verb === "disable";
      }
      return disabled;
    },
  };
}

const NOTHING: Suppressions = { covers: () => false, problems: [] };

interface Comment {
  readonly verb: "disable-next-line" | "disable" | "enable";
  readonly rules: readonly string[];
  readonly reason: string;
  readonly start: number;
  readonly end: number;
}

interface Directive extends Comment {
  readonly line: number;
  readonly endLine: number;
}

const COMMENT = /\/\/[ \t]*idemlint-([^\n]*)|\/\*[\s*]*idemlint-([\s\S]*?)\*\//g;

function* directiveComments(source: ts.SourceFile): Iterable<Comment> {
  for (const match of source.text.matchAll(COMMENT)) {
    if (insideToken(source, match.index)) continue;
    const body = (match[1] ?? match[2] ?? "").replace(/\n[ \t]*\*?/g, " ").trim();
    const parts = /^(disable-next-line|disable|enable)\b([^]*?)(?:--([^]*))?$/.exec(body);
    if (!parts) continue;
    yield {
      verb: parts[1] as Comment["verb"],
      rules: (parts[2] ?? "").split(/[\s,]+/).filter(Boolean),
      reason: (parts[3] ?? "").trim(),
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
  if (!comment.reason) return `the comment gives no reason and switches nothing off. Write ${form}.`;
  return undefined;
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
