import { ts } from "ts-morph";
import type { DynamodbFile, DynamodbTable } from "./dynamodb.js";
import { sitesIn } from "./lines.js";
import { elementsOf, nameOf, objectOf, propertyOf, stringOf } from "./literal.js";

/**
 * Reads what ElectroDB's entities (`pk: { composite: ["orderId"] }`) and OneTable's models (`pk: { value: "order:${id}" }`) make
 * their keys of; `undefined` when there are none.
 */
export function readDynamodbModels(source: ts.SourceFile): DynamodbFile | undefined {
  if (!/\bcomposite\s*:|\bhash\s*:/.test(source.text)) return undefined;
  const siteOf = sitesIn(source.fileName, source.text);
  const tables: DynamodbTable[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node))
      for (const [name, keys] of [...entityIn(node), ...modelsIn(node)])
        if (keys.length > 0) tables.push({ names: [name], keys, site: siteOf(node.getStart(), node.end) });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return tables.length > 0 ? { file: source.fileName, tables, variables: [] } : undefined;
}

type Keyed = readonly [name: string, keys: readonly string[]];

/** ElectroDB: the index that has no name of its own is the table's. */
function entityIn(node: ts.ObjectLiteralExpression): readonly Keyed[] {
  const name = stringOf(propertyOf(propertyOf(node, "model"), "entity"));
  const indexes = objectOf(propertyOf(node, "indexes"))?.properties ?? [];
  const primary = indexes.find((one) => ts.isPropertyAssignment(one) && !propertyOf(one.initializer, "index"));
  if (name === undefined || !primary || !ts.isPropertyAssignment(primary)) return [];
  const keys = ["pk", "sk"].flatMap((key) => {
    const composite = propertyOf(propertyOf(primary.initializer, key), "composite");
    return (elementsOf(composite) ?? []).map(stringOf);
  });
  return keys.every((key) => key !== undefined) ? [[name, keys]] : [];
}

/** OneTable: a key is an attribute, or a template of others. */
function modelsIn(node: ts.ObjectLiteralExpression): readonly Keyed[] {
  const primary = propertyOf(propertyOf(node, "indexes"), "primary");
  const keys = ["hash", "sort"].flatMap((part) => stringOf(propertyOf(primary, part)) ?? []);
  const models = objectOf(propertyOf(node, "models"))?.properties ?? [];
  return models.flatMap((model): readonly Keyed[] => {
    const name = nameOf(model.name);
    if (name === undefined || !ts.isPropertyAssignment(model)) return [];
    return [[name, keys.flatMap((key) => attributesOf(key, propertyOf(model.initializer, key)))]];
  });
}

function attributesOf(key: string, declared: ts.Expression | undefined): readonly string[] {
  const template = stringOf(propertyOf(declared, "value"));
  return template === undefined ? [key] : [...template.matchAll(/\$\{(\w+)[^}]*\}/g)].flatMap(([, name]) => name ?? []);
}
