import { ts } from "ts-morph";
import type { TextEdit } from "../../analyzer/trace.js";

/** Edits that remove the imports of names which occurred only in a replaced expression. */
export function dropUnusedImport(source: ts.SourceFile, replaced: ts.Node, by: string): TextEdit[] {
  const gone = new Set(textIdentifiers(source, replaced).filter((name) => !by.includes(name)));
  return source.statements.filter(ts.isImportDeclaration).flatMap((declaration) => {
    const clause = declaration.importClause;
    const named = clause?.namedBindings;
    if (!clause || !named || !ts.isNamedImports(named)) return [];
    const unused = named.elements.filter(
      ({ name }) => gone.has(name.text) && occurrences(source, name.text) === 1 + countIn(source, replaced, name.text),
    );
    if (unused.length === 0) return [];
    if (unused.length === named.elements.length && !clause.name) return [withLine(source, declaration)];
    return unused.map((element) => withComma(source, named, element));
  });
}

function textIdentifiers(source: ts.SourceFile, node: ts.Node): string[] {
  return source.text.slice(node.getStart(source), node.end).match(/[A-Za-z_$][\w$]*/g) ?? [];
}

function occurrences(source: ts.SourceFile, name: string): number {
  return source.text.match(word(name))?.length ?? 0;
}

function countIn(source: ts.SourceFile, node: ts.Node, name: string): number {
  return source.text.slice(node.getStart(source), node.end).match(word(name))?.length ?? 0;
}

function word(name: string): RegExp {
  return new RegExp(`(?<![\\w$])${name.replace(/\$/g, "\\$")}(?![\\w$])`, "g");
}

function withLine(source: ts.SourceFile, node: ts.Node): TextEdit {
  const end = source.text.startsWith("\n", node.end) ? node.end + 1 : node.end;
  return { file: source.fileName, start: node.getStart(source), end, text: "" };
}

function withComma(source: ts.SourceFile, named: ts.NamedImports, element: ts.ImportSpecifier): TextEdit {
  const index = named.elements.indexOf(element);
  const next = named.elements[index + 1];
  const previous = named.elements[index - 1];
  const start = next || !previous ? element.getStart(source) : previous.end;
  return { file: source.fileName, start, end: next ? next.getStart(source) : element.end, text: "" };
}
