import { ts } from "ts-morph";
import { bare, decoratorsOf, importsOf, objectOf, propertyOf, stringOf } from "./literal.js";
import type { DecoratorCall } from "./literal.js";
import { sitesIn } from "./lines.js";
import { readIndex, readTypeormColumn, readUnique } from "./typeorm-parts.js";
import type { SiteOf, TypeormColumn, TypeormUnique } from "./typeorm-parts.js";
import { readEntitySchemas } from "./typeorm-schema.js";
import type { Relation, Table, UniqueSet } from "./unique.js";
import type { Site } from "../trace.js";

/** What one source says about TypeORM entities; base classes of other files are resolved by `typeormTables`. */
export interface TypeormFile {
  readonly file: string;
  readonly classes: readonly TypeormClass[];
  /** A naming strategy that turns `orderId` into `order_id` is in use. */
  readonly snakeCase: boolean;
}

/** A class with column decorators, or an entity schema. */
export interface TypeormClass {
  readonly name: string;
  /** Absent for a base class that is no table of its own. */
  readonly entity?: { readonly table?: string; readonly schema?: string };
  readonly base?: { readonly name: string; readonly from?: string };
  readonly columns: readonly TypeormColumn[];
  readonly uniques: readonly TypeormUnique[];
  readonly site: Site;
}

