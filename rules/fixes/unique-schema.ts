import { ts } from "ts-morph";
import type { Column, Table } from "../../analyzer/schema/unique.js";
import type { TextEdit } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";
import { quoted } from "./chain.js";
import { importNames } from "./named-import.js";
import { nodesAround, quoteStyle } from "./syntax.js";

/** Edits that make these columns unique where the table is declared; nothing where that form is not known. */
export function addUnique(
  table: Table,
  columns: readonly Column[],
  context: RuleContext,
): readonly TextEdit[] | undefined {
  if (columns.length === 0) return undefined;
  switch (table.source) {
    case "prisma":
      return inPrismaSchema(table, columns, context);
    case "drizzle":
      return inDrizzleTable(table, columns, context);
    case "typeorm":
      return inEntity(table, columns, context);
    case "sql":
      return inNewMigration(table, columns, context);
    case "sequelize":
    case "mikroorm":
    case "mongoose":
    case "mongodb":
    case "knex":
    case "objection":
    case "dynamodb":
      return undefined;
  }
}

function inPrismaSchema(table: Table, columns: readonly Column[], context: RuleContext): TextEdit[] | undefined {
  const text = context.text(table.site.file);
  if (text === undefined) return undefined;
  const close = text.indexOf("\n}", table.site.start);
  if (close < 0) return undefined;
  const body = text.slice(table.site.start, close);
  const [only, ...more] = columns;
  if (only && more.length === 0) {
    const field = new RegExp(`^[ \\t]+${escape(only.property)}[ \\t]+[^\\n]*?(?=[ \\t]*(//[^\\n]*)?$)`, "m").exec(body);
    if (!field) return undefined;
    return [insertAt(table.site.file, table.site.start + field.index + field[0].length, " @unique")];
  }
  const names = columns.map((column) => column.property).join(", ");
  const gap = /\n[ \t]*@@[^\n]*$/.test(body) ? "" : "\n";
  return [insertAt(table.site.file, close, `\n${gap}  @@unique([${names}])`)];
}

function inDrizzleTable(table: Table, columns: readonly Column[], context: RuleContext): TextEdit[] | undefined {
  const [only, ...more] = columns;
  const source = context.source(table.site.file);
  if (!source || !only) return undefined;
  if (more.length > 0) return onDrizzleTable(source, table, columns);
  const call = drizzleTable(source, table);
  const field = (call && fieldsOf(call))?.properties.find(
    (one): one is ts.PropertyAssignment =>
      ts.isPropertyAssignment(one) && ts.isIdentifier(one.name) && one.name.text === only.property,
  );
  return field && [insertAt(table.site.file, field.initializer.end, ".unique()")];
}

function onDrizzleTable(source: ts.SourceFile, table: Table, columns: readonly Column[]): TextEdit[] | undefined {
  const call = drizzleTable(source, table);
  const module = source.statements
    .filter(ts.isImportDeclaration)
    .map((one) => (one.moduleSpecifier as ts.StringLiteral).text)
    .find((name) => /^drizzle-orm\/(pg|mysql|sqlite)-core$/.test(name));
  const [fields, extras] = call ? call.arguments.slice(1) : [];
  if (!call || !module || !fields) return undefined;
  const imports = importNames(source, module, ["unique"], quoteStyle(source.text));
  const on = (parameter: string): string =>
    `unique().on(${columns.map((column) => `${parameter}.${column.property}`).join(", ")})`;
  if (!extras) return [insertAt(source.fileName, fields.end, `, (table) => [${on("table")}]`), ...imports];
  const parameter = ts.isArrowFunction(extras) ? extras.parameters[0]?.name : undefined;
  if (!ts.isArrowFunction(extras) || !parameter || !ts.isIdentifier(parameter)) return undefined;
  const last = ts.isArrayLiteralExpression(extras.body) ? extras.body.elements.at(-1) : undefined;
  return last && [insertAt(source.fileName, last.end, `, ${on(parameter.text)}`), ...imports];
}

function drizzleTable(source: ts.SourceFile, table: Table): ts.CallExpression | undefined {
  return nodesAround(source, table.site.start, table.site.end).findLast(
    (node): node is ts.CallExpression => ts.isCallExpression(node) && fieldsOf(node) !== undefined,
  );
}

