import { ts } from "ts-morph";
import type { Site } from "../trace.js";
import { isDown } from "./code-migrations.js";
import { inMigrationOrder, migrationGroup } from "./files.js";
import { chainOf, elementsOf, isTrue, nameOf, objectOf, propertyOf, stringOf } from "./literal.js";
import { sitesIn } from "./lines.js";
import { indexOf, type MongoIndex } from "./mongoose-parts.js";
import type { Table } from "./unique.js";

/** Unique indexes that one source makes and drops, in the order of its calls. */
export interface MongodbFile {
  readonly file: string;
  readonly steps: readonly Step[];
}

type Step =
  | { readonly collection: string; readonly index: MongoIndex; readonly label: string }
  /** A label alone drops the index of that name, none of them all. */
  | { readonly collection: string; readonly index?: undefined; readonly label?: string };

/** Reads `createIndex`, `createIndexes` and what drops them, in services and in migrations, and NeDB's `ensureIndex`; `undefined` when there are none. */
export function readMongodb(source: ts.SourceFile): MongodbFile | undefined {
  if (!/\b(?:createIndex|createIndexes|ensureIndex|ensureIndexAsync|dropIndex|dropIndexes)\b/.test(source.text))
    return undefined;
  const siteOf = sitesIn(source.fileName, source.text);
  const steps: Step[] = [];
  const visit = (node: ts.Node): void => {
    if (isDown(node)) return;
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { name, expression } = node.expression;
      const found = indexesOf(name.text, node.arguments, siteOf(node.getStart(), node.end));
      const drops = /^dropIndex(?:es)?$/.test(name.text);
      const collection = drops || found.length > 0 ? collectionOf(expression, source) : undefined;
      if (collection !== undefined) {
        for (const made of found) steps.push({ collection, ...made });
        if (drops) steps.push({ collection, ...droppedBy(node.arguments[0]) });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return steps.length > 0 ? { file: source.fileName, steps } : undefined;
}

/** The collections of all sources that `readMongodb` understood: migrations of one folder run one after the other. */
export function mongodbTables(files: readonly MongodbFile[]): readonly Table[] {
  const groups = new Map<string, MongodbFile[]>();
  for (const file of files) {
    const group = /\/migrations?\//.test(file.file) ? migrationGroup(file.file) : file.file;
    groups.set(group, [...(groups.get(group) ?? []), file]);
  }
  return [...groups.values()].flatMap((group) =>
    left(group.sort((one, other) => inMigrationOrder(one.file, other.file)).flatMap(({ steps }) => steps)).map(tableOf),
  );
}

type Made = Extract<Step, { readonly index: MongoIndex }>;

function left(steps: readonly Step[]): readonly Made[] {
  return steps.reduce<readonly Made[]>((made, step) => {
    if (step.index) return [...made, step];
    return made.filter(
      ({ collection, label }) => collection !== step.collection || (step.label !== undefined && label !== step.label),
    );
  }, []);
}

function tableOf({ collection, index }: Made): Table {
  return {
    name: collection,
    aliases: [],
    columns: [
      { name: "_id", property: "_id", nullable: false, generated: "random" },
      ...[...new Set([...index.columns, ...(index.asked ?? [])])].map((name) => ({
        name,
        property: name,
        nullable: true,
      })),
    ],
    uniques: [
      { kind: "primary", columns: ["_id"], nullable: [], expressions: [], site: index.site },
      {
        kind: "unique",
        columns: index.columns,
        nullable: index.sparse ? index.columns : [],
        expressions: [],
        site: index.site,
        // A field that is missing counts as a null, and only one document may have it so, unless the index is sparse.
        ...(index.sparse ? {} : { nullsNotDistinct: true }),
        ...(index.where === undefined ? {} : { where: index.where }),
        ...(index.name === undefined ? {} : { name: index.name }),
      },
    ],
    source: "mongodb",
    site: index.site,
  };
}

type Labelled = Pick<Made, "index" | "label">;

function indexesOf(name: string, args: readonly ts.Expression[], site: Site): readonly Labelled[] {
  const field = /^ensureIndex(?:Async)?$/.test(name) && propertyOf(args[0], "fieldName");
  if (field) return indexOfField(field, args[0], site).map((index) => ({ index, label: index.columns.join() }));
  if (name === "createIndex" || name === "ensureIndex") return labelled(args[0], indexOf(args[0], args[1], site));
  if (name !== "createIndexes") return [];
  return (elementsOf(args[0]) ?? []).flatMap((item) => {
    const keys = propertyOf(item, "key");
    return labelled(keys, indexOf(keys, item, site));
  });
}

function labelled(keys: ts.Expression | undefined, index: MongoIndex | undefined): readonly Labelled[] {
  return index ? [{ index, label: index.name ?? labelOf(keys) }] : [];
}

/** `shop_1_number_-1`: what MongoDB calls an index that is given no name. */
function labelOf(keys: ts.Expression | undefined): string {
  return (objectOf(keys)?.properties ?? [])
    .flatMap((key) => (ts.isPropertyAssignment(key) ? [`${nameOf(key.name) ?? ""}_${key.initializer.getText()}`] : []))
    .join("_");
}

/** By its name, or by its keys. */
function droppedBy(argument: ts.Expression | undefined): { readonly label?: string } {
  return argument ? { label: stringOf(argument) ?? labelOf(argument) } : {};
}

/** NeDB: `ensureIndex({ fieldName: "orderId", unique: true })`. */
function indexOfField(field: ts.Expression, options: ts.Expression | undefined, site: Site): readonly MongoIndex[] {
  if (!isTrue(propertyOf(options, "unique"))) return [];
  const columns = (elementsOf(field) ?? [field]).flatMap((one) => stringOf(one) ?? []);
  return columns.length === 0 ? [] : [{ columns, sparse: isTrue(propertyOf(options, "sparse")), site }];
}

/** The name in `db.collection("orders")`, or the file of a NeDB, written there or where the variable or field gets its value. */
function collectionOf(receiver: ts.Expression, source: ts.SourceFile): string | undefined {
  const link = chainOf(receiver).findLast(({ name }) => name === "collection");
  if (link) return stringOf(link.arguments[0]);
  const name = ts.isIdentifier(receiver)
    ? receiver.text
    : ts.isPropertyAccessExpression(receiver)
      ? receiver.name.text
      : undefined;
  if (name === undefined) return undefined;
  const set = `\\b${name}\\b[^=;\\n]*=[^;]*?`;
  const text = `\\s*["'\`]([^"'\`]+)["'\`]`;
  return (
    new RegExp(`${set}\\.collection(?:<[^(]*>)?\\(${text}`).exec(source.text)?.[1] ??
    new RegExp(`${set}\\bnew\\s+\\w+(?:<[^(]*>)?\\((?:[^;)]*\\bfilename:)?${text}`).exec(source.text)?.[1]
  );
}