/** Reads one source; `undefined` when it has nothing to do with TypeORM. */
export function readTypeorm(source: ts.SourceFile): TypeormFile | undefined {
  if (!source.text.includes("typeorm")) return undefined;
  const library = importsOf(source, (specifier) => specifier === "typeorm");
  const snakeCase = source.text.includes("SnakeNamingStrategy");
  const siteOf = sitesIn(source.fileName, source.text);
  const classes: TypeormClass[] = [];
  if (library.size > 0) {
    const visit = (node: ts.Node): void => {
      if (ts.isClassDeclaration(node)) {
        const read = readClass(node, siteOf);
        if (read) classes.push(read);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    if (source.text.includes("EntitySchema")) classes.push(...readEntitySchemas(source, siteOf));
  }
  return classes.length > 0 || snakeCase ? { file: source.fileName, classes, snakeCase } : undefined;
}

/** The tables of all sources that `readTypeorm` understood. */
export function typeormTables(files: readonly TypeormFile[]): readonly Table[] {
  const naming: Naming = { snakeCase: files.some((file) => file.snakeCase) };
  const byName = new Map<string, { readonly file: string; readonly read: TypeormClass }[]>();
  for (const { file, classes } of files)
    for (const read of classes) byName.set(read.name, [...(byName.get(read.name) ?? []), { file, read }]);
  return files.flatMap(({ file, classes }) =>
    classes.flatMap((read) => (read.entity ? [finish(read, read.entity, lineage(read, file, byName), naming)] : [])),
  );
}

interface Naming {
  readonly snakeCase: boolean;
}

function readClass(node: ts.ClassDeclaration, siteOf: SiteOf): TypeormClass | undefined {
  if (!node.name) return undefined;
  const decorators = decoratorsOf(node);
  const entity = decorators.find((decorator) => ENTITY.has(decorator.name));
  const columns: TypeormColumn[] = [];
  for (const member of node.members) {
    if (!ts.isPropertyDeclaration(member)) continue;
    const column = readTypeormColumn(member, decoratorsOf(member), siteOf);
    if (column) columns.push(column);
  }
  if (!entity && columns.length === 0) return undefined;
  const uniques = decorators.flatMap((decorator): readonly TypeormUnique[] => {
    const unique =
      decorator.name === "Unique"
        ? readUnique(decorator, siteOf)
        : decorator.name === "Index"
          ? readIndex(decorator, siteOf)
          : undefined;
    return unique ? [unique] : [];
  });
  const base = baseOf(node);
  return {
    name: node.name.text,
    ...(entity ? { entity: entityOf(entity) } : {}),
    ...(base ? { base } : {}),
    columns,
    uniques,
    site: siteOf(node.name.getStart(), node.name.end),
  };
}

const ENTITY = new Set(["Entity", "ChildEntity", "ViewEntity"]);

function entityOf(decorator: DecoratorCall): { readonly table?: string; readonly schema?: string } {
  const options = decorator.arguments.find((argument) => objectOf(argument));
  const table = stringOf(decorator.arguments[0]) ?? stringOf(propertyOf(options, "name"));
  const schema = stringOf(propertyOf(options, "schema"));
  return { ...(table === undefined ? {} : { table }), ...(schema === undefined ? {} : { schema }) };
}

function baseOf(node: ts.ClassDeclaration): TypeormClass["base"] {
  const heritage = node.heritageClauses?.find((clause) => clause.token === ts.SyntaxKind.ExtendsKeyword);
  const parent = heritage?.types[0] && bare(heritage.types[0].expression);
  if (!parent || !ts.isIdentifier(parent)) return undefined;
  for (const statement of node.getSourceFile().statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const bindings = statement.importClause?.namedBindings;
    const named = bindings && ts.isNamedImports(bindings) ? bindings.elements : [];
    const found = named.find((each) => each.name.text === parent.text);
    if (found) return { name: (found.propertyName ?? found.name).text, from: statement.moduleSpecifier.text };
    if (statement.importClause?.name?.text === parent.text)
      return { name: parent.text, from: statement.moduleSpecifier.text };
  }
  return { name: parent.text };
}

/** The class and its bases, the nearest first. */
function lineage(
  read: TypeormClass,
  file: string,
  byName: ReadonlyMap<string, readonly { readonly file: string; readonly read: TypeormClass }[]>,
): readonly TypeormClass[] {
  const line: TypeormClass[] = [read];
  let at: { readonly file: string; readonly read: TypeormClass } = { file, read };
  while (at.read.base && line.length < 10) {
    const { base }: TypeormClass = at.read;
    const here: string = at.file;
    const candidates = byName.get(base.name) ?? [];
    const stem = base.from
      ?.split("/")
      .at(-1)
      ?.replace(/\.[cm]?[jt]s$/, "");
    const next: typeof at | undefined =
      (base.from === undefined ? candidates.find((each) => each.file === here) : undefined) ??
      candidates.find(
        (each) =>
          each.file
            .split("/")
            .at(-1)
            ?.replace(/\.[cm]?tsx?$/, "") === stem,
      ) ??
      candidates[0];
    if (!next || line.includes(next.read)) break;
    at = next;
    line.push(at.read);
  }
  return line;
}

function finish(
  read: TypeormClass,
  entity: NonNullable<TypeormClass["entity"]>,
  classes: readonly TypeormClass[],
  naming: Naming,
): Table {
  const members = new Map<string, TypeormColumn>();
  for (const each of [...classes].reverse()) for (const column of each.columns) members.set(column.property, column);
  const root = classes.findLast((each) => each.entity?.table !== undefined) ?? classes.findLast((each) => each.entity);
  const own = entity.table ?? (read === root ? undefined : root?.entity?.table);
  const namesOf = (property: string): readonly string[] => {
    const member = members.get(property);
    if (!member) return [property];
    return member.join
      ? member.join.map((join) => joinName(member, join, naming))
      : [member.name ?? cased(property, naming)];
  };

  const columns: Table["columns"][number][] = [];
  const relations: Relation[] = [];
  for (const member of [...members.values()].sort(
    (left, right) => Number(Boolean(left.join)) - Number(Boolean(right.join)),
  )) {
    const names = namesOf(member.property);
    if (member.join && member.target !== undefined)
      relations.push({
        property: member.property,
        columns: names,
        target: member.target,
        references: member.join.map((join) => join.references),
      });
    for (const name of names)
      if (!columns.some((column) => column.name === name))
        columns.push({
          name,
          property: member.join ? name : member.property,
          nullable: member.nullable,
          ...(member.generated ? { generated: member.generated } : {}),
          ...(member.type === undefined ? {} : { type: member.type }),
        });
  }
  const isNullable = (name: string): boolean => columns.find((column) => column.name === name)?.nullable ?? false;

  const uniques: UniqueSet[] = [];
  const primary = [...members.values()].filter((member) => member.primary);
  const first = primary[0];
  if (first)
    uniques.push({
      kind: "primary",
      columns: primary.flatMap((member) => namesOf(member.property)),
      site: first.site,
      nullable: [],
      expressions: [],
    });
  const declared = [...members.values()]
    .flatMap((member) => member.uniques)
    .concat(classes.flatMap((each) => each.uniques));
  for (const { properties, ...unique } of declared) {
    const names = properties.flatMap(namesOf);
    uniques.push({ ...unique, kind: "unique", columns: names, nullable: names.filter(isNullable), expressions: [] });
  }
  const table = own ?? snake(read.name);
  return {
    name: entity.schema === undefined || entity.schema === "public" ? table : `${entity.schema}.${table}`,
    aliases: [read.name],
    columns,
    uniques,
    relations,
    source: "typeorm",
    site: read.site,
  };
}

function joinName(
  member: TypeormColumn,
  join: { readonly name?: string; readonly references: string },
  naming: Naming,
): string {
  if (join.name !== undefined) return join.name;
  const joined = member.property + join.references.charAt(0).toUpperCase() + join.references.slice(1);
  return cased(joined, naming);
}

function cased(name: string, naming: Naming): string {
  return naming.snakeCase ? snake(name) : name;
}

/** TypeORM's own table naming. */
function snake(name: string): string {
  return name
    .replace(/([A-Z])([A-Z])([a-z])/g, "$1_$2$3")
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase();
}
