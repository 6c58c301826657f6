import { isMap, isNode, isScalar, isSeq, parseDocument, visit, type Pair, type YAMLMap } from "yaml";
import type { Site } from "../trace.js";
import { isVariable, type DynamodbFile, type DynamodbTable } from "./dynamodb.js";

/** Whether a path is where CloudFormation, SAM or the Serverless Framework declare their resources. */
export function isCloudformation(path: string): boolean {
  return TEMPLATE.test(path) || RESOURCES.test(path);
}

const TEMPLATE = /(?:\/(?:serverless|(?:sam-)?template)(?:[.-][\w-]+)?|\.template)\.(?:ya?ml|json)$/i;
const RESOURCES = /\/(?:cloudformation|cfn|resources|infra(?:structure)?)\/.*\.ya?ml$|dynamo[^/]*\.ya?ml$/i;

/** Reads the tables that a template in YAML or JSON declares, and what environment variables are named after them. */
export function readCloudformation(
  file: string,
  text: string,
  siteOf: (start: number, end: number) => Site,
): DynamodbFile & { readonly problems: readonly string[] } {
  if (!/AWS::(?:DynamoDB|Serverless)::|\b_?TABLE/.test(text)) return { file, tables: [], variables: [], problems: [] };
  // Tags such as !Ref are CloudFormation's: what they are on is read all the same.
  const document = parseDocument(text, { logLevel: "silent", uniqueKeys: false });
  const [error] = document.errors;
  if (error) return { file, tables: [], variables: [], problems: [`${file}: ${error.message.split("\n")[0] ?? ""}`] };
  const tables: DynamodbTable[] = [];
  const variables: (readonly [string, string])[] = [];
  visit(document, {
    Pair(_, pair) {
      const name = textOf(pair.key);
      if (name === undefined) return;
      tables.push(...tablesOf(name, pair, siteOf));
      const held = isVariable(name) ? heldBy(pair.value) : undefined;
      if (held !== undefined) variables.push([name, held]);
    },
  });
  return { file, tables, variables, problems: [] };
}

function tablesOf(id: string, { key, value }: Pair, siteOf: (start: number, end: number) => Site): DynamodbTable[] {
  const type = isMap(value) ? textOf(value.get("Type", true)) : undefined;
  if (!isMap(value) || type === undefined || !TABLES.has(type)) return [];
  const properties = value.get("Properties", true);
  const keys = keysOf(type, isMap(properties) ? properties : undefined);
  const name = isMap(properties) ? textOf(properties.get("TableName", true)) : undefined;
  const start = isNode(key) ? (key.range?.[0] ?? 0) : 0;
  const names = name === undefined ? [id] : name.includes("${") ? [id, name] : [name, id];
  return [{ names, keys, site: siteOf(start, value.range?.[1] ?? start) }];
}

const TABLES = new Set(["AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable", "AWS::Serverless::SimpleTable"]);

/** `KeySchema: [{ AttributeName, KeyType }]`; SAM's simple table has `PrimaryKey: { Name }`, or else `id`. */
function keysOf(type: string, properties: YAMLMap | undefined): readonly string[] {
  if (type === "AWS::Serverless::SimpleTable") return [textOf(properties?.getIn(["PrimaryKey", "Name"], true)) ?? "id"];
  const schema = properties?.get("KeySchema", true);
  const keys = isSeq(schema)
    ? schema.items.map((key) => (isMap(key) ? textOf(key.get("AttributeName", true)) : undefined))
    : [];
  const known = keys.flatMap((key) => (key === undefined || key.includes("${") ? [] : [key]));
  return known.length === keys.length ? known : [];
}

/** The table that `!Ref OrdersTable`, `{ Ref: OrdersTable }` or the text of its name stands for. */
function heldBy(value: unknown): string | undefined {
  return textOf(value) ?? (isMap(value) ? textOf(value.get("Ref", true)) : undefined);
}

function textOf(node: unknown): string | undefined {
  return isScalar(node) && typeof node.value === "string" ? node.value : undefined;
}
