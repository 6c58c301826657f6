import { ts } from "ts-morph";
import type { Site } from "../trace.js";
import { affixesOf, type Affixes } from "./drizzle-names.js";
import { readDrizzleColumn, readDrizzleConstraints } from "./drizzle-parts.js";
import type { DrizzleColumn, DrizzleUnique } from "./drizzle-parts.js";
import { bare, chainOf, importsOf, nameOf, objectOf, returnedBy, stringOf } from "./literal.js";
import { sitesIn } from "./lines.js";
import type { Column, Table, UniqueSet } from "./unique.js";

/** What one source says about Drizzle tables; names from other files are resolved by `drizzleTables`. */
export interface DrizzleFile {
  readonly tables: readonly DrizzleTable[];
  /** `pgTableCreator((name) => "shop_" + name)` and `pgSchema("billing")`, by variable. */
  readonly makers: ReadonlyMap<string, TableMaker>;
  /** Objects of columns that tables spread: `const timestamps = { createdAt: timestamp() }`. */
  readonly shared: ReadonlyMap<string, readonly DrizzleMember[]>;
  /** `casing: "snake_case"` is set in this file. */
  readonly snakeCase: boolean;
}

interface TableMaker extends Affixes {
  readonly schema?: string;
}

interface DrizzleTable {
  readonly variable?: string;
  readonly name: string;
  /** The variable of the maker, when it is not a library function. */
  readonly maker?: string;
  readonly members: readonly DrizzleMember[];
  readonly constraints: readonly DrizzleUnique[];
  /** SQLite gives an integer primary key its value. */
  readonly sqlite: boolean;
  readonly site: Site;
}

type DrizzleMember = DrizzleColumn | { readonly spread: string };

/** Reads one source; `undefined` when it has nothing to do with Drizzle. */
export function readDrizzle(source: ts.SourceFile): DrizzleFile | undefined {
  if (!/drizzle|Table|Schema/.test(source.text)) return undefined;
  const core = importsOf(source, (specifier) => /^drizzle-orm\/\w+-core$/.test(specifier));
  const relative = importsOf(source, (specifier) => !specifier.startsWith("drizzle-orm"));
  if (core.size === 0 && !source.text.includes("drizzle")) return undefined;
  const siteOf = sitesIn(source.fileName, source.text);
  const tables: DrizzleTable[] = [];
  const makers = new Map<string, TableMaker>();
  const shared = new Map<string, readonly DrizzleMember[]>();
  let snakeCase = false as boolean;

  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.initializer) {
      const variable = nameOf(node.name);
      const maker = readMaker(node.initializer, core);
      const members = core.size > 0 ? readMembers(node.initializer, siteOf) : undefined;
      if (variable !== undefined && maker) makers.set(variable, maker);
      if (variable !== undefined && members?.length) shared.set(variable, members);
    }
    if (ts.isPropertyAssignment(node) && nameOf(node.name) === "casing" && stringOf(node.initializer) === "snake_case")
      snakeCase = true;
    const table = ts.isCallExpression(node) ? readTable(node, core, relative, makers, siteOf) : undefined;
    if (table) tables.push(table);
    else ts.forEachChild(node, visit);
  };
  visit(source);
  return tables.length + makers.size + shared.size > 0 || snakeCase ? { tables, makers, shared, snakeCase } : undefined;
}

/** The tables of all sources that `readDrizzle` understood. */
export function drizzleTables(files: readonly DrizzleFile[]): readonly Table[] {
  const snakeCase = files.some((file) => file.snakeCase);
  const lookup = <T>(
    own: ReadonlyMap<string, T>,
    pick: (file: DrizzleFile) => ReadonlyMap<string, T>,
    name: string,
  ): T | undefined => {
    const here = own.get(name);
    if (here) return here;
    for (const file of files) {
      const there = pick(file).get(name);
      if (there) return there;
    }
    return undefined;
  };
  return files.flatMap((file) =>
    file.tables.flatMap((table) => {
      const maker = table.maker === undefined ? undefined : lookup(file.makers, (each) => each.makers, table.maker);
      if (table.maker !== undefined && !maker) return [];
      const expand = (members: readonly DrizzleMember[], depth: number): readonly DrizzleColumn[] =>
        members.flatMap((member) => {
          if (!("spread" in member)) return [member];
          const other = depth < 5 ? lookup(file.shared, (each) => each.shared, member.spread) : undefined;
          return expand(other ?? [], depth + 1);
        });
      return [finish(table, expand(table.members, 0), maker, snakeCase)];
    }),
  );
}

