import { ts } from "ts-morph";
import type { TextEdit } from "../../analyzer/trace.js";
import { quoteStyle } from "./syntax.js";

/** Edits that make types of a module available: one more name in an import of it, or an import of their own. */
export function importTypes(source: ts.SourceFile, module: string, names: readonly string[]): TextEdit[] {
  const imports = source.statements.filter(ts.isImportDeclaration);
  const clause = imports
    .filter((one) => ts.isStringLiteral(one.moduleSpecifier) && one.moduleSpecifier.text === module)
    .map((one) => one.importClause)
    .find((one) => one?.namedBindings !== undefined && ts.isNamedImports(one.namedBindings));
  const list = clause?.namedBindings;
  const known = list && ts.isNamedImports(list) ? list.elements : undefined;
  const missing = names.filter((name) => !known?.some((element) => element.name.text === name));
  if (missing.length === 0) return [];
  const file = source.fileName;
  const last = known?.at(-1);
  const type = clause?.phaseModifier === ts.SyntaxKind.TypeKeyword ? "" : "type ";
  if (last) return [{ file, start: last.end, end: last.end, text: missing.map((name) => `, ${type}${name}`).join("") }];
  const at = imports.at(-1)?.end ?? 0;
  const quote = quoteStyle(source.text);
  const line = `import type { ${missing.join(", ")} } from ${quote}${module}${quote};`;
  return [{ file, start: at, end: at, text: at > 0 ? `\n${line}` : `${line}\n` }];
}
