import { ts } from "ts-morph";
import type { Site } from "../trace.js";
import { chainOf, elementsOf, isTrue, propertyOf, stringOf } from "./literal.js";
import { sitesIn } from "./lines.js";
import { indexOf, type MongoIndex } from "./mongoose-parts.js";
import type { Table } from "./unique.js";

/** Unique indexes that one source creates. */
export interface MongodbFile {
  readonly file: string;
  readonly indexes: readonly { readonly collection: string; readonly index: MongoIndex }[];
}

/** Reads `createIndex` and `createIndexes`, in services and in migrations, and NeDB's `ensureIndex`; `undefined` when there are none. */
export function readMongodb(source: ts.SourceFile): MongodbFile | undefined {
  if (!/\b(?:createIndex|createIndexes|ensureIndex|ensureIndexAsync)\b/.test(source.text)) return undefined;
  const siteOf = sitesIn(source.fileName, source.text);
  const indexes: { collection: string; index: MongoIndex }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const site = siteOf(node.getStart(), node.end);
      const found = indexesOf(node.expression.name.text, node.arguments, site);
      const collection = found.length > 0 ? collectionOf(node.expression.expression, source) : undefined;
      if (collection !== undefined) for (const index of found) indexes.push({ collection, index });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return indexes.length > 0 ? { file: source.fileName, indexes } : undefined;
}

/** The collections of all sources that `readMongodb` understood. */
export function mongodbTables(files: readonly MongodbFile[]): readonly Table[] {
  return files.flatMap(({ indexes }) =>
    indexes.map(({ collection, index }): Table => ({
      name: collection,
      aliases: [],
      columns: [
        { name: "_id", property: "_id", nullable: false, generated: "random" },
        ...index.columns.map((name) => ({ name, property: name, nullable: true })),
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
    })),
  );
}

function indexesOf(name: string, args: readonly ts.Expression[], site: Site): readonly MongoIndex[] {
  const field = /^ensureIndex(?:Async)?$/.test(name) && propertyOf(args[0], "fieldName");
  if (field) return indexOfField(field, args[0], site);
  if (name === "createIndex" || name === "ensureIndex") return [indexOf(args[0], args[1], site) ?? []].flat();
  if (name !== "createIndexes") return [];
  return (elementsOf(args[0]) ?? []).flatMap((item) => indexOf(propertyOf(item, "key"), item, site) ?? []);
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
