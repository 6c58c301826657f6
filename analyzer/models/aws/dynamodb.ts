import { input, operation, type Operation } from "./command.js";
import type { CallModel } from "../call-model.js";
import type { LibraryModel } from "../model.js";

const target = input("TableName");
const identityColumns = ["pk", "PK", "sk", "SK", "id", "Id", "ID"] as const;
const requestToken = {
  place: "ClientRequestToken",
  argument: 0,
  property: "ClientRequestToken",
  use: "optional",
} as const;

/** `attribute_not_exists(pk)`, or a comparison with the old value. `attribute_exists` alone stops no repeat. */
const expectsOld = "attribute_not_exists|(^|[^<>])=";
/**
 * An update expects what it then writes: `version = :old` beside `SET version = :new`, `NOT contains(events, :id)` beside
 * `list_append(events, :ids)`. A condition on what stays (`ownerId = :me`) holds the second time, too.
 */
const expectsWritten = [
  "attribute_not_exists",
  `(?:${[
    `(?<![\\w#.:])#?(?<left>[a-z_][\\w.#]*)\\s*=`,
    `:\\w+\\s*=\\s*#?(?<right>[a-z_][\\w.#]*)`,
    `not[\\s(]+contains\\s*\\(\\s*#?(?<list>[a-z_][\\w.#]*)`,
  ].join("|")})[^]*\\n[^]*(?:\\{…\\}|(?<![\\w.])\\k<left>\\k<right>\\k<list>(?![\\w.]))`,
].join("|");
/** `ADD n :d`, `SET n = n + :d`, `list_append(…)`. */
const relativeText = "\\bADD\\b|[+-]\\s*:|:\\w+\\s*[+-]|list_append";

/** The low-level command, the document client's command, and both ways to call each. */
function both(low: string, high: string, does: Operation): readonly CallModel[] {
  return [
    ...operation("DynamoDBClient", low, does),
    ...operation("DynamoDBDocumentClient", high, does),
    ...(low === high ? [] : [{ match: "DynamoDBDocumentClient#send", command: `${low}Command`, ...does }]),
  ];
}

const condition = { place: input("ConditionExpression"), pattern: expectsOld } as const;
const expected = {
  place: input("ConditionExpression"),
  beside: input("UpdateExpression"),
  pattern: expectsWritten,
} as const;
const refusing = { refuses: true, identityColumns } as const;
/** A statement among several. */
const partiql = {
  Statement: [
    { effect: "sql", sql: { argument: 0 }, parameters: { argument: 1, property: "Parameters" }, ...refusing },
  ],
} as const;
const reads: Operation = { effect: "read", target, where: input("Key"), returns: "row" };

/** The clients of both versions of the SDK. */
export const dynamodbNames: NonNullable<LibraryModel["names"]> = {
  "DynamoDB#": "DynamoDBClient#",
  "DynamoDBDocument#": "DynamoDBDocumentClient#",
  "DynamoDBDocumentClient.from()": "DynamoDBDocumentClient#",
  "DynamoDBDocument.from()": "DynamoDBDocumentClient#",
  "DynamoDB.DocumentClient#": "DynamoDBDocumentClient#",
};

/** DynamoDB: a put replaces the item under its key, unless a condition says that there may be none. */
export const dynamodbCalls: readonly CallModel[] = [
  ...both("PutItem", "Put", {
    when: [condition],
    effect: "insert",
    target,
    values: input("Item"),
    conditional: true,
    identityColumns,
  }),
  ...both("PutItem", "Put", {
    effect: "upsert",
    target,
    values: input("Item"),
    identityColumns,
  }),
  ...both("UpdateItem", "Update", {
    when: [expected],
    effect: "update",
    target,
    where: input("Key"),
    values: input("ExpressionAttributeValues"),
    conditional: true,
  }),
  ...both("UpdateItem", "Update", {
    when: [{ place: input("UpdateExpression"), pattern: relativeText }],
    effect: "increment",
    target,
    where: input("Key"),
    values: input("ExpressionAttributeValues"),
  }),
  ...both("UpdateItem", "Update", {
    effect: "update",
    target,
    where: input("Key"),
    values: input("ExpressionAttributeValues"),
  }),
  ...both("DeleteItem", "Delete", { effect: "delete", target, where: input("Key") }),
  ...both("BatchWriteItem", "BatchWrite", {
    effect: "upsert",
    values: input("RequestItems"),
    identityColumns,
    batch: {
      place: input("RequestItems"),
      byTarget: true,
      items: {
        PutRequest: [{ effect: "upsert", values: input("Item"), identityColumns, returns: "reply" }],
        DeleteRequest: [{ effect: "delete", where: input("Key"), returns: "reply" }],
      },
    },
  }),
  ...both("TransactWriteItems", "TransactWrite", {
    effect: "upsert",
    values: input("TransactItems"),
    identityColumns,
    key: requestToken,
    batch: { place: input("TransactItems"), atomic: true, items: transactItems() },
  }),
  ...both("GetItem", "Get", reads),
  // PartiQL: an INSERT of a key that is there is refused.
  ...both("ExecuteStatement", "ExecuteStatement", {
    effect: "sql",
    sql: input("Statement"),
    parameters: input("Parameters"),
    ...refusing,
    returns: "reply",
  }),
  ...both("BatchExecuteStatement", "BatchExecuteStatement", {
    effect: "upsert",
    values: input("Statements"),
    batch: { place: input("Statements"), items: partiql },
  }),
  ...both("ExecuteTransaction", "ExecuteTransaction", {
    effect: "upsert",
    values: input("TransactStatements"),
    key: { ...requestToken, window: 600 },
    batch: { place: input("TransactStatements"), atomic: true, items: partiql },
  }),
  ...both("Query", "Query", { effect: "read", target, returns: "rows" }),
  ...both("Scan", "Scan", { effect: "read", target, returns: "rows" }),
  ...both("BatchGetItem", "BatchGet", { effect: "read", returns: "rows" }),
];

/** How DynamoDB says that a condition did not hold. */
export const dynamodbConflicts: NonNullable<LibraryModel["conflicts"]> = [
  { property: "name", equals: "ConditionalCheckFailedException" },
  { instance: "ConditionalCheckFailedException" },
  { property: "name", equals: "DuplicateItemException" },
  { instance: "DuplicateItemException" },
  { property: "name", equals: "TransactionCanceledException" },
  { instance: "TransactionCanceledException" },
  { property: "code", equals: "ConditionalCheckFailedException" },
];

/** DynamoDB's client and its document client. */
export default {
  library: "DynamoDB",
  packages: ["@aws-sdk/client-dynamodb", "@aws-sdk/lib-dynamodb"],
  versions: ">=3",
  docs: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html",
  names: dynamodbNames,
  calls: dynamodbCalls,
  conflicts: dynamodbConflicts,
} satisfies LibraryModel;

/** Each item is what the command of its name does; where one expects what is gone, none is written. */
function transactItems(): NonNullable<CallModel["batch"]>["items"] {
  const where = input("Key");
  const values = input("ExpressionAttributeValues");
  const changed = { target, where, values, returns: "reply" } as const;
  return {
    Put: [
      { when: [condition], effect: "insert", target, values: input("Item"), conditional: true, identityColumns },
      { effect: "upsert", target, values: input("Item"), identityColumns },
    ],
    Update: [
      { when: [expected], effect: "update", ...changed, conditional: true },
      { when: [{ place: input("UpdateExpression"), pattern: relativeText }], effect: "increment", ...changed },
      { effect: "update", ...changed },
    ],
    Delete: [{ effect: "delete", target, where }],
    ConditionCheck: [{ when: [condition], effect: "update", ...changed, conditional: true }],
  };
}
