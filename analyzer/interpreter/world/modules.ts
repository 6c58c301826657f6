import { ts } from "ts-morph";

/** Top-level names of a file, found once per text. */
export interface ModuleNames {
  /** Declaration by local name. */
  readonly locals: ReadonlyMap<string, Local>;
  /** What is exported under a name: a local name, a name of another module, or an expression. */
  readonly exports: ReadonlyMap<string, Exported>;
  /** `module.exports = …`: what `require` yields. */
  readonly whole?: ts.Expression;
  /** `export * from "…"`. */
  readonly stars: readonly string[];
  /** Specifiers of all imports, dynamic ones left out. */
  readonly imports: readonly string[];
}

export type Local =
  | { readonly kind: "import"; readonly specifier: string; readonly name: string; readonly node: ts.Node }
  | { readonly kind: "function"; readonly node: ts.FunctionDeclaration }
  | { readonly kind: "class"; readonly node: ts.ClassDeclaration }
  | { readonly kind: "variable"; readonly node: ts.VariableDeclaration }
  | { readonly kind: "enum"; readonly node: ts.EnumDeclaration }
  | { readonly kind: "type"; readonly node: ts.InterfaceDeclaration | ts.TypeAliasDeclaration }
  | { readonly kind: "namespace"; readonly node: ts.ModuleDeclaration };

export type Exported =
  | { readonly kind: "local"; readonly name: string }
  | { readonly kind: "from"; readonly specifier: string; readonly name: string; readonly node: ts.Node }
  | { readonly kind: "expression"; readonly node: ts.Expression | ts.FunctionDeclaration | ts.ClassDeclaration };

/** Reads the top level of a file: what it declares, imports and exports. CommonJS `require` and `module.exports` count. */
export function namesOf(source: ts.SourceFile): ModuleNames {
  const known = cache.get(source);
  if (known) return known;
  const names = read(source);
  cache.set(source, names);
  return names;
}

const cache = new WeakMap<ts.SourceFile, ModuleNames>();

function read(source: ts.SourceFile): ModuleNames {
  const locals = new Map<string, Local>();
  const exports = new Map<string, Exported>();
  const stars: string[] = [];
  const imports: string[] = [];
  let whole: ts.Expression | undefined;
  for (const statement of source.statements) {
    const exported = has(statement, ts.SyntaxKind.ExportKeyword);
    const isDefault = has(statement, ts.SyntaxKind.DefaultKeyword);
    const publish = (name: string): void => {
      if (exported) exports.set(isDefault ? "default" : name, { kind: "local", name });
    };
    if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier)) {
      imports.push(statement.moduleSpecifier.text);
      readImport(statement, statement.moduleSpecifier.text, locals);
    } else if (ts.isImportEqualsDeclaration(statement)) {
      const ref = statement.moduleReference;
      if (ts.isExternalModuleReference(ref) && ts.isStringLiteral(ref.expression)) {
        imports.push(ref.expression.text);
        locals.set(statement.name.text, { kind: "import", specifier: ref.expression.text, name: "*", node: statement });
      }
    } else if (ts.isFunctionDeclaration(statement)) {
      if (!statement.body) continue;
      if (statement.name) {
        locals.set(statement.name.text, { kind: "function", node: statement });
        publish(statement.name.text);
      } else if (exported) exports.set("default", { kind: "expression", node: statement });
    } else if (ts.isClassDeclaration(statement)) {
      if (statement.name) {
        locals.set(statement.name.text, { kind: "class", node: statement });
        publish(statement.name.text);
      } else if (exported) exports.set("default", { kind: "expression", node: statement });
    } else if (ts.isVariableStatement(statement)) {
      for (const declaration of statement.declarationList.declarations) {
        const required = requireOf(declaration.initializer);
        if (required) imports.push(required);
        for (const name of bound(declaration.name)) {
          locals.set(name, { kind: "variable", node: declaration });
          publish(name);
        }
      }
    } else if (ts.isEnumDeclaration(statement)) {
      locals.set(statement.name.text, { kind: "enum", node: statement });
      publish(statement.name.text);
    } else if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) {
      if (!locals.has(statement.name.text)) locals.set(statement.name.text, { kind: "type", node: statement });
      if (exported && !exports.has(statement.name.text)) publish(statement.name.text);
    } else if (ts.isModuleDeclaration(statement) && ts.isIdentifier(statement.name)) {
      if (!locals.has(statement.name.text)) locals.set(statement.name.text, { kind: "namespace", node: statement });
      publish(statement.name.text);
    } else if (ts.isExportAssignment(statement)) {
      exports.set("default", { kind: "expression", node: statement.expression });
    } else if (ts.isExportDeclaration(statement)) {
      readExport(statement, exports, stars, imports);
    } else if (ts.isExpressionStatement(statement)) {
      whole = readCommonJs(statement.expression, exports) ?? whole;
    }
  }
  return { locals, exports, stars, imports, ...(whole ? { whole } : {}) };
}

