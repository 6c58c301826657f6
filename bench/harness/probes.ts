import ts from "typescript";

/** A place in a text of which a run tells whether it came by. */
export interface Probe {
  readonly id: number;
  readonly start: number;
}

/** The text with a probe before the statement, or in the arrow function, that each place stands in. See `reached.mjs`. */
export function withProbes(file: string, text: string, probes: readonly Probe[]): string {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
  const insertions = probes.flatMap(({ id, start }) => insertionsFor(innermostAt(source, start), source, id));
  return insertions
    .sort((a, b) => b.at - a.at)
    .reduce((changed, { at, text: inserted }) => changed.slice(0, at) + inserted + changed.slice(at), text);
}

interface Insertion {
  readonly at: number;
  readonly text: string;
}

function insertionsFor(node: ts.Node, source: ts.SourceFile, id: number): readonly Insertion[] {
  const probe = `globalThis["idemlintReached"]?.(${id})`;
  for (let at = node; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isStatement(at) && hasStatements(at.parent)) return [{ at: at.getStart(source), text: `${probe}; ` }];
    if (ts.isArrowFunction(at.parent) && at.parent.body === at && !ts.isBlock(at))
      return [
        { at: at.getStart(source), text: `(${probe}, ` },
        { at: at.end, text: ")" },
      ];
  }
  return [];
}

function hasStatements(node: ts.Node): boolean {
  return ts.isBlock(node) || ts.isSourceFile(node) || ts.isCaseOrDefaultClause(node);
}

/** The innermost node at a position. */
export function innermostAt(source: ts.SourceFile, position: number): ts.Node {
  const within = (node: ts.Node): ts.Node =>
    ts.forEachChild(node, (child) =>
      child.getStart(source) <= position && position < child.end ? within(child) : undefined,
    ) ?? node;
  return within(source);
}
