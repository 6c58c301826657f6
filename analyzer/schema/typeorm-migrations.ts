import { ts } from "ts-morph";
import type { Site } from "../trace.js";
import type { DeclaredUnique, SchemaChange } from "./change.js";
import { generatedBy } from "./generated.js";
import { bare, elementsOf, isTrue, propertyOf, stringOf } from "./literal.js";
import type { SiteOf } from "./typeorm-parts.js";
import type { Column } from "./unique.js";

/** Reads one call of TypeORM's query runner (`createTable(new Table(…))`, `createIndex` …); `undefined` for any other call. */
export function readQueryRunnerCall(call: ts.CallExpression, siteOf: SiteOf): readonly SchemaChange[] | undefined {
  const callee = bare(call.expression);
  if (!ts.isPropertyAccessExpression(callee) || !isRunner(callee.expression)) return undefined;
  const [target, second, third] = call.arguments;
  const table = named(target);
  if (table === undefined) return undefined;
  const site = siteOf(callee.name.getStart(), target?.end ?? call.end);
  switch (callee.name.text) {
    case "createTable":
      return [created(table, options(target), isTrue(second), site)];
    case "dropTable":
      return [{ kind: "drop-table", table }];
    case "renameTable": {
      const to = stringOf(second);
      return to === undefined ? undefined : [{ kind: "rename-table", table, to }];
    }
    case "addColumn":
    case "addColumns":
      return listed(second).flatMap((column) => added(table, column, site));
    case "dropColumn":
    case "dropColumns":
      return listed(second).flatMap((item) => {
        const column = named(item);
        return column === undefined ? [] : [{ kind: "drop-column", table, column, keepsIndexes: false } as const];
      });
    case "renameColumn":
    case "changeColumn":
      return changed(table, second, third, site);
    default:
      return ofSet(callee.name.text, table, second, site);
  }
}

/** What is declared as a query runner, or called so. */
function isRunner(receiver: ts.Expression): boolean {
  const name = bare(receiver);
  if (!ts.isIdentifier(name)) return ts.isPropertyAccessExpression(name) && name.name.text === "queryRunner";
  return (
    name.text === "queryRunner" || new RegExp(`\\b${name.text}\\s*:\\s*QueryRunner\\b`).test(name.getSourceFile().text)
  );
}

function created(table: string, of: ts.Expression | undefined, ifNotExists: boolean, site: Site): SchemaChange {
  const written = listed(propertyOf(of, "columns"));
  const columns = written.flatMap((item) => columnOf(item) ?? []);
  const primary = written.filter((item) => isTrue(propertyOf(options(item), "isPrimary"))).flatMap(names);
  const sets = [
    ...listed(propertyOf(of, "uniques")).flatMap((item) => setOf(item, site)),
    ...listed(propertyOf(of, "indices")).flatMap((item) => indexOf(item, site)),
  ];
  return {
    kind: "create-table",
    table,
    columns,
    uniques: [
      ...(primary.length > 0 ? [unique("primary", primary, site)] : []),
      ...written.flatMap((item) => ownUnique(item, site)),
      ...sets,
    ],
    ifNotExists,
    site,
  };
}

function added(table: string, item: ts.Expression, site: Site): readonly SchemaChange[] {
  const column = columnOf(item);
  if (!column) return [];
  const sets = ownUnique(item, site).map((set) => ({ kind: "add-unique", table, unique: set, site }) as const);
  return [{ kind: "add-column", table, column, site }, ...sets];
}

/** What stands under the old name is another column then, unless only the name is another. */
function changed(
  table: string,
  from: ts.Expression | undefined,
  to: ts.Expression | undefined,
  site: Site,
): readonly SchemaChange[] | undefined {
  const [column, name] = [named(from), named(to)];
  if (column === undefined || name === undefined) return undefined;
  const renamed = name === column ? [] : [{ kind: "rename-column", table, column, to: name } as const];
  const other = options(to);
  if (other === undefined) return renamed;
  const nullable = isTrue(propertyOf(other, "isNullable"));
  const own = ownUnique(to, site).map((set) => ({ kind: "add-unique", table, unique: set, site }) as const);
  return [
    ...renamed,
    ...(own.length > 0 ? [] : [{ kind: "drop-unique-columns", table, columns: [name] } as const]),
    { kind: "alter-column", table, column: name, nullable },
    ...own,
  ];
}

