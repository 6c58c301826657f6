import assert from "node:assert/strict";
import { readCdk } from "../../analyzer/schema/cdk.js";
import { isCloudformation, readCloudformation } from "../../analyzer/schema/cloudformation.js";
import { readDynamodbModels } from "../../analyzer/schema/dynamodb-models.js";
import { readDynamodbObjects } from "../../analyzer/schema/dynamodb-objects.js";
import { dynamodbTables, type DynamodbFile } from "../../analyzer/schema/dynamodb.js";
import { isSchemaFile } from "../../analyzer/schema/files.js";
import { sitesIn } from "../../analyzer/schema/lines.js";
import { readSst } from "../../analyzer/schema/sst.js";
import { readTerraform } from "../../analyzer/schema/terraform.js";
import { brief, source } from "./brief.js";

function tables(...files: readonly (DynamodbFile | undefined)[]): readonly (readonly string[])[] {
  return dynamodbTables(files.filter((file) => file !== undefined)).map(brief);
}

function template(text: string, file = "/app/template.yaml"): DynamodbFile & { readonly problems: readonly string[] } {
  return readCloudformation(file, text, sitesIn(file, text));
}

describe("key schemas of DynamoDB", () => {
  it("in AWS CDK, with the variables that functions know the tables by", () => {
    const file = readCdk(
      source(`
        import { AttributeType, CfnTable, Table, TableV2 } from "aws-cdk-lib/aws-dynamodb";
        class Shop extends Stack {
          private readonly carts = new dynamodb.TableV2(this, "Carts", { partitionKey: { name: "cartId", type: AttributeType.STRING } });
          constructor(scope: Construct) {
            const ordersTable = new Table(this, "Orders", {
              tableName: "orders",
              partitionKey: { name: "customerId", type: AttributeType.STRING },
              sortKey: { name: "orderId", type: AttributeType.STRING },
            });
            ordersTable.addGlobalSecondaryIndex({ indexName: "by-mail", partitionKey: { name: "mail", type: AttributeType.STRING } });
            new CfnTable(this, "Raw", { keySchema: [{ attributeName: "pk", keyType: "HASH" }] });
            new Table(this, "Unknown", { partitionKey: { name: keyName, type: AttributeType.STRING } });
            new NodejsFunction(this, "Pay", { environment: { ORDERS_TABLE: ordersTable.tableName } });
            handler.addEnvironment("CARTS_TABLE", this.carts.tableName);
          }
        }`),
    );
    assert.deepEqual(tables(file), [
      ["Carts =carts =CARTS_TABLE", "cartId", "primary (cartId)"],
      ["orders =Orders =ordersTable =ORDERS_TABLE", "customerId orderId", "primary (customerId,orderId)"],
      ["Raw", "pk", "primary (pk)"],
    ]);
  });

  it("in SST, versions 3 and 2", () => {
    const file = readSst(
      source(`
        new sst.aws.Dynamo("Orders", {
          fields: { customerId: "string", orderId: "string", mail: "string" },
          primaryIndex: { hashKey: "customerId", rangeKey: "orderId" },
          globalIndexes: { byMail: { hashKey: "mail" } },
        });
        new Table(stack, "Carts", { fields: { cartId: "string" }, primaryIndex: { partitionKey: "cartId" } });`),
    );
    assert.deepEqual(tables(file), [
      ["Orders", "customerId orderId", "primary (customerId,orderId)"],
      ["Carts", "cartId", "primary (cartId)"],
    ]);
  });

  it("in serverless.yml, where names are put together", () => {
    const file = template(`
provider:
  environment:
    ORDERS_TABLE: \${self:service}-orders-\${sls:stage}
    CARTS_TABLE: !Ref CartsTable
resources:
  Resources:
    OrdersTable:
      Type: AWS::DynamoDB::Table
      Properties:
        TableName: \${self:service}-orders-\${sls:stage}
        KeySchema:
          - { AttributeName: customerId, KeyType: HASH }
          - { AttributeName: orderId, KeyType: RANGE }
        GlobalSecondaryIndexes:
          - IndexName: by-mail
            KeySchema: [{ AttributeName: mail, KeyType: HASH }]
    CartsTable:
      Type: AWS::DynamoDB::Table
      Properties: { KeySchema: [{ AttributeName: cartId, KeyType: HASH }] }
    Unknown:
      Type: AWS::DynamoDB::Table
      Properties: { KeySchema: [{ AttributeName: !Sub "\${Key}", KeyType: HASH }] }
`);
    assert.deepEqual(tables(file), [
      [
        "OrdersTable =${self:service}-orders-${sls:stage} =ORDERS_TABLE",
        "customerId orderId",
        "primary (customerId,orderId)",
      ],
      ["CartsTable =CARTS_TABLE", "cartId", "primary (cartId)"],
    ]);
  });

  it("in SAM, and in CloudFormation as JSON, at the line where they stand", () => {
    const json = template(
      `{ "Resources": {
        "Orders": { "Type": "AWS::DynamoDB::Table",
          "Properties": { "TableName": "orders", "KeySchema": [{ "AttributeName": "pk", "KeyType": "HASH" }] } },
        "Pay": { "Properties": { "Environment": { "Variables": { "TABLE_NAME": { "Ref": "Orders" } } } } } } }`,
      "/app/shop.template.json",
    );
    assert.deepEqual(tables(json), [["orders =Orders =TABLE_NAME", "pk", "primary (pk)"]]);
    assert.equal(json.tables[0]?.site.line, 2);
    const sam = template("Resources:\n  Seen: { Type: AWS::Serverless::SimpleTable }\n");
    assert.deepEqual(tables(sam), [["Seen", "id", "primary (id)"]]);
  });

  it("of ElectroDB's entities and OneTable's models are what their keys are made of", () => {
    const entities = readDynamodbModels(
      source(`
        const Orders = new Entity({
          model: { entity: "order", service: "shop", version: "1" },
          indexes: {
            byCustomer: { index: "gsi1", pk: { field: "gsi1pk", composite: ["customerId"] } },
            primary: { pk: { field: "pk", composite: ["shopId"] }, sk: { field: "sk", composite: ["orderId"] } },
          },
        });`),
    );
    assert.deepEqual(tables(entities), [["order", "shopId orderId", "primary (shopId,orderId)"]]);
    const models = readDynamodbModels(
      source(`
        const Schema = {
          indexes: { primary: { hash: "pk", sort: "sk" }, gs1: { hash: "gs1pk" } },
          models: {
            Account: { pk: { type: String, value: "account:\${id}" }, sk: { type: String, value: "account:" } },
            Raw: { pk: { type: String }, sk: { type: String } },
          },
        };`),
    );
    assert.deepEqual(tables(models), [
      ["Account", "id", "primary (id)"],
      ["Raw", "pk sk", "primary (pk,sk)"],
    ]);
  });

  it("in Terraform, with the variables that functions know the tables by", () => {
    const text = `
      resource "aws_dynamodb_table" "orders" {
        name         = "orders" # a brace in a comment: }
        hash_key     = "customerId"
        range_key    = "orderId"
        global_secondary_index {
          name     = "by-mail"
          hash_key = "mail"
        }
        attribute {
          name = "customerId"
          type = "S"
        }
      }
      resource "aws_dynamodb_table" "carts" {
        name     = "\${var.stage}-carts"
        hash_key = "cartId"
      }
      resource "aws_dynamodb_table" "unknown" {
        hash_key = var.key
      }
      module "bills" {
        source   = "terraform-aws-modules/dynamodb-table/aws"
        name     = "bills"
        hash_key = "billId"
      }
      module "queue" {
        source = "terraform-aws-modules/sqs/aws"
        name   = "queue"
      }
      resource "aws_lambda_function" "pay" {
        environment {
          variables = {
            CARTS_TABLE = aws_dynamodb_table.carts.name
          }
        }
      }`;
    assert.deepEqual(tables(readTerraform("/infra/main.tf", text, sitesIn("/infra/main.tf", text))), [
      ["orders", "customerId orderId", "primary (customerId,orderId)"],
      ["carts =${var.stage}-carts =CARTS_TABLE", "cartId", "primary (cartId)"],
      ["bills", "billId", "primary (billId)"],
    ]);
    assert.ok(isSchemaFile("/infra/main.tf"));
  });

  it("in CloudFormation's own terms in code", () => {
    const file = readDynamodbObjects(
      source(`
        const keys = [{ AttributeName: "orderId", KeyType: "HASH" }];
        export default {
          resources: { Resources: {
            OrdersTable: { Type: "AWS::DynamoDB::Table", Properties: {
              TableName: "orders",
              KeySchema: [{ AttributeName: "customerId", KeyType: "HASH" }, { AttributeName: "orderId", KeyType: "RANGE" }],
              GlobalSecondaryIndexes: [{ IndexName: "by-mail", KeySchema: [{ AttributeName: "mail", KeyType: "HASH" }] }],
            } },
            CartsTable: { Type: "AWS::DynamoDB::Table", Properties: { KeySchema: [{ AttributeName: "cartId", KeyType: "HASH" }] } },
            Others: { Type: "AWS::DynamoDB::Table", Properties: { KeySchema: keys } },
          } },
        };
        new CreateTableCommand({ TableName: "bills", KeySchema: [{ AttributeName: "billId", KeyType: "HASH" }] });`),
    );
    assert.deepEqual(tables(file), [
      ["orders =OrdersTable", "customerId orderId", "primary (customerId,orderId)"],
      ["CartsTable", "cartId", "primary (cartId)"],
      ["bills", "billId", "primary (billId)"],
    ]);
  });

  it("says which template cannot be read", () => {
    const { problems } = template('Resources: { Type: "AWS::DynamoDB::Table');
    assert.match(problems[0] ?? "", /^\/app\/template\.yaml: /);
  });

  it("looks into templates, not into every YAML file", () => {
    for (const file of ["/a/serverless.yml", "/a/template.yaml", "/a/resources/tables.yml", "/a/x.template.json"])
      assert.ok(isCloudformation(file), file);
    for (const file of ["/a/.github/workflows/ci.yml", "/a/package.json", "/a/docker-compose.yml"])
      assert.ok(!isCloudformation(file), file);
  });
});
