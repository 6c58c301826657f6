import { ts } from "ts-morph";
import { bare, nameOf, stringOf } from "./literal.js";
import { sitesIn } from "./lines.js";
import type { Table } from "./unique.js";

/** The models of a file: classes that say which table their rows are in. What the table holds, migrations tell. */
export interface ObjectionFile {
  readonly tables: readonly Table[];
}

/** Reads the classes with a `static tableName`; `undefined` when there are none. */
export function readObjection(source: ts.SourceFile): ObjectionFile | undefined {
  if (!source.text.includes("tableName")) return undefined;
  const siteOf = sitesIn(source.fileName, source.text);
  const tables: Table[] = [];
  const visit = (node: ts.Node): void => {
    const name = ts.isClassLike(node) && node.heritageClauses ? classNameOf(node) : undefined;
    const table = name === undefined ? undefined : tableNameOf(node as ts.ClassLikeDeclaration);
    if (name !== undefined && table !== undefined)
      tables.push({
        name: table,
        aliases: [name],
        columns: [],
        uniques: [],
        source: "objection",
        site: siteOf(node.getStart(), node.getStart() + "class".length),
      });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return tables.length > 0 ? { tables } : undefined;
}

/** The tables that the models of all files name. */
export function objectionTables(files: readonly ObjectionFile[]): readonly Table[] {
  return files.flatMap(({ tables }) => tables);
}

/** `class Order extends Model`, `const Order = class extends Model`. */
function classNameOf(node: ts.ClassLikeDeclaration): string | undefined {
  if (node.name) return node.name.text;
  return ts.isVariableDeclaration(node.parent) ? nameOf(node.parent.name) : undefined;
}

/** `static tableName = "orders"`, `static get tableName() { return "orders" }`. */
function tableNameOf({ members }: ts.ClassLikeDeclaration): string | undefined {
  for (const member of members) {
    const isStatic = ts.canHaveModifiers(member) && ts.getModifiers(member)?.some(isStaticWord);
    if (!isStatic || nameOf(member.name) !== "tableName") continue;
    if (ts.isPropertyDeclaration(member)) return stringOf(member.initializer);
    if (!ts.isGetAccessorDeclaration(member)) continue;
    const last = member.body?.statements.at(-1);
    return last && ts.isReturnStatement(last) && last.expression ? stringOf(bare(last.expression)) : undefined;
  }
  return undefined;
}

function isStaticWord(modifier: ts.Modifier): boolean {
  return modifier.kind === ts.SyntaxKind.StaticKeyword;
}