const TABLE_FUNCTION = /^(?:pg|mysql|sqlite|singlestore|gel|cockroach|mssql|snowflake)Table$/;
const TABLE_TYPE = /^\w+TableFn$/;
const CREATOR = /^\w+TableCreator$/;
const SCHEMA = /^(?:pg|mysql|singlestore|gel|cockroach|mssql)(?:Schema|Database)$/;

function readMaker(initializer: ts.Expression, core: ReadonlyMap<string, string>): TableMaker | undefined {
  const [root, ...rest] = chainOf(initializer);
  const imported = root && rest.length === 0 ? importedName(root.node, core) : undefined;
  if (!root || imported === undefined) return undefined;
  if (SCHEMA.test(imported)) {
    const schema = stringOf(root.arguments[0]);
    return schema === undefined ? undefined : { prefix: "", suffix: "", schema };
  }
  return CREATOR.test(imported) ? affixesOf(root.arguments[0]) : undefined;
}

function readTable(
  call: ts.CallExpression,
  core: ReadonlyMap<string, string>,
  relative: ReadonlyMap<string, string>,
  makers: ReadonlyMap<string, TableMaker>,
  siteOf: (start: number, end: number) => Site,
): DrizzleTable | undefined {
  const name = stringOf(call.arguments[0]);
  if (name === undefined || call.arguments.length < 2) return undefined;
  const maker = makerOf(call, core, relative, makers);
  if (maker === undefined) return undefined;
  const columns = call.arguments[1];
  const members = columns && readMembers(returnedBy(columns) ?? columns, siteOf);
  if (!members) return undefined;
  const declaration = ts.isVariableDeclaration(call.parent) ? nameOf(call.parent.name) : undefined;
  return {
    ...(declaration === undefined ? {} : { variable: declaration }),
    name,
    ...(maker === "" ? {} : { maker }),
    members,
    constraints: readDrizzleConstraints(call.arguments[2], siteOf),
    sqlite: call.getSourceFile().text.includes("drizzle-orm/sqlite-core"),
    site: siteOf(call.getStart(), call.arguments[0]?.end ?? call.end),
  };
}

/** `""` for a library function, else the variable of a schema or creator; `undefined` when the call makes no table. */
function makerOf(
  call: ts.CallExpression,
  core: ReadonlyMap<string, string>,
  relative: ReadonlyMap<string, string>,
  makers: ReadonlyMap<string, TableMaker>,
): string | undefined {
  const callee = bare(call.expression);
  const imported = importedName(call, core);
  if (imported !== undefined) return TABLE_FUNCTION.test(imported) ? "" : undefined;
  if (ts.isIdentifier(callee) && isGivenMaker(callee, core)) return "";
  if (ts.isIdentifier(callee)) return makers.has(callee.text) || relative.has(callee.text) ? callee.text : undefined;
  if (!ts.isPropertyAccessExpression(callee) || !ts.isIdentifier(callee.expression)) return undefined;
  const owner = callee.expression.text;
  if (callee.name.text === "withRLS" && TABLE_FUNCTION.test(core.get(owner) ?? "")) return "";
  return callee.name.text === "table" && (makers.has(owner) || relative.has(owner)) ? owner : undefined;
}

