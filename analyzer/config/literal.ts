import { ts } from "ts-morph";
import { namesOf } from "../interpreter/world/modules.js";
import type { Path } from "./shape.js";

/** A place in a configuration file. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** What a file says, read without running it. */
export interface Written {
  readonly value: unknown;
  /** Where a part of it is written. */
  place(path: Path): Place;
}

/** The first thing that cannot be read without running the file. */
export interface Unreadable {
  readonly place: Place;
  readonly message: string;
}

export type Reading = { readonly ok: true; readonly written: Written } | ({ readonly ok: false } & Unreadable);

/** What reading needs of the outside: texts, and what a relative import reaches. */
export interface Files {
  text(file: string): string | undefined;
  resolve(specifier: string, from: string): string | undefined;
}

/**
 * Reads what a file exports by default as plain data. The file is not run, so it can hold literals, constants, spreads,
 * and imports of such from other files of the project.
 */
export function readLiteral(file: string, files: Files): Reading {
  const places = new WeakMap<object, Map<string, Place>>();
  try {
    const source = parse(file, files);
    const value = file.endsWith(".json") ? jsonValue(source, places) : exportOf(source, "default", files, places, []);
    return { ok: true, written: { value, place: (path) => placeIn(value, path, places, { file, line: 1 }) } };
  } catch (error) {
    if (error instanceof NotData) return { ok: false, place: error.place, message: error.message };
    throw error;
  }
}

class NotData extends Error {
  constructor(
    message: string,
    readonly place: Place,
  ) {
    super(message);
  }
}

type Places = WeakMap<object, Map<string, Place>>;

function parse(file: string, files: Files): ts.SourceFile {
  const text = files.text(file);
  if (text === undefined) throw new NotData("it cannot be read; check that it is there", { file, line: 1 });
  const source = file.endsWith(".json")
    ? ts.parseJsonText(file, text)
    : ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const [error] = (source as { parseDiagnostics?: readonly ts.Diagnostic[] }).parseDiagnostics ?? [];
  if (error) {
    const line = source.getLineAndCharacterOfPosition(error.start ?? 0).line + 1;
    const reason = ts.flattenDiagnosticMessageText(error.messageText, " ").replace(/\.$/, "");
    throw new NotData(`it does not parse: ${reason}`, { file, line });
  }
  return source;
}

function jsonValue(source: ts.SourceFile, places: Places): unknown {
  const [statement] = source.statements;
  if (!statement || !ts.isExpressionStatement(statement))
    throw new NotData("it is empty; write an object", { file: source.fileName, line: 1 });
  return valueOf(statement.expression, { source, places, files: undefined, active: [] });
}

interface Scope {
  readonly source: ts.SourceFile;
  readonly places: Places;
  /** Absent for JSON, which has no names. */
  readonly files: Files | undefined;
  readonly active: readonly string[];
}

function exportOf(
  source: ts.SourceFile,
  name: string,
  files: Files,
  places: Places,
  active: readonly string[],
): unknown {
  const scope: Scope = { source, files, places, active };
  const found = namesOf(source).exports.get(name);
  if (found?.kind === "expression" && !ts.isFunctionDeclaration(found.node) && !ts.isClassDeclaration(found.node))
    return valueOf(found.node, scope);
  if (found?.kind === "local") return nameValue(found.name, source, scope);
  if (found?.kind === "from") return importedValue(found.specifier, found.name, found.node, scope);
  throw new NotData(
    name === "default" ? "it has no default export; write export default { … }" : `it exports no ${name}`,
    { file: source.fileName, line: 1 },
  );
}

function valueOf(node: ts.Expression, scope: Scope): unknown {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
  if (node.kind === ts.SyntaxKind.NullKeyword) return null;
  if (ts.isObjectLiteralExpression(node)) return objectValue(node, scope);
  if (ts.isArrayLiteralExpression(node)) return listValue(node, scope);
  if (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node)
  )
    return valueOf(node.expression, scope);
  if (ts.isIdentifier(node)) return node.text === "undefined" ? undefined : nameValue(node.text, node, scope);
  if (ts.isTemplateExpression(node))
    return node.templateSpans.reduce(
      (before, span) => before + String(valueOf(span.expression, scope)) + span.literal.text,
      node.head.text,
    );
  if (ts.isPropertyAccessExpression(node)) {
    const owner = rootOf(node, scope) ? valueOf(node.expression, scope) : undefined;
    if (isObject(owner) && node.name.text in owner) return owner[node.name.text];
  }
  // `defineConfig({ … })` only gives the object its type.
  const [argument] = ts.isCallExpression(node) ? node.arguments : [];
  if (ts.isCallExpression(node) && node.expression.getText(scope.source) === "defineConfig" && argument)
    return valueOf(argument, scope);
  throw notData(node, scope);
}

