import { ts } from "ts-morph";
import { isVariable, type DynamodbFile, type DynamodbTable } from "./dynamodb.js";
import { sitesIn } from "./lines.js";
import { elementsOf, nameOf, propertyOf, stringOf } from "./literal.js";

/** Reads the tables of AWS CDK, `new Table(this, "Orders", { partitionKey })`; `undefined` when there are none. */
export function readCdk(source: ts.SourceFile): DynamodbFile | undefined {
  if (!/\b(?:partitionKey|keySchema)\b|\.tableName\b/.test(source.text)) return undefined;
  const siteOf = sitesIn(source.fileName, source.text);
  const tables: DynamodbTable[] = [];
  const variables: (readonly [string, string])[] = [];
  const visit = (node: ts.Node): void => {
    const declared = ts.isNewExpression(node) ? declaredBy(node) : undefined;
    if (declared) tables.push({ ...declared, site: siteOf(node.getStart(), node.end) });
    variables.push(...handedOut(node));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return tables.length + variables.length > 0 ? { file: source.fileName, tables, variables } : undefined;
}

function declaredBy(node: ts.NewExpression): Omit<DynamodbTable, "site"> | undefined {
  if (!/(?:^|\.)(?:Table|TableV2|CfnTable)$/.test(node.expression.getText())) return undefined;
  const [, id, options] = node.arguments ?? [];
  const name = stringOf(id);
  const keys = keysOf(options);
  if (name === undefined || keys.length === 0) return undefined;
  const names = [stringOf(propertyOf(options, "tableName")), name, holderOf(node)];
  return { names: names.filter((each) => each !== undefined), keys };
}

/** `partitionKey: { name: "pk", type }`; in CloudFormation's own terms `keySchema: [{ attributeName: "pk", keyType }]`. */
function keysOf(options: ts.Expression | undefined): readonly string[] {
  const written =
    elementsOf(propertyOf(options, "keySchema"))?.map((key) => propertyOf(key, "attributeName")) ??
    ["partitionKey", "sortKey"].flatMap((name) => {
      const key = propertyOf(options, name);
      return key ? [propertyOf(key, "name")] : [];
    });
  const keys = written.map(stringOf);
  const known = keys.filter((key) => key !== undefined);
  // A key of which a part is not known says nothing about the whole.
  return known.length === keys.length ? known : [];
}

/** The variable or field that holds the table: `const ordersTable`, `this.ordersTable`. */
function holderOf({ parent, end }: ts.NewExpression): string | undefined {
  if (ts.isPropertyDeclaration(parent)) return nameOf(parent.name);
  if (ts.isVariableDeclaration(parent)) return ts.isIdentifier(parent.name) ? parent.name.text : undefined;
  return ts.isBinaryExpression(parent) && parent.right.end === end ? lastName(parent.left) : undefined;
}

/** `environment: { ORDERS_TABLE: ordersTable.tableName }`, `handler.addEnvironment("ORDERS_TABLE", ordersTable.tableName)`. */
function handedOut(node: ts.Node): readonly (readonly [string, string])[] {
  if (ts.isPropertyAssignment(node)) return holding(nameOf(node.name), node.initializer);
  if (!ts.isCallExpression(node) || !node.expression.getText().endsWith(".addEnvironment")) return [];
  return holding(stringOf(node.arguments[0]), node.arguments[1]);
}

function holding(variable: string | undefined, value: ts.Expression | undefined): DynamodbFile["variables"] {
  if (variable === undefined || !isVariable(variable)) return [];
  if (!value || !ts.isPropertyAccessExpression(value) || value.name.text !== "tableName") return [];
  const table = lastName(value.expression);
  return table === undefined ? [] : [[variable, table]];
}

function lastName(node: ts.Expression): string | undefined {
  if (ts.isIdentifier(node)) return node.text;
  return ts.isPropertyAccessExpression(node) ? node.name.text : undefined;
}
