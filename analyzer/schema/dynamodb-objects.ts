import { ts } from "ts-morph";
import type { DynamodbFile, DynamodbTable } from "./dynamodb.js";
import { sitesIn } from "./lines.js";
import { elementsOf, nameOf, propertyOf, stringOf } from "./literal.js";

/**
 * Reads tables that code declares in CloudFormation's own terms: the resources of a `serverless.ts`, what `CreateTableCommand`
 * is given; `undefined` when there are none.
 */
export function readDynamodbObjects(source: ts.SourceFile): DynamodbFile | undefined {
  if (!/\bKeySchema\b/.test(source.text)) return undefined;
  const siteOf = sitesIn(source.fileName, source.text);
  const tables: DynamodbTable[] = [];
  const visit = (node: ts.Node): void => {
    const declared = ts.isObjectLiteralExpression(node) ? declaredBy(node) : undefined;
    if (declared) tables.push({ ...declared, site: siteOf(node.getStart(), node.end) });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return tables.length > 0 ? { file: source.fileName, tables, variables: [] } : undefined;
}

function declaredBy(object: ts.ObjectLiteralExpression): Omit<DynamodbTable, "site"> | undefined {
  // An index has keys as well, which are not unique.
  if (propertyOf(object, "IndexName")) return undefined;
  const written = elementsOf(propertyOf(object, "KeySchema"))?.map((key) => stringOf(propertyOf(key, "AttributeName")));
  const keys = written?.filter((key) => key !== undefined) ?? [];
  const names = [stringOf(propertyOf(object, "TableName")), resourceOf(object)].filter((name) => name !== undefined);
  if (keys.length === 0 || keys.length !== written?.length || names.length === 0) return undefined;
  return { names, keys };
}

/** `OrdersTable: { Type: "AWS::DynamoDB::Table", Properties: { … } }` */
function resourceOf({ parent }: ts.ObjectLiteralExpression): string | undefined {
  if (!ts.isPropertyAssignment(parent) || nameOf(parent.name) !== "Properties") return undefined;
  const resource = parent.parent.parent;
  return ts.isPropertyAssignment(resource) ? nameOf(resource.name) : undefined;
}
