import { ts } from "ts-morph";
import type { Site } from "../trace.js";
import { bare } from "./literal.js";
import type { Column, Relation, Table, UniqueSet } from "./unique.js";

/** What one source says about entities; base classes of other files are resolved by `entityTables`. */
export interface EntityFile {
  readonly file: string;
  readonly classes: readonly EntityClass[];
  /** A naming strategy that turns `orderId` into `order_id` is in use. */
  readonly snakeCase: boolean;
}

/** A class with column decorators, or an entity schema. */
export interface EntityClass {
  readonly name: string;
  /** Absent for a base class that is no table of its own. */
  readonly entity?: { readonly table?: string; readonly schema?: string };
  readonly base?: { readonly name: string; readonly from?: string };
  readonly columns: readonly EntityColumn[];
  readonly uniques: readonly EntityUnique[];
  readonly site: Site;
}

/** A property of an entity that is one column, or a relation whose columns it owns. */
export interface EntityColumn {
  readonly property: string;
  readonly name?: string;
  readonly nullable: boolean;
  readonly primary: boolean;
  readonly generated?: Column["generated"];
  readonly type?: string;
  readonly uniques: readonly EntityUnique[];
  /** Present for a relation that owns its columns. */
  readonly join?: readonly { readonly name?: string; readonly references: string }[];
  readonly target?: string;
  readonly site: Site;
}

/** A unique set over properties, which may be relations. */
export interface EntityUnique extends Omit<UniqueSet, "columns" | "nullable" | "kind" | "expressions"> {
  readonly properties: readonly string[];
}

/** The tables of all sources in which entities were found. */
export function entityTables(files: readonly EntityFile[], source: Table["source"]): readonly Table[] {
  const naming: Naming = { snakeCase: files.some((file) => file.snakeCase) };
  const byName = new Map<string, { readonly file: string; readonly read: EntityClass }[]>();
  for (const { file, classes } of files)
    for (const read of classes) byName.set(read.name, [...(byName.get(read.name) ?? []), { file, read }]);
  return files.flatMap(({ file, classes }) =>
    classes.flatMap((read) =>
      read.entity ? [finish(read, read.entity, lineage(read, file, byName), naming, source)] : [],
    ),
  );
}

interface Naming {
  readonly snakeCase: boolean;
}

/** The class that a class extends, and where it is imported from. */
export function baseOf(node: ts.ClassDeclaration): EntityClass["base"] {
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
  read: EntityClass,
  file: string,
  byName: ReadonlyMap<string, readonly { readonly file: string; readonly read: EntityClass }[]>,
): readonly EntityClass[] {
  const line: EntityClass[] = [read];
  let at: { readonly file: string; readonly read: EntityClass } = { file, read };
  while (at.read.base && line.length < 10) {
    const { base }: EntityClass = at.read;
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
  read: EntityClass,
  entity: NonNullable<EntityClass["entity"]>,
  classes: readonly EntityClass[],
  naming: Naming,
  source: Table["source"],
): Table {
  const members = new Map<string, EntityColumn>();
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
    source,
    site: read.site,
  };
}

function joinName(
  member: EntityColumn,
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

/** `OrderItem` as `order_item`. */
function snake(name: string): string {
  return name
    .replace(/([A-Z])([A-Z])([a-z])/g, "$1_$2$3")
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase();
}
