import { ts } from "ts-morph";
import type { Site } from "../trace.js";
import { chainOf, constantText, decoratorsOf, importsOf, objectOf, propertyOf, stringOf } from "./literal.js";
import { sitesIn } from "./lines.js";
import { indexOf, pathsOf, propsOf, type MongoIndex, type MongoPath, type SiteOf } from "./mongoose-parts.js";
import type { Table, UniqueSet } from "./unique.js";

/** What one source says about Mongoose; a model may be made of another file's schema. */
export interface MongooseFile {
  readonly file: string;
  readonly schemas: readonly MongooseSchema[];
  readonly models: readonly MongooseModel[];
}

/** A schema, by the name of its variable or class. */
export interface MongooseSchema {
  readonly name: string;
  readonly collection?: string;
  readonly paths: readonly MongoPath[];
  readonly indexes: readonly MongoIndex[];
  readonly site: Site;
}

/** A model: `model("Order", orderSchema, "orders")`. */
export interface MongooseModel {
  readonly name: string;
  readonly schema: string;
  readonly collection?: string;
  /** The variable that holds it. */
  readonly variable?: string;
}

/** Reads one source; `undefined` when it has nothing to do with Mongoose. */
export function readMongoose(source: ts.SourceFile): MongooseFile | undefined {
  if (!/mongoose|typegoose/.test(source.text)) return undefined;
  if (importsOf(source, isMongoose).size === 0 && !/require\(["']mongoose["']\)/.test(source.text)) return undefined;
  const siteOf = sitesIn(source.fileName, source.text);
  const schemas = new Map<string, MongooseSchema>();
  const models: MongooseModel[] = [];
  const indexes: { readonly schema: string; readonly index: MongoIndex }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && /(?:^|\.)Schema$/.test(node.expression.getText())) {
      const name = variableOf(node);
      if (name !== undefined) schemas.set(name, schemaOf(name, node, siteOf));
    } else if (ts.isClassDeclaration(node)) {
      const read = classOf(node, siteOf);
      if (read) schemas.set(read.name, read);
    } else if (ts.isCallExpression(node)) {
      const model = modelOf(node);
      if (model) models.push(model);
      const index = indexCall(node, siteOf);
      if (index) indexes.push(index);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  if (schemas.size === 0 && models.length === 0) return undefined;
  const own = [...schemas.values()].map((schema) => ({
    ...schema,
    indexes: [
      ...schema.indexes,
      // Nest: `export const OrderSchema = SchemaFactory.createForClass(Order)`.
      ...indexes
        .filter(({ schema: of }) => of === schema.name || madeFrom(source, of) === schema.name)
        .map(({ index }) => index),
    ],
  }));
  return { file: source.fileName, schemas: own, models };
}

/** The collections of all models that `readMongoose` understood. */
export function mongooseTables(files: readonly MongooseFile[]): readonly Table[] {
  const schemas = new Map(files.flatMap((file) => file.schemas.map((schema) => [schema.name, schema] as const)));
  const modelled = files.flatMap((file) =>
    file.models.flatMap((model) => {
      // Every file may call its own one `schema`.
      const own = file.schemas.find(({ name }) => name === model.schema);
      const schema = own ?? schemas.get(model.schema) ?? schemas.get(model.schema.replace(/Schema$/, ""));
      return schema ? [tableOf(model, schema)] : [];
    }),
  );
  const used = new Set(modelled.map(({ schema }) => schema));
  // Decorated classes are models by themselves: Nest and Typegoose name them after the class.
  const classes = [...schemas.values()]
    .filter((schema) => !used.has(schema) && /^[A-Z]/.test(schema.name) && !schema.name.endsWith("Schema"))
    .map((schema) => tableOf({ name: schema.name, schema: schema.name }, schema));
  return [...modelled, ...classes].map(({ table }) => table);
}

function isMongoose(specifier: string): boolean {
  return ["mongoose", "@nestjs/mongoose", "@typegoose/typegoose"].includes(specifier);
}

function schemaOf(name: string, node: ts.NewExpression, siteOf: SiteOf): MongooseSchema {
  const collection = stringOf(propertyOf(node.arguments?.[1], "collection"));
  return {
    name,
    ...(collection === undefined ? {} : { collection }),
    paths: pathsOf(objectOf(node.arguments?.[0]), "", siteOf),
    indexes: [],
    site: siteOf(node.getStart(), node.end),
  };
}

/** `@Schema() class Order { @Prop({ unique: true }) … }`, `@index({ a: 1 }, { unique: true }) class Order { @prop() … }`. */
function classOf(node: ts.ClassDeclaration, siteOf: SiteOf): MongooseSchema | undefined {
  const decorators = decoratorsOf(node);
  const paths = propsOf(node, siteOf);
  if (!node.name || paths.length === 0) return undefined;
  const options = decorators.find(({ name }) => name === "Schema" || name === "modelOptions")?.arguments[0];
  const collection =
    stringOf(propertyOf(options, "collection")) ??
    stringOf(propertyOf(propertyOf(options, "schemaOptions"), "collection"));
  return {
    name: node.name.text,
    ...(collection === undefined ? {} : { collection }),
    paths,
    indexes: decorators.flatMap(({ name, arguments: [keys, given], node: at }) =>
      name === "index" ? (indexOf(keys, given, siteOf(at.getStart(), at.end)) ?? []) : [],
    ),
    site: siteOf(node.name.getStart(), node.name.end),
  };
}

function modelOf(node: ts.CallExpression): MongooseModel | undefined {
  const link = chainOf(node).at(-1);
  const [name, schema, collection] = link?.name === "model" ? link.arguments : [];
  const text = constantText(name);
  if (text === undefined || !schema || !ts.isIdentifier(schema)) return undefined;
  const given = constantText(collection);
  const variable = variableOf(node);
  return {
    name: text,
    schema: schema.text,
    ...(given === undefined ? {} : { collection: given }),
    ...(variable === undefined ? {} : { variable }),
  };
}

/** `orderSchema.index({ a: 1, b: 1 }, { unique: true })`. */
function indexCall(
  node: ts.CallExpression,
  siteOf: SiteOf,
): { readonly schema: string; readonly index: MongoIndex } | undefined {
  const callee = node.expression;
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== "index" || !ts.isIdentifier(callee.expression))
    return undefined;
  const index = indexOf(node.arguments[0], node.arguments[1], siteOf(node.getStart(), node.end));
  return index && { schema: callee.expression.text, index };
}

/** The class that a schema's variable is made from. */
function madeFrom(source: ts.SourceFile, variable: string): string | undefined {
  const found = new RegExp(`\\b${variable}\\b[^=]*=\\s*SchemaFactory\\s*\\.\\s*createForClass\\(\\s*(\\w+)`).exec(
    source.text,
  );
  return found?.[1];
}

function tableOf(
  model: MongooseModel,
  schema: MongooseSchema,
): { readonly table: Table; readonly schema: MongooseSchema } {
  const name = model.collection ?? schema.collection ?? collectionOf(model.name);
  const uniques: readonly UniqueSet[] = [
    { kind: "primary", columns: ["_id"], nullable: [], expressions: [], site: schema.site },
    ...schema.paths.flatMap((path) => (path.unique ? [setOf([path.name], path.unique)] : [])),
    ...schema.indexes.map((index) => setOf(index.columns, index)),
  ];
  const table: Table = {
    name,
    aliases: [...new Set([model.name, ...(model.variable ? [model.variable] : [])])],
    columns: [
      { name: "_id", property: "_id", nullable: false, generated: "random" },
      ...schema.paths
        .filter((path) => path.name !== "_id")
        .map(({ name: path, required, generated }) => ({
          name: path,
          property: path,
          nullable: !required,
          ...(generated ? { generated } : {}),
        })),
    ],
    uniques,
    source: "mongoose",
    site: schema.site,
  };
  return { table, schema };
}

/** A field that is missing counts as a null, and only one document may have it so, unless the index is sparse. */
function setOf(columns: readonly string[], index: Omit<MongoIndex, "columns">): UniqueSet {
  return {
    kind: "unique",
    columns,
    nullable: index.sparse ? columns : [],
    expressions: [],
    site: index.site,
    ...(index.sparse ? {} : { nullsNotDistinct: true }),
    ...(index.where === undefined ? {} : { where: index.where }),
    ...(index.name === undefined ? {} : { name: index.name }),
  };
}

/** Mongoose's name for a model's collection: lower case, in the plural. */
function collectionOf(model: string): string {
  const word = model.toLowerCase();
  if (/(?:s|x|z|ch|sh)$/.test(word)) return /ss$|[xz]$|[cs]h$/.test(word) ? `${word}es` : word;
  return /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`;
}

function variableOf(node: ts.Node): string | undefined {
  for (let at = node.parent; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isVariableDeclaration(at)) return ts.isIdentifier(at.name) ? at.name.text : undefined;
    if (ts.isStatement(at) || ts.isFunctionLike(at) || ts.isPropertyAssignment(at)) return undefined;
  }
  return undefined;
}