/** Whether a chain of members starts at a name that the file knows. */
function rootOf(node: ts.PropertyAccessExpression, scope: Scope): boolean {
  let at: ts.Expression = node;
  while (ts.isPropertyAccessExpression(at)) at = at.expression;
  return !ts.isIdentifier(at) || namesOf(scope.source).locals.has(at.text);
}

function objectValue(node: ts.ObjectLiteralExpression, scope: Scope): unknown {
  const made: Record<string, unknown> = {};
  const places = new Map<string, Place>();
  scope.places.set(made, places);
  for (const member of node.properties) {
    if (ts.isSpreadAssignment(member)) {
      const spread = valueOf(member.expression, scope);
      if (!isObject(spread)) throw notData(member.expression, scope);
      Object.assign(made, spread);
      for (const [name, place] of scope.places.get(spread) ?? []) places.set(name, place);
      continue;
    }
    const name = nameOf(member.name, scope);
    const value = ts.isPropertyAssignment(member)
      ? valueOf(member.initializer, scope)
      : ts.isShorthandPropertyAssignment(member)
        ? nameValue(member.name.text, member, scope)
        : undefined;
    if (name === undefined || ts.isMethodDeclaration(member) || ts.isAccessor(member)) throw notData(member, scope);
    made[name] = value;
    places.set(name, placeOf(member, scope));
  }
  return made;
}

function listValue(node: ts.ArrayLiteralExpression, scope: Scope): unknown {
  const made: unknown[] = [];
  const places = new Map<string, Place>();
  scope.places.set(made, places);
  for (const item of node.elements) {
    const value = valueOf(ts.isSpreadElement(item) ? item.expression : item, scope);
    if (ts.isSpreadElement(item) && !Array.isArray(value)) throw notData(item, scope);
    for (const member of ts.isSpreadElement(item) ? (value as unknown[]) : [value]) {
      places.set(String(made.length), placeOf(item, scope));
      made.push(member);
    }
  }
  return made;
}

function nameValue(name: string, node: ts.Node, scope: Scope): unknown {
  const local = namesOf(scope.source).locals.get(name);
  const key = `${scope.source.fileName} ${name}`;
  if (!local || scope.active.includes(key)) throw notData(node, scope);
  const inner = { ...scope, active: [...scope.active, key] };
  if (local.kind === "import") return importedValue(local.specifier, local.name, local.node, inner);
  if (local.kind === "variable" && local.node.initializer && ts.isIdentifier(local.node.name))
    return valueOf(local.node.initializer, inner);
  throw notData(node, scope);
}

function importedValue(specifier: string, name: string, node: ts.Node, scope: Scope): unknown {
  const { files } = scope;
  const target = files?.resolve(specifier, scope.source.fileName);
  if (!files || target === undefined) throw notData(node, scope);
  const source = parse(target, files);
  return target.endsWith(".json")
    ? jsonValue(source, scope.places)
    : exportOf(source, name, files, scope.places, scope.active);
}

function nameOf(node: ts.PropertyName, scope: Scope): string | undefined {
  if (ts.isIdentifier(node) || ts.isStringLiteralLike(node) || ts.isNumericLiteral(node)) return node.text;
  return ts.isComputedPropertyName(node) ? String(valueOf(node.expression, scope)) : undefined;
}

function placeIn(value: unknown, path: Path, places: Places, known: Place): Place {
  const [first, ...rest] = path;
  if (first === undefined || !isObject(value)) return known;
  const place = places.get(value)?.get(String(first)) ?? known;
  return placeIn(value[String(first)], rest, places, place);
}

function placeOf(node: ts.Node, { source }: Scope): Place {
  return { file: source.fileName, line: source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1 };
}

function notData(node: ts.Node, scope: Scope): NotData {
  const text = node.getText(scope.source).replace(/\s+/g, " ").slice(0, 60);
  return new NotData(
    `${text} is only known when the file runs, and Idemlint runs nothing; write the value itself`,
    placeOf(node, scope),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
