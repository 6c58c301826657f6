import { dynamodbCalls, dynamodbConflicts, dynamodbNames } from "./dynamodb.js";
import { messagingCalls } from "./messaging.js";
import { s3Calls } from "./s3.js";
import { serviceCalls } from "./services.js";
import type { LibraryModel } from "../model.js";

/** The services of the AWS SDK that have no model of their own, and all of its version 2. Its own request tokens are new for every call and cover only its own retries. */
export default {
  library: "AWS SDK",
  packages: [
    "@aws-sdk/client-sqs",
    "@aws-sdk/client-sns",
    "@aws-sdk/client-eventbridge",
    "@aws-sdk/client-kinesis",
    "@aws-sdk/client-sfn",
    "@aws-sdk/client-lambda",
    "@aws-sdk/client-scheduler",
    "@aws-sdk/client-ses",
    "@aws-sdk/client-sesv2",
    "@aws-sdk/client-ec2",
    "@aws-sdk/client-ecs",
    "@aws-sdk/client-batch",
    "@aws-sdk/client-cloudfront",
    "@aws-sdk/client-cloudformation",
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
    ...dynamodbNames,
    "SFN#": "SFNClient#",
    "StepFunctions#": "SFNClient#",
    "Lambda#": "LambdaClient#",
    "Scheduler#": "SchedulerClient#",
    "SES#": "SESClient#",
    "SESv2#": "SESv2Client#",
    "EC2#": "EC2Client#",
    "ECS#": "ECSClient#",
    "Batch#": "BatchClient#",
    "CloudFront#": "CloudFrontClient#",
    "CloudFormation#": "CloudFormationClient#",
    "S3#": "S3Client#",
  },
  entries: [
    {
      on: "call",
      match: "SQSClient#send",
      when: [{ place: { argument: 0 }, path: "ReceiveMessageCommand" }],
      handlers: { around: "loop" },
      kind: "queue",
      delivery: "redelivered",
      name: "SQS poller {name}",
      repeatedBy: "SQS delivers a message again that was not deleted before its visibility timeout",
    },
    {
      on: "call",
      match: "SQSClient#receiveMessage",
      handlers: { around: "loop" },
      kind: "queue",
      delivery: "redelivered",
      name: "SQS poller {name}",
      repeatedBy: "SQS delivers a message again that was not deleted before its visibility timeout",
    },
  ],
  calls: [...messagingCalls, ...dynamodbCalls, ...serviceCalls, ...s3Calls],
  conflicts: [
    ...dynamodbConflicts,
    { property: "name", equals: "PreconditionFailed" },
    { property: "name", equals: "ExecutionAlreadyExists" },
    { instance: "ExecutionAlreadyExists" },
  ],
} satisfies LibraryModel;