function fieldsOf(call: ts.CallExpression): ts.ObjectLiteralExpression | undefined {
  const fields = call.arguments[1];
  return fields && ts.isObjectLiteralExpression(fields) ? fields : undefined;
}

function inEntity(table: Table, columns: readonly Column[], context: RuleContext): TextEdit[] | undefined {
  const source = context.source(table.site.file);
  const entity = source && classAround(source, table);
  if (!source || !entity) return undefined;
  const [only, ...more] = columns;
  if (!only || more.length > 0) return onClass(source, entity, columns);
  const member = entity.members.find((one) => one.name && ts.isIdentifier(one.name) && one.name.text === only.property);
  const decorator =
    member && ts.canHaveDecorators(member)
      ? ts.getDecorators(member)?.find((one) => isCallOf(one, "Column"))
      : undefined;
  const call = decorator?.expression;
  if (!call || !ts.isCallExpression(call)) return undefined;
  const last = call.arguments.at(-1);
  const file = table.site.file;
  if (!last) return [insertAt(file, call.end - 1, "{ unique: true }")];
  if (!ts.isObjectLiteralExpression(last)) return [insertAt(file, last.end, ", { unique: true }")];
  const first = last.properties[0];
  return [
    insertAt(
      file,
      first ? first.getStart(source) : last.getStart(source) + 1,
      first ? "unique: true, " : " unique: true ",
    ),
  ];
}

function onClass(source: ts.SourceFile, entity: ts.ClassDeclaration, columns: readonly Column[]): TextEdit[] {
  const names = columns.map((column) => quoted(column.property, source)).join(", ");
  return [
    insertAt(source.fileName, entity.getStart(source), `@Unique([${names}])\n`),
    ...importNames(source, "typeorm", ["Unique"], quoteStyle(source.text)),
  ];
}

/** A migration beside the one that made the table, named and numbered the way its neighbours are. */
function inNewMigration(table: Table, columns: readonly Column[], context: RuleContext): TextEdit[] | undefined {
  const names = columns.map((column) => column.name);
  const file = nextMigration(table.site.file, `unique_${table.name.replace(/^.*\./, "")}_${names.join("_")}`, context);
  if (!file) return undefined;
  const index = `${table.name.replace(/^.*\./, "")}_${names.join("_")}_key`;
  return [insertAt(file, 0, `CREATE UNIQUE INDEX ${index} ON ${table.name} (${names.join(", ")});\n`)];
}

/** The path of a migration that runs after all that are there; nothing when the folder has no order to follow. */
export function nextMigration(beside: string, name: string, context: RuleContext): string | undefined {
  const folder = beside.slice(0, beside.lastIndexOf("/"));
  const nested = /\/\d+_[^/]*$/.test(folder);
  const root = nested ? folder.slice(0, folder.lastIndexOf("/")) : folder;
  const numbers = context.schema.files.flatMap((file) => {
    const match = file.startsWith(`${root}/`) ? /^(V?)(\d+)(_+|-)/.exec(file.slice(root.length + 1)) : null;
    return match ? [{ prefix: match[1] ?? "", digits: match[2] ?? "", separator: match[3] ?? "_" }] : [];
  });
  const [first, ...others] = numbers;
  if (!first) return undefined;
  const last = others.reduce((a, b) => (BigInt(b.digits) > BigInt(a.digits) ? b : a), first);
  const next = (BigInt(last.digits) + 1n).toString().padStart(last.digits.length, "0");
  const stem = `${root}/${last.prefix}${next}${last.separator}${name}`;
  return nested ? `${stem}/migration.sql` : `${stem}.sql`;
}

function classAround(source: ts.SourceFile, table: Table): ts.ClassDeclaration | undefined {
  const around = nodesAround(source, table.site.start, table.site.end).findLast(ts.isClassDeclaration);
  return (
    around ??
    source.statements.filter(ts.isClassDeclaration).find((one) => one.name && table.aliases.includes(one.name.text))
  );
}

function isCallOf(decorator: ts.Decorator, name: string): boolean {
  const { expression } = decorator;
  return (
    ts.isCallExpression(expression) && ts.isIdentifier(expression.expression) && expression.expression.text === name
  );
}

function insertAt(file: string, position: number, text: string): TextEdit {
  return { file, start: position, end: position, text };
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
