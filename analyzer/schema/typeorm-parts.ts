import { ts } from "ts-morph";
import type { Site } from "../trace.js";
import { generatedBy } from "./generated.js";
import { bare, elementsOf, isTrue, nameOf, objectOf, propertyOf, returnedBy, stringOf } from "./literal.js";
import type { DecoratorCall } from "./literal.js";
import type { EntityColumn, EntityUnique } from "./entities.js";
import type { Column } from "./unique.js";

/** Where a part of the source stands. */
export type SiteOf = (start: number, end: number) => Site;

/** Reads a decorated property; `undefined` when it is no column and owns none. */
export function readTypeormColumn(
  member: ts.PropertyDeclaration,
  decorators: readonly DecoratorCall[],
  siteOf: SiteOf,
): EntityColumn | undefined {
  const property = nameOf(member.name);
  const column = decorators.find((decorator) => COLUMNS.has(decorator.name));
  const relation = decorators.find((decorator) => decorator.name === "ManyToOne" || decorator.name === "OneToOne");
  if (property === undefined || (!column && !relation)) return undefined;
  const site = siteOf(member.getStart(), member.end);
  if (column && returnedBy(column.arguments[0])) return undefined;
  if (!column) return relation && readRelation(property, relation, decorators, site, siteOf);

  const options = column.arguments.find((argument) => objectOf(argument));
  const name = stringOf(propertyOf(options, "name"));
  const type = stringOf(column.arguments[0]) ?? stringOf(propertyOf(options, "type"));
  const primary = /^Primary|^ObjectId/.test(column.name) || isTrue(propertyOf(options, "primary"));
  const generated = generatedOf(column, options, decorators);
  return {
    property,
    ...(name === undefined ? {} : { name }),
    nullable: !primary && (isTrue(propertyOf(options, "nullable")) || column.name === "DeleteDateColumn"),
    primary,
    ...(generated ? { generated } : {}),
    ...(type === undefined ? {} : { type }),
    uniques: [
      ...(isTrue(propertyOf(options, "unique"))
        ? [{ properties: [property], site: siteOf(column.node.getStart(), column.node.end) }]
        : []),
      ...memberUniques(property, decorators, siteOf),
    ],
    site,
  };
}

const COLUMNS = new Set([
  ...["Column", "PrimaryColumn", "PrimaryGeneratedColumn", "ObjectIdColumn", "CreateDateColumn", "UpdateDateColumn"],
  ...["DeleteDateColumn", "VersionColumn", "ViewColumn", "VirtualColumn"],
]);

function readRelation(
  property: string,
  relation: DecoratorCall,
  decorators: readonly DecoratorCall[],
  site: Site,
  siteOf: SiteOf,
): EntityColumn | undefined {
  const joined = decorators.find((decorator) => decorator.name === "JoinColumn");
  if (relation.name === "OneToOne" && !joined) return undefined;
  const options = relation.arguments.find((argument) => objectOf(argument));
  const primary =
    isTrue(propertyOf(options, "primary")) || decorators.some((decorator) => decorator.name === "PrimaryColumn");
  const listed = elementsOf(joined?.arguments[0]) ?? [joined?.arguments[0]];
  const join = listed.map((given) => {
    const name = stringOf(propertyOf(given, "name")) ?? stringOf(given);
    const references = stringOf(propertyOf(given, "referencedColumnName")) ?? "id";
    return { ...(name === undefined ? {} : { name }), references };
  });
  const target = targetOf(relation.arguments[0]);
  return {
    property,
    nullable: !primary && propertyOf(options, "nullable")?.kind !== ts.SyntaxKind.FalseKeyword,
    primary,
    uniques: [
      ...(relation.name === "OneToOne" ? [{ properties: [property], site }] : []),
      ...memberUniques(property, decorators, siteOf),
    ],
    join,
    ...(target === undefined ? {} : { target }),
    site,
  };
}

/** `() => User`, `(type) => User`, `"User"`. */
function targetOf(argument: ts.Expression | undefined): string | undefined {
  const returned = returnedBy(argument);
  return returned && ts.isIdentifier(returned) ? returned.text : stringOf(argument);
}

function generatedOf(
  column: DecoratorCall,
  options: ts.Expression | undefined,
  decorators: readonly DecoratorCall[],
): Column["generated"] {
  const extra = decorators.find((decorator) => decorator.name === "Generated");
  const strategy = extra ? (stringOf(extra.arguments[0]) ?? "increment") : undefined;
  if (column.name === "PrimaryGeneratedColumn")
    return (stringOf(column.arguments[0]) ?? "increment").includes("uuid") ? "random" : "sequence";
  if (strategy !== undefined) return strategy === "uuid" ? "random" : "sequence";
  if (column.name === "ObjectIdColumn") return "random";
  if (/^(?:Create|Update)Date/.test(column.name)) return "clock";
  const given = propertyOf(options, "default");
  if (!given) return undefined;
  const made = returnedBy(given);
  if (made) return generatedBy(stringOf(made) ?? made.getText());
  return bare(given).kind === ts.SyntaxKind.NullKeyword ? undefined : "constant";
}

function memberUniques(
  property: string,
  decorators: readonly DecoratorCall[],
  siteOf: SiteOf,
): readonly EntityUnique[] {
  return decorators.flatMap((decorator) => {
    const site = siteOf(decorator.node.getStart(), decorator.node.end);
    const name = stringOf(decorator.arguments[0]);
    const named = name === undefined ? {} : { name };
    if (decorator.name === "Unique") return [{ properties: [property], site, ...named }];
    const options = decorator.arguments.find((argument) => objectOf(argument));
    if (decorator.name !== "Index" || !isTrue(propertyOf(options, "unique"))) return [];
    return [{ properties: [property], site, ...named, ...predicate(options) }];
  });
}

/** `@Unique(["a"])`, `@Unique("name", ["a"])`, `@Unique("name", (e) => [e.a])` on a class. */
export function readUnique(decorator: DecoratorCall, siteOf: SiteOf): EntityUnique | undefined {
  const properties = decorator.arguments.map(fieldsOf).find((fields) => fields !== undefined);
  if (!properties) return undefined;
  const name = stringOf(decorator.arguments[0]);
  const deferrable = stringOf(propertyOf(decorator.arguments.at(-1), "deferrable"));
  return {
    properties,
    site: siteOf(decorator.node.getStart(), decorator.node.end),
    ...(name === undefined ? {} : { name }),
    ...(deferrable === undefined ? {} : { deferrable: true }),
  };
}

/** `@Index(["a"], { unique: true, where })` on a class; other indexes give nothing. */
export function readIndex(decorator: DecoratorCall, siteOf: SiteOf): EntityUnique | undefined {
  const options = decorator.arguments.at(-1);
  if (!isTrue(propertyOf(options, "unique"))) return undefined;
  const unique = readUnique(decorator, siteOf);
  return unique && { ...unique, ...predicate(options) };
}

function predicate(options: ts.Expression | undefined): { readonly where?: string } {
  const where = stringOf(propertyOf(options, "where"));
  return where === undefined ? {} : { where };
}

function fieldsOf(argument: ts.Expression): readonly string[] | undefined {
  const made = returnedBy(argument) ?? argument;
  const object = returnedBy(argument) ? objectOf(made) : undefined;
  if (object) return object.properties.flatMap((property) => nameOf(property.name) ?? []);
  return elementsOf(made)?.flatMap((element) => {
    const at = bare(element);
    return stringOf(at) ?? (ts.isPropertyAccessExpression(at) ? at.name.text : []);
  });
}