function readImport(statement: ts.ImportDeclaration, specifier: string, locals: Map<string, Local>): void {
  const clause = statement.importClause;
  if (!clause) return;
  if (clause.name) locals.set(clause.name.text, { kind: "import", specifier, name: "default", node: statement });
  const bindings = clause.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings)) {
    locals.set(bindings.name.text, { kind: "import", specifier, name: "*", node: statement });
  } else if (bindings) {
    for (const element of bindings.elements) {
      locals.set(element.name.text, {
        kind: "import",
        specifier,
        name: (element.propertyName ?? element.name).text,
        node: element,
      });
    }
  }
}

function readExport(
  statement: ts.ExportDeclaration,
  exports: Map<string, Exported>,
  stars: string[],
  imports: string[],
): void {
  const specifier =
    statement.moduleSpecifier && ts.isStringLiteral(statement.moduleSpecifier)
      ? statement.moduleSpecifier.text
      : undefined;
  if (specifier !== undefined) imports.push(specifier);
  const clause = statement.exportClause;
  if (!clause) {
    if (specifier !== undefined) stars.push(specifier);
  } else if (ts.isNamespaceExport(clause)) {
    if (specifier !== undefined) exports.set(clause.name.text, { kind: "from", specifier, name: "*", node: statement });
  } else {
    for (const element of clause.elements) {
      const name = (element.propertyName ?? element.name).text;
      exports.set(
        element.name.text,
        specifier === undefined ? { kind: "local", name } : { kind: "from", specifier, name, node: element },
      );
    }
  }
}

/** Notes an export; yields the whole of what the module exports when that is what is written. */
function readCommonJs(expression: ts.Expression, exports: Map<string, Exported>): ts.Expression | undefined {
  if (!ts.isBinaryExpression(expression) || expression.operatorToken.kind !== ts.SyntaxKind.EqualsToken)
    return undefined;
  const target = expression.left;
  if (!ts.isPropertyAccessExpression(target)) return undefined;
  const owner = target.expression.getText();
  if (owner === "module" && target.name.text === "exports") {
    exports.set("default", { kind: "expression", node: expression.right });
    return expression.right;
  }
  if (owner === "exports" || owner === "module.exports")
    exports.set(target.name.text, { kind: "expression", node: expression.right });
  return undefined;
}

/** The specifier of `require("…")` or `await import("…")`. */
export function requireOf(node: ts.Expression | undefined): string | undefined {
  if (!node) return undefined;
  const call = ts.isAwaitExpression(node) ? node.expression : node;
  if (!ts.isCallExpression(call)) return undefined;
  const isRequire = ts.isIdentifier(call.expression) && call.expression.text === "require";
  const isImport = call.expression.kind === ts.SyntaxKind.ImportKeyword;
  const [argument] = call.arguments;
  return (isRequire || isImport) && argument && ts.isStringLiteralLike(argument) ? argument.text : undefined;
}

/** Names that a binding pattern introduces. */
function bound(name: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : bound(element.name)));
}

function has(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === kind);
}
