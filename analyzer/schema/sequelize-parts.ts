import { ts } from "ts-morph";
import type { Site } from "../trace.js";
import type { DeclaredUnique } from "./change.js";
import { generatedBy } from "./generated.js";
import { bare, elementsOf, isTrue, nameOf, objectOf, propertyOf, stringOf } from "./literal.js";
import type { Column } from "./unique.js";

export type SiteOf = (start: number, end: number) => Site;

/** One attribute of a model or column of a migration: its column, and the unique sets that it takes part in. */
export interface Attribute {
  readonly column: Column;
  readonly primary: boolean;
  /** `true` for a set of its own; a name for one that several columns share. */
  readonly unique: boolean | string;
  /** The names of its decorators, of which the project may have made some. */
  readonly decorators?: readonly string[];
  readonly site: Site;
}

/** Reads `{ id: { type, primaryKey: true }, slug: DataTypes.STRING }`. */
export function attributesOf(
  node: ts.Expression | undefined,
  underscored: boolean,
  siteOf: SiteOf,
): readonly Attribute[] {
  return (objectOf(node)?.properties ?? []).flatMap((member) => {
    const property = ts.isPropertyAssignment(member) ? nameOf(member.name) : undefined;
    if (property === undefined || !ts.isPropertyAssignment(member)) return [];
    return [attributeOf(property, member.initializer, underscored, siteOf(member.getStart(), member.end))];
  });
}

/** Reads one attribute from its options, or from its bare type. */
export function attributeOf(
  property: string,
  options: ts.Expression | undefined,
  underscored: boolean,
  site: Site,
): Attribute {
  const primary = isTrue(propertyOf(options, "primaryKey"));
  const written = propertyOf(options, "unique");
  const name = stringOf(propertyOf(options, "field")) ?? (underscored ? snake(property) : property);
  const generated = isTrue(propertyOf(options, "autoIncrement"))
    ? "sequence"
    : generatedOf(propertyOf(options, "defaultValue"));
  const nullable = !primary && propertyOf(options, "allowNull")?.kind !== ts.SyntaxKind.FalseKeyword;
  return {
    column: { name, property, nullable, ...(generated && { generated }) },
    primary,
    unique: stringOf(written) ?? stringOf(propertyOf(written, "name")) ?? isTrue(written),
    site,
  };
}

/** What makes a default value. */
export function generatedOf(value: ts.Expression | undefined): Column["generated"] {
  if (!value) return undefined;
  const text = bare(value).getText();
  if (/\bUUIDV?[147]?\b|uuid|nanoid|cuid/i.test(text)) return "random";
  if (/\bNOW\b|Date\b/.test(text)) return "clock";
  if (bare(value).kind === ts.SyntaxKind.NullKeyword) return undefined;
  return generatedBy(text) ?? "constant";
}

/** The primary key and the unique sets that attributes declare themselves. */
export function uniquesOf(attributes: readonly Attribute[]): readonly DeclaredUnique[] {
  const primary = attributes.filter((attribute) => attribute.primary);
  const [first] = primary;
  const shared = new Map<string, Attribute[]>();
  for (const attribute of attributes)
    if (typeof attribute.unique === "string")
      shared.set(attribute.unique, [...(shared.get(attribute.unique) ?? []), attribute]);
  const set = (of: readonly Attribute[], kind: DeclaredUnique["kind"], site: Site, name?: string): DeclaredUnique => ({
    kind,
    columns: of.map(({ column }) => column.name),
    site,
    expressions: [],
    ...(name !== undefined && { name }),
  });
  return [
    ...(first ? [set(primary, "primary", first.site)] : []),
    ...attributes
      .filter(({ unique }) => unique === true)
      .map((attribute) => set([attribute], "unique", attribute.site)),
    ...[...shared].map(([name, of]) => set(of, "unique", (of[0] as Attribute).site, name)),
  ];
}

/** A unique index or constraint: `{ fields: ["a", "b"], unique: true, where, name }`; nothing for any other. */
export function indexOf(
  options: ts.Expression | undefined,
  site: Site,
  fields: ts.Expression | undefined = propertyOf(options, "fields"),
): DeclaredUnique | undefined {
  const type = (stringOf(propertyOf(options, "type")) ?? "").toLowerCase();
  const kind =
    type === "primary key"
      ? "primary"
      : type === "unique" || isTrue(propertyOf(options, "unique"))
        ? "unique"
        : undefined;
  const listed = elementsOf(fields);
  if (!kind || !listed) return undefined;
  const members = listed.map(
    (field) => stringOf(field) ?? stringOf(propertyOf(field, "name")) ?? stringOf(propertyOf(field, "attribute")),
  );
  const where = propertyOf(options, "where");
  const name = stringOf(propertyOf(options, "name")) ?? stringOf(propertyOf(options, "indexName"));
  return {
    kind,
    columns: members.filter((member) => member !== undefined),
    expressions: listed.filter((_, index) => members[index] === undefined).map((field) => field.getText()),
    site,
    ...(name !== undefined && { name }),
    ...(where && { where: predicate(where) }),
  };
}

/** `{ deletedAt: null }` as the predicate that it becomes; anything else as it is written. */
function predicate(where: ts.Expression): string {
  const members = objectOf(where)?.properties ?? [];
  const nulls = members.flatMap((member) =>
    ts.isPropertyAssignment(member) && bare(member.initializer).kind === ts.SyntaxKind.NullKeyword
      ? [`${member.name.getText()} IS NULL`]
      : [],
  );
  return members.length > 0 && nulls.length === members.length ? nulls.join(" AND ") : where.getText();
}

/** `orderId` as `order_id`. */
export function snake(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
}

/** `order` as `orders`: how Sequelize names the table of a model and the rows that an association holds. */
export function plural(word: string): string {
  if (/(?:s|x|z|ch|sh)$/.test(word)) return `${word}es`;
  return /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`;
}
