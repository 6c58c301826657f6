import { ts } from "ts-morph";
import type { Site } from "../trace.js";
import type { DeclaredUnique } from "./change.js";
import { sitesIn } from "./lines.js";
import {
  bare,
  decoratorsOf,
  elementsOf,
  isTrue,
  nameOf,
  objectOf,
  propertyOf,
  stringOf,
  type DecoratorCall,
} from "./literal.js";
import {
  attributeOf,
  attributesOf,
  generatedOf,
  indexOf,
  plural,
  snake,
  uniquesOf,
  type Attribute,
  type SiteOf,
} from "./sequelize-parts.js";
import { associationsAt, heldRows, type Association } from "./sequelize-associations.js";
import { indexDecoratorsAt, withDecorators, type IndexDecorator } from "./sequelize-decorators.js";
import type { Column, Table } from "./unique.js";

/** What one source says about Sequelize models; columns of base classes are added by `sequelizeTables`. */
export interface SequelizeFile {
  readonly models: readonly SequelizeModel[];
  readonly associations: readonly Association[];
  readonly decorators: readonly IndexDecorator[];
}

interface SequelizeModel {
  readonly name: string;
  /** Absent for a base class that is no table of its own. */
  readonly table?: string;
  readonly base?: string;
  readonly attributes: readonly Attribute[];
  readonly uniques: readonly DeclaredUnique[];
  readonly site: Site;
}

/** Reads one source; `undefined` when it declares no model. */
export function readSequelize(source: ts.SourceFile): SequelizeFile | undefined {
  if (!/sequelize|extends\s+\w*Model\b/i.test(source.text)) return undefined;
  const siteOf = sitesIn(source.fileName, source.text);
  const models: SequelizeModel[] = [];
  const associations: Association[] = [];
  const decorators: IndexDecorator[] = [];
  const visit = (node: ts.Node): void => {
    associations.push(...associationsAt(node));
    decorators.push(...indexDecoratorsAt(node));
    const model = ts.isClassDeclaration(node)
      ? decoratedModel(node, siteOf)
      : ts.isCallExpression(node)
        ? definedModel(node, siteOf)
        : undefined;
    if (model) models.push(model);
    ts.forEachChild(node, visit);
  };
  visit(source);
  const isEmpty = models.length + associations.length + decorators.length === 0;
  return isEmpty ? undefined : { models, associations, decorators };
}

/** The tables of all sources that `readSequelize` understood. */
export function sequelizeTables(files: readonly SequelizeFile[]): readonly Table[] {
  const decorators = new Map(files.flatMap((file) => file.decorators.map(({ name, set }) => [name, set])));
  const models = files.flatMap((file) => file.models).map((model) => withDecorators(model, decorators));
  const byName = new Map(models.map((model) => [model.name, model]));
  const held = heldRows(files.flatMap((file) => file.associations));
  return models.flatMap((model) =>
    model.table === undefined ? [] : [{ ...tableOf(model, model.table, byName), ...heldBy(model, held) }],
  );
}

function heldBy({ name }: SequelizeModel, held: ReturnType<typeof heldRows>): Pick<Table, "held"> {
  const rows = held.get(name);
  return rows ? { held: rows } : {};
}

function tableOf(model: SequelizeModel, name: string, byName: ReadonlyMap<string, SequelizeModel>): Table {
  const members = new Map<string, Attribute>();
  for (const each of [...lineage(model, byName)].reverse())
    for (const attribute of each.attributes) members.set(attribute.column.property, attribute);
  const given = [...members.values()];
  // Sequelize adds a primary key where none is declared.
  const attributes = given.some(({ primary }) => primary) ? given : [implicitId(model.site), ...given];
  const columns = attributes.map(({ column }) => column);
  const columnOf = (member: string): Column | undefined =>
    columns.find((column) => column.name === member || column.property === member);
  return {
    name,
    aliases: model.name === name ? [] : [model.name],
    columns,
    uniques: [...uniquesOf(attributes), ...model.uniques].map((unique) => {
      const names = unique.columns.map((member) => columnOf(member)?.name ?? member);
      return { ...unique, columns: names, nullable: names.filter((member) => columnOf(member)?.nullable ?? false) };
    }),
    source: "sequelize",
    site: model.site,
  };
}

function implicitId(site: Site): Attribute {
  const column: Column = { name: "id", property: "id", nullable: false, generated: "sequence" };
  return { column, primary: true, unique: false, site };
}

function lineage(model: SequelizeModel, byName: ReadonlyMap<string, SequelizeModel>): readonly SequelizeModel[] {
  const line = [model];
  for (let at = model.base; at !== undefined;) {
    const base = byName.get(at);
    if (!base || line.includes(base)) break;
    line.push(base);
    at = base.base;
  }
  return line;
}