function ofSet(
  method: string,
  table: string,
  second: ts.Expression | undefined,
  site: Site,
): readonly SchemaChange[] | undefined {
  const add = (sets: readonly DeclaredUnique[]): readonly SchemaChange[] =>
    sets.map((set) => ({ kind: "add-unique", table, unique: set, site }) as const);
  switch (method) {
    case "createUniqueConstraint":
    case "createUniqueConstraints":
      return add(listed(second).flatMap((item) => setOf(item, site)));
    case "createIndex":
    case "createIndices":
      return add(listed(second).flatMap((item) => indexOf(item, site)));
    case "createPrimaryKey":
      return add([unique("primary", listed(second).flatMap(names), site)]);
    case "dropPrimaryKey":
      return [{ kind: "drop-primary", table }];
    case "dropUniqueConstraint":
    case "dropUniqueConstraints":
    case "dropIndex":
    case "dropIndices":
      return listed(second).flatMap((item) => dropped(table, item));
    default:
      return undefined;
  }
}

function dropped(table: string, item: ts.Expression): readonly SchemaChange[] {
  const name = named(item);
  if (name !== undefined) return [{ kind: "drop-unique", table, name }];
  const columns = listed(propertyOf(options(item), "columnNames")).flatMap((column) => stringOf(column) ?? []);
  return columns.length > 0 ? [{ kind: "drop-unique-columns", table, columns }] : [];
}

function columnOf(item: ts.Expression): Column | undefined {
  const of = options(item);
  const name = stringOf(propertyOf(of, "name"));
  if (name === undefined) return undefined;
  const generated = generatedOf(of);
  return {
    name,
    property: name,
    nullable: isTrue(propertyOf(of, "isNullable")),
    ...(generated ? { generated } : {}),
    type: stringOf(propertyOf(of, "type")) ?? "",
  };
}

function generatedOf(of: ts.Expression | undefined): Column["generated"] {
  const strategy = stringOf(propertyOf(of, "generationStrategy"));
  if (strategy !== undefined || isTrue(propertyOf(of, "isGenerated")))
    return strategy === "uuid" ? "random" : "sequence";
  const value = propertyOf(of, "default");
  return value && generatedBy(stringOf(value) ?? bare(value).getText());
}

/** `isUnique` of a column. */
function ownUnique(item: ts.Expression | undefined, site: Site): readonly DeclaredUnique[] {
  const of = options(item);
  const name = stringOf(propertyOf(of, "name"));
  return name !== undefined && isTrue(propertyOf(of, "isUnique")) ? [unique("unique", [name], site)] : [];
}

function setOf(item: ts.Expression, site: Site): readonly DeclaredUnique[] {
  const of = options(item);
  const columns = listed(propertyOf(of, "columnNames")).flatMap((name) => stringOf(name) ?? []);
  return columns.length > 0 ? [unique("unique", columns, site, of)] : [];
}

function indexOf(item: ts.Expression, site: Site): readonly DeclaredUnique[] {
  return isTrue(propertyOf(options(item), "isUnique")) ? setOf(item, site) : [];
}

function unique(
  kind: DeclaredUnique["kind"],
  columns: readonly string[],
  site: Site,
  of?: ts.Expression,
): DeclaredUnique {
  const name = stringOf(propertyOf(of, "name"));
  const where = stringOf(propertyOf(of, "where"));
  return {
    kind,
    columns,
    expressions: [],
    site,
    ...(name === undefined ? {} : { name }),
    ...(where === undefined ? {} : { where }),
  };
}

/** The list's members, or the one that stands in its place. */
function listed(node: ts.Expression | undefined): readonly ts.Expression[] {
  return node ? (elementsOf(node) ?? [node]) : [];
}

function names(item: ts.Expression): readonly string[] {
  const name = named(item);
  return name === undefined ? [] : [name];
}

/** `"payments"`, or the name in `new Table({ name: "payments" })`. */
function named(node: ts.Expression | undefined): string | undefined {
  return stringOf(node) ?? stringOf(propertyOf(options(node), "name"));
}

/** What `new Table({ … })` is given, the object itself, or that of the variable or member of the class which holds it. */
function options(node: ts.Expression | undefined): ts.Expression | undefined {
  const value = node && bare(node);
  if (!value) return undefined;
  if (ts.isNewExpression(value)) return value.arguments?.[0];
  if (ts.isObjectLiteralExpression(value)) return value;
  const name = ts.isIdentifier(value)
    ? value.text
    : ts.isPropertyAccessExpression(value) && value.expression.kind === ts.SyntaxKind.ThisKeyword
      ? value.name.text
      : undefined;
  const held = name === undefined ? undefined : heldBy(name, value.getSourceFile());
  return held && options(held);
}

function heldBy(name: string, source: ts.SourceFile): ts.Expression | undefined {
  const find = (node: ts.Node): ts.Expression | undefined => {
    const declares = ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node);
    if (declares && node.initializer && node.name.getText() === name && !ts.isIdentifier(bare(node.initializer)))
      return node.initializer;
    return ts.forEachChild(node, find);
  };
  return find(source);
}
