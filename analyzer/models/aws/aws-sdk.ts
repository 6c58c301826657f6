import { dynamodbCalls } from "./dynamodb.js";
import { messagingCalls } from "./messaging.js";
import { serviceCalls } from "./services.js";
import type { LibraryModel } from "../model.js";

/** The AWS SDK, version 3 and 2. Its own request tokens are new for every call and cover only its own retries. */
export default {
  library: "AWS SDK",
  packages: [
    "@aws-sdk/client-sqs",
    "@aws-sdk/client-sns",
    "@aws-sdk/client-eventbridge",
    "@aws-sdk/client-kinesis",
    "@aws-sdk/client-dynamodb",
    "@aws-sdk/lib-dynamodb",
    "@aws-sdk/client-sfn",
    "@aws-sdk/client-lambda",
    "@aws-sdk/client-scheduler",
    "@aws-sdk/client-ses",
    "@aws-sdk/client-sesv2",
    "@aws-sdk/client-s3",
    "aws-sdk",
  ],
  versions: ">=2",
  docs: "https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/",
  names: {
    default: "",
    "SQS#": "SQSClient#",
    "SNS#": "SNSClient#",
    "EventBridge#": "EventBridgeClient#",
    "Kinesis#": "KinesisClient#",
    "DynamoDB#": "DynamoDBClient#",
    "DynamoDBDocument#": "DynamoDBDocumentClient#",
    "DynamoDBDocumentClient.from()": "DynamoDBDocumentClient#",
    "DynamoDBDocument.from()": "DynamoDBDocumentClient#",
    "DynamoDB.DocumentClient#": "DynamoDBDocumentClient#",
    "SFN#": "SFNClient#",
    "StepFunctions#": "SFNClient#",
    "Lambda#": "LambdaClient#",
    "Scheduler#": "SchedulerClient#",
    "SES#": "SESClient#",
    "SESv2#": "SESv2Client#",
    "S3#": "S3Client#",
  },
  calls: [...messagingCalls, ...dynamodbCalls, ...serviceCalls],
  conflicts: [
    { property: "name", equals: "ConditionalCheckFailedException" },
    { instance: "ConditionalCheckFailedException" },
    { property: "name", equals: "TransactionCanceledException" },
    { instance: "TransactionCanceledException" },
    { property: "code", equals: "ConditionalCheckFailedException" },
    { property: "name", equals: "PreconditionFailed" },
    { property: "name", equals: "ExecutionAlreadyExists" },
    { instance: "ExecutionAlreadyExists" },
  ],
} satisfies LibraryModel;