/** `sequelize.define("Order", attributes, options)`, `Order.init(attributes, { sequelize, … })`. */
function definedModel(call: ts.CallExpression, siteOf: SiteOf): SequelizeModel | undefined {
  const callee = bare(call.expression);
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const [first, second, third] = call.arguments;
  const defines = callee.name.text === "define";
  const options = defines ? third : second;
  const owner = ownerOf(callee.expression);
  if (!defines && !(callee.name.text === "init" && propertyOf(options, "sequelize"))) return undefined;
  const attributes = defines ? second : first;
  const name = defines ? stringOf(first) : (stringOf(propertyOf(options, "modelName")) ?? owner);
  if (name === undefined || !objectOf(attributes)) return undefined;
  const underscored = isTrue(propertyOf(options, "underscored"));
  const alias = !defines && /^[A-Z]\w*$/.test(owner) ? owner : name;
  return {
    name: alias,
    table: tableName(name, options),
    attributes: attributesOf(attributes, underscored, siteOf),
    uniques: indexesOf(options, siteOf),
    site: siteOf(callee.name.getStart(), callee.name.end),
  };
}

/** `Order`, or the class around `this.init(…)` and `super.init(…)`. */
function ownerOf(receiver: ts.Expression): string {
  const owner = bare(receiver);
  const isOwn = owner.kind === ts.SyntaxKind.ThisKeyword || owner.kind === ts.SyntaxKind.SuperKeyword;
  const around = isOwn ? ts.findAncestor(owner, ts.isClassLike) : undefined;
  return around?.name?.text ?? owner.getText();
}

function tableName(model: string, options: ts.Expression | undefined): string {
  const written = stringOf(propertyOf(options, "tableName"));
  if (written !== undefined) return written;
  const cased = isTrue(propertyOf(options, "underscored")) ? snake(model) : model;
  return isTrue(propertyOf(options, "freezeTableName")) ? cased : plural(cased);
}

function indexesOf(options: ts.Expression | undefined, siteOf: SiteOf): readonly DeclaredUnique[] {
  return (elementsOf(propertyOf(options, "indexes")) ?? []).flatMap(
    (item) => indexOf(item, siteOf(item.getStart(), item.end)) ?? [],
  );
}

/** A class with the decorators of `sequelize-typescript` or of Sequelize 7, or a base class of such. */
function decoratedModel(node: ts.ClassDeclaration, siteOf: SiteOf): SequelizeModel | undefined {
  if (!node.name) return undefined;
  const table = decoratorsOf(node).find(({ name }) => name === "Table");
  const options = table?.arguments.find((argument) => objectOf(argument));
  const underscored = isTrue(propertyOf(options, "underscored"));
  const attributes = node.members.flatMap((member) => {
    const property = ts.isPropertyDeclaration(member) ? nameOf(member.name) : undefined;
    return property === undefined || !ts.isPropertyDeclaration(member)
      ? []
      : (decoratedAttribute(
          property,
          decoratorsOf(member),
          underscored,
          siteOf(member.name.getStart(), member.name.end),
        ) ?? []);
  });
  if (!table && attributes.length === 0) return undefined;
  const heritage = node.heritageClauses?.find((clause) => clause.token === ts.SyntaxKind.ExtendsKeyword);
  const base = heritage?.types[0]?.expression.getText();
  const name = node.name.text;
  return {
    name,
    ...(table && { table: tableName(stringOf(propertyOf(options, "modelName")) ?? name, options) }),
    ...(base !== undefined && { base }),
    attributes,
    uniques: indexesOf(options, siteOf),
    site: siteOf(node.name.getStart(), node.name.end),
  };
}

function decoratedAttribute(
  property: string,
  decorators: readonly DecoratorCall[],
  underscored: boolean,
  site: Site,
): Attribute | undefined {
  const named = (name: string) => decorators.find((decorator) => decorator.name === name);
  const column =
    named("Column") ?? named("Attribute") ?? named("CreatedAt") ?? named("UpdatedAt") ?? named("DeletedAt");
  if (!column) return undefined;
  const read = attributeOf(
    property,
    column.arguments.find((argument) => objectOf(argument)),
    underscored,
    site,
  );
  const unique = named("Unique");
  const index = named("Index");
  const indexed = index?.arguments.find((argument) => objectOf(argument));
  const notNull =
    named("NotNull") ?? (named("AllowNull")?.arguments[0]?.kind === ts.SyntaxKind.FalseKeyword ? true : undefined);
  const primary = read.primary || named("PrimaryKey") !== undefined;
  const generated =
    named("AutoIncrement") === undefined
      ? (generatedOf(named("Default")?.arguments[0]) ??
        (/^(?:Created|Updated)At$/.test(column.name) ? "clock" : undefined))
      : "sequence";
  return {
    ...read,
    column: {
      ...read.column,
      nullable: read.column.nullable && !primary && notNull === undefined,
      ...(generated && { generated }),
    },
    primary,
    decorators: decorators.map(({ name }) => name),
    unique: unique
      ? (stringOf(unique.arguments[0]) ?? stringOf(propertyOf(unique.arguments[0], "name")) ?? true)
      : isTrue(propertyOf(indexed, "unique"))
        ? (stringOf(propertyOf(indexed, "name")) ?? true)
        : read.unique,
  };
}
