import { dirname, join, relative } from "node:path/posix";
import { ts } from "ts-morph";
import type { Effect, TextEdit, Trace } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";
import { chainAround, receiverOf } from "./chain.js";
import { importNames } from "./named-import.js";
import { nodesAround, quoteStyle, textOf } from "./syntax.js";

/** A database client that can be written with at a place, and the edits that bring it into scope. */
export interface Store {
  readonly client: string;
  readonly prisma: boolean;
  readonly edits: readonly TextEdit[];
}

/**
 * The client that the class around the effect is given, else the one of the module that this entry point uses outside a
 * transaction, else the one that the file makes or imports, else the only one that the project exports.
 */
export function storeAt(trace: Trace, effect: Effect, source: ts.SourceFile, context: RuleContext): Store | undefined {
  return (
    storeOfClass(effect, source) ??
    usedStore(trace, effect, source) ??
    storeOfFile(source, context) ??
    exportedStore(source, context)
  );
}

/** `private readonly pool: Pool` in the constructor or as a property, where `this` is the class's own. */
function storeOfClass({ sink }: Effect, source: ts.SourceFile): Store | undefined {
  const around = nodesAround(source, sink.start, sink.end);
  const owner = around.findLastIndex(ts.isClassLike);
  const inside = around.slice(owner + 1);
  const rebound = inside.some((node) => ts.isFunctionExpression(node) || ts.isFunctionDeclaration(node));
  const holder = around[owner];
  if (!holder || !ts.isClassLike(holder) || rebound || inside.some(isStaticMember)) return undefined;
  const given = holder.members.flatMap((member): (ts.ParameterDeclaration | ts.PropertyDeclaration)[] =>
    ts.isConstructorDeclaration(member)
      ? member.parameters.filter((parameter) => ts.isParameterPropertyDeclaration(parameter, member))
      : ts.isPropertyDeclaration(member) && !isStaticMember(member)
        ? [member]
        : [],
  );
  const ofPg = hasPoolOfPg(source);
  for (const { name, type, initializer } of given) {
    const is = `${type ? textOf(source, type) : ""} ${initializer ? textOf(source, initializer) : ""}`;
    const prisma = /(^|\s)Prisma(Client|Service)\b/.test(is);
    if (ts.isIdentifier(name) && (prisma || (ofPg && /(^|[\s.])Pool\b/.test(is))))
      return { client: `this.${name.text}`, prisma, edits: [] };
  }
  return undefined;
}

function isStaticMember(node: ts.Node): boolean {
  const modifiers = ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined;
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) ?? false;
}

function usedStore(trace: Trace, effect: Effect, source: ts.SourceFile): Store | undefined {
  for (const other of trace.effects) {
    const prisma = other.library === "Prisma";
    if (other.sink.file !== effect.sink.file || other.transaction || !(prisma || other.library === "node-postgres"))
      continue;
    const chain = chainAround(source, other.sink);
    const client = chain && receiverOf(chain);
    if (client && ts.isIdentifier(client) && isOfModule(source, client.text))
      return { client: client.text, prisma, edits: [] };
  }
  return undefined;
}

function isOfModule(source: ts.SourceFile, name: string): boolean {
  return (
    declaredIn(source).some(({ client }) => client === name) || importedBy(source).some((one) => one.name === name)
  );
}

function storeOfFile(source: ts.SourceFile, context: RuleContext): Store | undefined {
  const own = declaredIn(source).find((one) => isClient(one, source));
  if (own) return { client: own.client, prisma: own.prisma, edits: [] };
  for (const { name, from } of importedBy(source)) {
    const origin = fileOf(from, source, context);
    const made =
      origin && declaredIn(origin).find((one) => one.client === name && one.isExported && isClient(one, origin));
    if (made) return { client: name, prisma: made.prisma, edits: [] };
  }
  return undefined;
}

function exportedStore(source: ts.SourceFile, context: RuleContext): Store | undefined {
  const all = context
    .sources()
    .flatMap((file) =>
      declaredIn(file).flatMap((one) => (one.isExported && isClient(one, file) ? [{ file, ...one }] : [])),
    );
  const [only, ...others] = all;
  if (!only || others.length > 0 || new RegExp(`\\b${only.client}\\b`).test(source.text)) return undefined;
  const path = relative(dirname(source.fileName), only.file.fileName);
  const extension = writesExtensions(source, context) ? ".js" : "";
  const specifier = (path.startsWith(".") ? path : `./${path}`).replace(/\.[cm]?tsx?$/, extension);
  const edits = importNames(source, specifier, [only.client], quoteStyle(source.text));
  return { client: only.client, prisma: only.prisma, edits };
}

/** Whether relative imports end in `.js` here; a file that has none does as the others. */
function writesExtensions(source: ts.SourceFile, context: RuleContext): boolean {
  const specifiers = [source, ...context.sources()].find((file) => RELATIVE.test(file.text));
  return specifiers !== undefined && /from\s+["']\.[^"']*\.js["']/.test(specifiers.text);
}

const RELATIVE = /from\s+["']\./;

interface Declared {
  readonly client: string;
  readonly made: string;
  readonly prisma: boolean;
  readonly isExported: boolean;
}

function declaredIn(source: ts.SourceFile): readonly Declared[] {
  return source.statements.filter(ts.isVariableStatement).flatMap((statement) =>
    statement.declarationList.declarations.map(({ name, initializer }) => {
      const made = initializer ? textOf(source, initializer) : "";
      const isExported = statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
      return { client: name.getText(source), made, prisma: made.includes("PrismaClient"), isExported };
    }),
  );
}

function isClient({ made }: Declared, source: ts.SourceFile): boolean {
  return /^new\s+PrismaClient\(/.test(made) || (/^new\s+(\w+\.)?Pool\(/.test(made) && hasPoolOfPg(source));
}

/** The pool of `pg`, or of what speaks as it does: other libraries have pools of that name, whose values stand at other marks. */
function hasPoolOfPg(source: ts.SourceFile): boolean {
  const isOther = importedBy(source).some(({ name, from }) => name === "Pool" && !PG.test(from));
  return !isOther && IMPORTS_PG.test(source.text);
}

const PG = /^(pg|@neondatabase\/serverless)$/;
const IMPORTS_PG = /\b(from|require\()\s*["'](pg|@neondatabase\/serverless)["']/;

function importedBy(source: ts.SourceFile): readonly { readonly name: string; readonly from: string }[] {
  return source.statements.filter(ts.isImportDeclaration).flatMap(({ importClause, moduleSpecifier }) => {
    const from = ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : "";
    const named = importClause?.namedBindings;
    const names = named && ts.isNamedImports(named) ? named.elements.map((one) => one.name.text) : [];
    return [...(importClause?.name ? [importClause.name.text] : []), ...names].map((name) => ({ name, from }));
  });
}

function fileOf(specifier: string, source: ts.SourceFile, context: RuleContext): ts.SourceFile | undefined {
  if (!specifier.startsWith(".")) return undefined;
  const path = join(dirname(source.fileName), specifier.replace(/\.[cm]?js$/, ""));
  return [`${path}.ts`, `${path}.tsx`, `${path}/index.ts`, `${path}.js`]
    .map((file) => context.source(file))
    .find((file) => file !== undefined);
}
