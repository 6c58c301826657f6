import { ts } from "ts-morph";
import type { TextEdit } from "../../analyzer/trace.js";

/** Edits that make these names of a module available: nothing to do, one more name in an import, or a new import. */
export function importNames(
  source: ts.SourceFile,
  module: string,
  names: readonly string[],
  quote: '"' | "'",
): TextEdit[] {
  const imports = source.statements.filter(ts.isImportDeclaration);
  const same = imports.filter(
    (one) =>
      ts.isStringLiteral(one.moduleSpecifier) &&
      one.moduleSpecifier.text === module &&
      one.importClause?.phaseModifier !== ts.SyntaxKind.TypeKeyword,
  );
  const lists = same.flatMap((one) =>
    one.importClause?.namedBindings && ts.isNamedImports(one.importClause.namedBindings)
      ? [one.importClause.namedBindings]
      : [],
  );
  const known = new Set(lists.flatMap((list) => list.elements.map((element) => element.name.text)));
  const missing = names.filter((name) => !known.has(name));
  if (missing.length === 0) return [];
  const last = lists[0]?.elements.at(-1);
  if (last)
    return [
      { file: source.fileName, start: last.end, end: last.end, text: missing.map((name) => `, ${name}`).join("") },
    ];
  const after = imports.at(-1);
  const line = `import { ${missing.join(", ")} } from ${quote}${module}${quote};`;
  const at = after?.end ?? 0;
  return [{ file: source.fileName, start: at, end: at, text: after ? `\n${line}` : `${line}\n` }];
}
