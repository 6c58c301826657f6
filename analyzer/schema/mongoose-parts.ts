import { ts } from "ts-morph";
import type { Site } from "../trace.js";
import { bare, decoratorsOf, elementsOf, isTrue, nameOf, objectOf, propertyOf, stringOf } from "./literal.js";
import type { Column } from "./unique.js";

/** Where a part of the source stands. */
export type SiteOf = (start: number, end: number) => Site;

/** A unique index over paths. */
export interface MongoIndex {
  readonly columns: readonly string[];
  readonly sparse: boolean;
  /** `partialFilterExpression`, as a predicate. */
  readonly where?: string;
  /** The paths that it asks for. */
  readonly asked?: readonly string[];
  readonly name?: string;
  readonly site: Site;
}

/** A path of a schema, dotted below sub-documents. */
export interface MongoPath {
  readonly name: string;
  readonly required: boolean;
  readonly generated?: Column["generated"];
  readonly unique?: Omit<MongoIndex, "columns">;
}

/** Reads `{ eventId: { type: String, unique: true }, address: { city: String } }`. */
export function pathsOf(
  definition: ts.ObjectLiteralExpression | undefined,
  prefix: string,
  siteOf: SiteOf,
): readonly MongoPath[] {
  return (definition?.properties ?? []).flatMap((member): readonly MongoPath[] => {
    const name = ts.isPropertyAssignment(member) ? nameOf(member.name) : undefined;
    if (name === undefined || !ts.isPropertyAssignment(member)) return [];
    const path = prefix + name;
    const options = objectOf(member.initializer);
    const isPath = !options || propertyOf(options, "type") !== undefined;
    if (!isPath) return pathsOf(options, `${path}.`, siteOf);
    return [pathOf(path, options, siteOf(member.getStart(), member.end))];
  });
}

/** Reads `@Prop({ unique: true }) eventId: string` and Typegoose's `@prop()`. */
export function propsOf(node: ts.ClassDeclaration, siteOf: SiteOf): readonly MongoPath[] {
  return node.members.flatMap((member) => {
    if (!ts.isPropertyDeclaration(member)) return [];
    const decorator = decoratorsOf(member).find(({ name }) => name === "Prop" || name === "prop");
    const name = nameOf(member.name);
    if (!decorator || name === undefined) return [];
    return [pathOf(name, objectOf(decorator.arguments[0]), siteOf(member.getStart(), member.end))];
  });
}

/** A unique index of its keys and options; nothing for any other. */
export function indexOf(
  keys: ts.Expression | undefined,
  options: ts.Expression | undefined,
  site: Site,
): MongoIndex | undefined {
  if (!isTrue(propertyOf(options, "unique"))) return undefined;
  const columns = (objectOf(keys)?.properties ?? []).flatMap((member) => nameOf(member.name) ?? []);
  return columns.length === 0 ? undefined : { columns, ...shared(options, site) };
}

function pathOf(name: string, options: ts.ObjectLiteralExpression | undefined, site: Site): MongoPath {
  const index = propertyOf(options, "index");
  const unique = isUnique(propertyOf(options, "unique")) || isTrue(propertyOf(index, "unique"));
  const required = propertyOf(options, "required");
  const made = propertyOf(options, "default");
  const generated = made ? generatedOf(made) : undefined;
  return {
    name,
    required: isUnique(required),
    ...(generated ? { generated } : {}),
    ...(unique ? { unique: shared(objectOf(index) ?? options, site) } : {}),
  };
}

function shared(options: ts.Expression | undefined, site: Site): Omit<MongoIndex, "columns"> {
  const name = stringOf(propertyOf(options, "name"));
  const partial = propertyOf(options, "partialFilterExpression");
  return {
    sparse: isTrue(propertyOf(options, "sparse")),
    site,
    ...(name === undefined ? {} : { name }),
    ...(partial ? predicateOf(partial) : {}),
  };
}

/** `{ kind: "card", deletedAt: null }` as the predicate of an index in SQL; what is asked otherwise as it is written. */
function predicateOf(partial: ts.Expression): Pick<MongoIndex, "where" | "asked"> {
  const members = objectOf(partial)?.properties ?? [];
  const conditions = members.flatMap((member) => {
    const path = ts.isPropertyAssignment(member) ? nameOf(member.name) : undefined;
    return ts.isPropertyAssignment(member) && path !== undefined ? [{ path, asks: asks(member.initializer) }] : [];
  });
  if (conditions.length === 0 || conditions.length < members.length) return { where: partial.getText() };
  return {
    where: conditions.map(({ path, asks: condition }) => `${path}${condition}`).join(" AND "),
    asked: conditions.map(({ path }) => path),
  };
}

function asks(written: ts.Expression): string {
  const only = objectOf(written)?.properties.length === 1;
  const value = bare((only ? propertyOf(written, "$eq") : undefined) ?? written);
  const list = only ? elementsOf(propertyOf(written, "$in")) : undefined;
  const constants = (list ?? [value]).map(constantOf);
  if (constants.includes(undefined)) return `: ${written.getText()}`;
  if (list) return ` IN (${constants.join(", ")})`;
  return value.kind === ts.SyntaxKind.NullKeyword ? " IS NULL" : ` = ${constants.join()}`;
}

function constantOf(node: ts.Expression): string | undefined {
  const text = stringOf(node);
  if (text !== undefined) return `'${text}'`;
  const value = bare(node);
  const isPlain = ts.isNumericLiteral(value) || /^(?:true|false|null)$/.test(value.getText());
  return isPlain ? value.getText() : undefined;
}

/** `true`, or `[true, "a message"]`. */
function isUnique(written: ts.Expression | undefined): boolean {
  return isTrue(written) || isTrue(elementsOf(written)?.[0]);
}

function generatedOf(made: ts.Expression): Column["generated"] {
  const text = bare(made).getText();
  if (/Date\b|now/i.test(text)) return "clock";
  return /uuid|ulid|nanoid|cuid|ObjectId|random/i.test(text) ? "random" : "constant";
}
