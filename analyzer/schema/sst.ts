import { ts } from "ts-morph";
import type { DynamodbFile, DynamodbTable } from "./dynamodb.js";
import { sitesIn } from "./lines.js";
import { propertyOf, stringOf } from "./literal.js";

/** Reads the tables of SST, `new sst.aws.Dynamo("Orders", { primaryIndex: { hashKey } })`; `undefined` when there are none. */
export function readSst(source: ts.SourceFile): DynamodbFile | undefined {
  if (!/\bprimaryIndex\b/.test(source.text)) return undefined;
  const siteOf = sitesIn(source.fileName, source.text);
  const tables: DynamodbTable[] = [];
  const visit = (node: ts.Node): void => {
    const declared = ts.isNewExpression(node) ? declaredBy(node) : undefined;
    if (declared) tables.push({ ...declared, site: siteOf(node.getStart(), node.end) });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return tables.length > 0 ? { file: source.fileName, tables, variables: [] } : undefined;
}

/** Version 3 is given the name first, version 2 (`new Table(stack, "Orders", …)`) after the stack. */
function declaredBy(node: ts.NewExpression): Omit<DynamodbTable, "site"> | undefined {
  const made = /(?:^|\.)(Dynamo|Table)$/.exec(node.expression.getText())?.[1];
  if (made === undefined) return undefined;
  const [name, options] = (node.arguments ?? []).slice(made === "Dynamo" ? 0 : 1);
  const index = propertyOf(options, "primaryIndex");
  const partition = propertyOf(index, "hashKey") ?? propertyOf(index, "partitionKey");
  const sort = propertyOf(index, "rangeKey") ?? propertyOf(index, "sortKey");
  const id = stringOf(name);
  const keys = [partition, ...(sort ? [sort] : [])].map(stringOf);
  const known = keys.filter((key) => key !== undefined);
  return id === undefined || known.length < keys.length ? undefined : { names: [id], keys: known };
}
