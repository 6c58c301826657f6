import { ts } from "ts-morph";

/**
 * A flat configuration of ESLint with Idemlint's preset as its last entry; `undefined` where what is exported is no list that
 * can be added to, or where it is there already.
 */
export function withIdemlint(text: string, file: string): string | undefined {
  if (/["']idemlint\/eslint["']/.test(text)) return undefined;
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const exported = exportedOf(source);
  const list = exported && listOf(exported.value, source);
  if (!exported || !list) return undefined;
  const entry = insertionInto(list, "idemlint.configs.recommended", source);
  const statement = exported.isModule
    ? 'import idemlint from "idemlint/eslint";'
    : 'const { default: idemlint } = require("idemlint/eslint");';
  const at = afterImports(source);
  return `${text.slice(0, at)}${at === 0 ? "" : "\n"}${statement}${at === 0 ? "\n" : ""}${text.slice(at, entry.at)}${entry.text}${text.slice(entry.at)}`;
}

function exportedOf(source: ts.SourceFile): { readonly value: ts.Expression; readonly isModule: boolean } | undefined {
  for (const statement of source.statements) {
    if (ts.isExportAssignment(statement)) return { value: statement.expression, isModule: true };
    if (
      ts.isExpressionStatement(statement) &&
      ts.isBinaryExpression(statement.expression) &&
      statement.expression.left.getText(source) === "module.exports"
    )
      return { value: statement.expression.right, isModule: false };
  }
  return undefined;
}

type List = ts.ArrayLiteralExpression | ts.CallExpression;

/** `[…]`, `defineConfig([…])`, `tseslint.config(…)`, or a constant that holds one of them. */
function listOf(value: ts.Expression, source: ts.SourceFile): List | undefined {
  if (ts.isArrayLiteralExpression(value)) return value;
  if (ts.isIdentifier(value)) {
    const declared = source.statements
      .filter(ts.isVariableStatement)
      .flatMap(({ declarationList }) => [...declarationList.declarations])
      .find((declaration) => declaration.name.getText(source) === value.text);
    return declared?.initializer && !ts.isIdentifier(declared.initializer)
      ? listOf(declared.initializer, source)
      : undefined;
  }
  if (ts.isSatisfiesExpression(value) || ts.isAsExpression(value) || ts.isParenthesizedExpression(value))
    return listOf(value.expression, source);
  if (!ts.isCallExpression(value) || !/(^|\.)(defineConfig|config)$/.test(value.expression.getText(source)))
    return undefined;
  const [first] = value.arguments;
  return first && ts.isArrayLiteralExpression(first) ? first : value;
}

/** Behind the last element, written as the others are. */
function insertionInto(
  list: List,
  entry: string,
  source: ts.SourceFile,
): { readonly at: number; readonly text: string } {
  const elements = ts.isArrayLiteralExpression(list) ? list.elements : list.arguments;
  const last = elements.at(-1);
  if (!last) return { at: elements.pos, text: entry };
  const before = source.text.slice(0, last.getStart(source));
  const indent = /\n([ \t]*)$/.exec(before)?.[1];
  return { at: last.end, text: indent === undefined ? `, ${entry}` : `,\n${indent}${entry}` };
}

function afterImports(source: ts.SourceFile): number {
  const imports = source.statements.filter(
    (statement) =>
      ts.isImportDeclaration(statement) ||
      (ts.isVariableStatement(statement) && /=\s*require\(/.test(statement.getText(source))),
  );
  return imports.at(-1)?.end ?? 0;
}
