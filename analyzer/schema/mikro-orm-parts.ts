import { ts } from "ts-morph";
import type { Site } from "../trace.js";
import type { EntityColumn, EntityUnique } from "./entities.js";
import { generatedBy } from "./generated.js";
import { bare, elementsOf, isTrue, nameOf, objectOf, propertyOf, returnedBy, stringOf } from "./literal.js";
import type { DecoratorCall } from "./literal.js";
import type { Column } from "./unique.js";

/** Where a part of the source stands. */
export type SiteOf = (start: number, end: number) => Site;

/** Reads `@PrimaryKey()`, `@Property({ unique })`, `@Enum()`; `undefined` when it is no column of its own. */
export function readProperty(
  member: ts.PropertyDeclaration,
  decorators: readonly DecoratorCall[],
  siteOf: SiteOf,
): EntityColumn | undefined {
  const property = nameOf(member.name);
  const column = decorators.find(({ name }) => COLUMNS.has(name));
  if (property === undefined || !column) return undefined;
  const options = column.arguments.find((argument) => objectOf(argument));
  const primary = column.name.includes("PrimaryKey");
  const type = stringOf(propertyOf(options, "type")) ?? stringOf(propertyOf(options, "columnType"));
  const site = siteOf(member.getStart(), member.end);
  const generated = generatedOf(options) ?? (primary ? madeByDatabase(member, options) : undefined);
  return {
    property,
    ...named(options),
    nullable: !primary && (isTrue(propertyOf(options, "nullable")) || member.questionToken !== undefined),
    primary,
    ...(generated ? { generated } : {}),
    ...(type === undefined ? {} : { type }),
    uniques: [...ownUnique(property, options, site), ...memberUniques(property, decorators, siteOf)],
    site,
  };
}

/** Reads `@ManyToOne()` and the owning side of `@OneToOne()`. */
export function readRelation(
  member: ts.PropertyDeclaration,
  decorators: readonly DecoratorCall[],
  siteOf: SiteOf,
): EntityColumn | undefined {
  const property = nameOf(member.name);
  const relation = decorators.find(({ name }) => name === "ManyToOne" || name === "OneToOne");
  const options = relation?.arguments.find((argument) => objectOf(argument));
  if (property === undefined || !relation) return undefined;
  if (relation.name === "OneToOne" && propertyOf(options, "mappedBy")) return undefined;
  const site = siteOf(member.getStart(), member.end);
  const name = stringOf(propertyOf(options, "fieldName")) ?? stringOf(propertyOf(options, "joinColumn"));
  const target = targetOf(relation.arguments[0]) ?? targetOf(propertyOf(options, "entity"));
  return {
    property,
    nullable: isTrue(propertyOf(options, "nullable")) || member.questionToken !== undefined,
    primary: isTrue(propertyOf(options, "primary")),
    uniques: [
      ...(relation.name === "OneToOne" ? [{ properties: [property], site }] : ownUnique(property, options, site)),
      ...memberUniques(property, decorators, siteOf),
    ],
    join: [{ ...(name === undefined ? {} : { name }), references: "id" }],
    ...(target === undefined ? {} : { target }),
    site,
  };
}

/** `@Unique({ properties: ["a", "b"], name })` on a class; other decorators give nothing. */
export function readUnique(decorator: DecoratorCall, siteOf: SiteOf): EntityUnique | undefined {
  if (decorator.name !== "Unique") return undefined;
  return uniqueOf(decorator.arguments[0], siteOf(decorator.node.getStart(), decorator.node.end));
}

/** `{ properties: "a" | ["a", "b"], name, where }`; before version 7 the whole statement tells what a partial index asks for. */
export function uniqueOf(options: ts.Expression | undefined, site: Site): EntityUnique | undefined {
  const listed = propertyOf(options, "properties");
  const properties =
    elementsOf(listed)?.flatMap((element) => stringOf(element) ?? []) ?? [stringOf(listed) ?? []].flat();
  if (properties.length === 0) return undefined;
  const name = stringOf(propertyOf(options, "name"));
  const where = stringOf(propertyOf(options, "where")) ?? askedIn(stringOf(propertyOf(options, "expression")));
  return { properties, site, ...(name === undefined ? {} : { name }), ...(where === undefined ? {} : { where }) };
}

/** `create unique index one on orders (key) where deleted_at is null` */
function askedIn(statement: string | undefined): string | undefined {
  return /\bwhere\b\s*(.+?);?\s*$/is.exec(statement ?? "")?.[1];
}

/** The name of the column, when it is written. */
export function named(options: ts.Expression | undefined): { readonly name?: string } {
  const name = stringOf(propertyOf(options, "fieldName")) ?? stringOf(propertyOf(options, "name"));
  return name === undefined ? {} : { name };
}

/** `unique: true`, or the name of the constraint. */
export function ownUnique(property: string, options: ts.Expression | undefined, site: Site): readonly EntityUnique[] {
  const written = propertyOf(options, "unique");
  const name = stringOf(written);
  if (name === undefined && !isTrue(written)) return [];
  return [{ properties: [property], site, ...(name === undefined ? {} : { name }) }];
}

/** What makes the value where none is given. */
export function generatedOf(options: ts.Expression | undefined): Column["generated"] {
  if (isTrue(propertyOf(options, "autoincrement"))) return "sequence";
  const made = propertyOf(options, "onCreate") ?? propertyOf(options, "defaultRaw") ?? propertyOf(options, "default");
  return made && madeBy(made);
}

/** What a default makes: the function that is called when the entity is created, or SQL. */
export function madeBy(made: ts.Expression): Column["generated"] {
  const text = stringOf(made) ?? (returnedBy(made) ?? made).getText();
  if (/\bDate\b|\bnow\b/i.test(text)) return "clock";
  return /uuid|ulid|nanoid|cuid|\bv[47]\b/i.test(text) ? "random" : (generatedBy(text) ?? "constant");
}

const COLUMNS = new Set(["PrimaryKey", "SerializedPrimaryKey", "Property", "Enum"]);

/** A numeric primary key counts up; `id = v4()` is made where the entity is. */
function madeByDatabase(member: ts.PropertyDeclaration, options: ts.Expression | undefined): Column["generated"] {
  if (member.initializer)
    return /uuid|v4|v7|ulid|nanoid|cuid|ObjectId/i.test(member.initializer.getText()) ? "random" : "constant";
  const type = stringOf(propertyOf(options, "type")) ?? member.type?.getText() ?? "";
  return /^(?:number|bigint|int|integer|serial|bigserial)\b/i.test(type) ? "sequence" : undefined;
}

function memberUniques(
  property: string,
  decorators: readonly DecoratorCall[],
  siteOf: SiteOf,
): readonly EntityUnique[] {
  return decorators
    .filter(({ name }) => name === "Unique")
    .map(({ node }) => ({ properties: [property], site: siteOf(node.getStart(), node.end) }));
}

/** `() => User`, `"User"`, `User`. */
function targetOf(argument: ts.Expression | undefined): string | undefined {
  const returned = returnedBy(argument) ?? (argument && bare(argument));
  return returned && ts.isIdentifier(returned) ? returned.text : stringOf(argument);
}
