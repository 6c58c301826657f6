import { readFileSync } from "node:fs";
import { ts } from "ts-morph";
import type { Finding } from "../../analyzer/trace.js";

/** The sample service with one kind of guard taken away, or made useless, wherever it stands. */
export interface Variant {
  readonly name: string;
  /** The text of a file in this variant. */
  change(file: string, text: string): string;
}

/** What is changed in the sample service, one kind of thing at a time. */
export const variants: readonly Variant[] = [
  {
    name: "without idempotency keys",
    change: (file, text) =>
      withoutNodes(file, text, (node) => isNamed(node, /^(idempotencyKey|jobId|deduplicationId)$/i)),
  },
  {
    name: "with keys that are new on each attempt",
    change: (file, text) =>
      replaced(file, text, (node) => (isKey(node) ? "idempotencyKey: crypto.randomUUID()" : undefined)),
  },
  {
    name: "without unique constraints",
    change: (file, text) =>
      file.endsWith(".prisma")
        ? text.replace(/^\s*@@unique\(.*\)$/gm, "").replace(/ @unique\b(\([^)]*\))?/g, "")
        : file.endsWith(".sql")
          ? text.replace(/CREATE UNIQUE INDEX/gi, "CREATE INDEX").replace(/ UNIQUE\b/gi, "")
          : text,
  },
  {
    name: "without conflict clauses",
    change: (_, text) => text.replace(/\s*ON CONFLICT[^`;]*?DO (NOTHING|UPDATE SET[^`;]*)/gi, ""),
  },
  {
    name: "with a create in place of each upsert",
    change: (_, text) => text.replace(/\.upsert\(/g, ".create(").replace(/skipDuplicates: true/g, ""),
  },
  {
    name: "without early returns",
    change: (file, text) =>
      replaced(file, text, (node) => (ts.isIfStatement(node) && !node.elseStatement && leaves(node) ? ";" : undefined)),
  },
];

/** One line for each finding, by what it is about and not by its line: `error unstable-key orders/service.ts OrderService.place stripe.charges.create`. */
export function rulings(findings: readonly Finding[], folder: string): readonly string[] {
  return findings
    .map((one) => {
      const file = one.site.file.slice(folder.length + 1);
      return [one.severity, one.rule, file, one.within || "top level", one.effect.name].join("  ");
    })
    .sort();
}

/** The rulings on a variant as what it adds to those on the service itself, and what it takes from them. */
export function difference(base: readonly string[], variant: readonly string[]): readonly string[] {
  const rest = [...base];
  const added = variant.filter((line) => {
    const at = rest.indexOf(line);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
  return [...rest.map((line) => `- ${line}`), ...added.map((line) => `+ ${line}`)];
}

/** The files of a variant that differ from what is on disk. */
export function textsOf(variant: Variant, files: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    files.flatMap((file): [string, string][] => {
      const text = readFileSync(file, "utf8");
      const changed = variant.change(file, text);
      return changed === text ? [] : [[file, changed]];
    }),
  );
}

function isNamed(node: ts.Node, name: RegExp): boolean {
  return (
    (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) &&
    ts.isObjectLiteralExpression(node.parent) &&
    ts.isCallExpression(node.parent.parent) &&
    name.test(node.name.getText())
  );
}

function isKey(node: ts.Node): boolean {
  return isNamed(node, /^idempotencyKey$/);
}

function leaves({ thenStatement }: ts.IfStatement): boolean {
  const last = ts.isBlock(thenStatement) ? thenStatement.statements.at(-1) : thenStatement;
  return last !== undefined && ts.isReturnStatement(last);
}

function withoutNodes(file: string, text: string, wanted: (node: ts.Node) => boolean): string {
  return replaced(file, text, (node) => (wanted(node) ? "" : undefined)).replace(/([{,]\s*),/g, "$1");
}

/** Replaces the outermost nodes for which a text is given. Nothing but TypeScript is changed. */
function replaced(file: string, text: string, by: (node: ts.Node) => string | undefined): string {
  if (!file.endsWith(".ts")) return text;
  const source = ts.createSourceFile("a.ts", text, ts.ScriptTarget.ESNext, true);
  const edits: { start: number; end: number; text: string }[] = [];
  const visit = (node: ts.Node): void => {
    const other = by(node);
    if (other === undefined) ts.forEachChild(node, visit);
    else edits.push({ start: node.getStart(source), end: node.end, text: other });
  };
  visit(source);
  return edits
    .reverse()
    .reduce((changed, { start, end, text: other }) => changed.slice(0, start) + other + changed.slice(end), text);
}