/** `function usersTable(mysqlTable: MySqlTableFn) { return mysqlTable("users", …) }`: a package's tables, made with whatever its user makes tables with. */
function isGivenMaker(callee: ts.Identifier, core: ReadonlyMap<string, string>): boolean {
  for (let at: ts.Node = callee; !ts.isSourceFile(at); at = at.parent) {
    if (!ts.isFunctionLike(at)) continue;
    const type = at.parameters.find(({ name }) => nameOf(name) === callee.text)?.type;
    if (type) return ts.isTypeReferenceNode(type) && TABLE_TYPE.test(core.get(type.typeName.getText()) ?? "");
  }
  return false;
}

/** The exported name of the library function that a call calls: `pgTable` in `pgTable(…)`, `pg.pgTable(…)`. */
function importedName(call: ts.CallExpression, core: ReadonlyMap<string, string>): string | undefined {
  const callee = bare(call.expression);
  if (ts.isIdentifier(callee)) return core.get(callee.text);
  if (!ts.isPropertyAccessExpression(callee) || !ts.isIdentifier(callee.expression)) return undefined;
  return core.get(callee.expression.text) === "*" ? callee.name.text : undefined;
}

function readMembers(
  node: ts.Expression,
  siteOf: (start: number, end: number) => Site,
): readonly DrizzleMember[] | undefined {
  const object = objectOf(node);
  if (!object) return undefined;
  const members: DrizzleMember[] = [];
  for (const property of object.properties) {
    if (ts.isSpreadAssignment(property)) {
      const spread = bare(property.expression);
      if (ts.isIdentifier(spread)) members.push({ spread: spread.text });
      else if (ts.isPropertyAccessExpression(spread)) members.push({ spread: spread.name.text });
      else members.push(...(readMembers(spread, siteOf) ?? []));
    } else if (ts.isPropertyAssignment(property)) {
      const name = nameOf(property.name);
      const column = name === undefined ? undefined : readDrizzleColumn(name, property.initializer, siteOf);
      if (column) members.push(column);
    }
  }
  return members;
}

function finish(
  table: DrizzleTable,
  columns: readonly DrizzleColumn[],
  maker: TableMaker | undefined,
  snakeCase: boolean,
): Table {
  const dbName = (column: DrizzleColumn): string =>
    column.name ??
    (snakeCase ? column.property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) : column.property);
  const find = (property: string): DrizzleColumn | undefined => columns.find((column) => column.property === property);
  const constraints = table.constraints.map((unique) => ({ ...unique, properties: unique.columns }));
  const primary = new Set([
    ...columns.filter((column) => column.primary).map((column) => column.property),
    ...constraints.filter((unique) => unique.kind === "primary").flatMap((unique) => unique.properties),
  ]);
  const nullable = (column: DrizzleColumn): boolean => column.nullable && !primary.has(column.property);
  const own = columns.flatMap((column) =>
    column.uniques.map((unique) => ({ ...unique, properties: [column.property] })),
  );
  const uniques = [...own, ...constraints].map(({ properties, ...unique }): UniqueSet => ({
    ...unique,
    columns: properties.map((property) => dbNameOf(find(property), property)),
    nullable: properties.flatMap((property) => {
      const column = find(property);
      return column && nullable(column) ? [dbName(column)] : [];
    }),
  }));
  function dbNameOf(column: DrizzleColumn | undefined, property: string): string {
    return column ? dbName(column) : property;
  }
  function generatedIn(column: DrizzleColumn): Pick<Column, "generated"> {
    const rowid = table.sqlite && column.primary && column.type.startsWith("int");
    const generated = column.generated ?? (rowid ? "sequence" : undefined);
    return generated ? { generated } : {};
  }
  const name = `${maker?.prefix ?? ""}${table.name}${maker?.suffix ?? ""}`;
  const schema = maker?.schema === undefined || maker.schema === "public" ? "" : `${maker.schema}.`;
  return {
    name: schema + name,
    // A write names the table as the code does, before the creator adds to it.
    aliases: [...new Set([table.variable ?? [], name === table.name ? [] : table.name].flat())],
    columns: columns.map((column) => ({
      name: dbName(column),
      property: column.property,
      nullable: nullable(column),
      ...generatedIn(column),
      type: column.type,
    })),
    uniques,
    source: "drizzle",
    site: table.site,
  };
}
