import type { EntryModel, ParameterModel } from "../entry-model.js";
import type { LibraryModel } from "../model.js";

/** `awsRequestId` stays the same for Lambda's own asynchronous retries alone: a redelivered record gets a new one. */
const context: ParameterModel = { index: 1, kind: "attempt", path: "Context#", members: { functionName: "constant" } };

interface Trigger {
  readonly types: readonly string[];
  readonly name: string;
  readonly kind: EntryModel["kind"];
  readonly delivery: EntryModel["delivery"];
  readonly repeatedBy: string;
  readonly comesFor?: number;
  readonly event: ParameterModel;
  readonly identities: EntryModel["identities"];
}

function lambda({ event, ...trigger }: Trigger): EntryModel {
  return { on: "type", ...trigger, parameters: [event, context] };
}

const DAY = 86_400;

const requestContext = {
  "requestContext.requestId": "attempt",
  "requestContext.extendedRequestId": "attempt",
  "requestContext.timeEpoch": "attempt",
  "requestContext.requestTimeEpoch": "attempt",
  pathParameters: "business",
} as const;

/** AWS Lambda: the event's type tells who delivers it, and again. */
export default {
  library: "AWS Lambda",
  packages: ["aws-lambda", "@types/aws-lambda"],
  versions: "*",
  docs: "https://docs.aws.amazon.com/lambda/latest/dg/invocation-retries.html",
  entries: [
    lambda({
      types: [
        ...["APIGatewayProxyHandler", "APIGatewayProxyEvent", "APIGatewayProxyHandlerV2", "APIGatewayProxyEventV2"],
        ...["APIGatewayEvent", "ALBHandler", "ALBEvent", "LambdaFunctionURLHandler", "LambdaFunctionURLEvent"],
      ],
      name: "HTTP function {name}",
      kind: "http",
      delivery: "retried",
      repeatedBy: "the client or a gateway sends the request again when it gets no reply",
      event: { index: 0, kind: "caller", members: requestContext },
      identities: [{ what: "the Idempotency-Key header", expression: '{0}.headers["idempotency-key"]' }],
    }),
    lambda({
      types: ["SQSHandler", "SQSEvent", "SQSRecord"],
      name: "SQS function {name}",
      kind: "lambda",
      delivery: "redelivered",
      repeatedBy: "SQS delivers the whole batch again when the function fails or times out",
      comesFor: 4 * DAY,
      event: {
        index: 0,
        kind: "message",
        members: {
          "Records[].receiptHandle": "attempt",
          "Records[].attributes.ApproximateReceiveCount": "attempt",
          receiptHandle: "attempt",
          "attributes.ApproximateReceiveCount": "attempt",
        },
      },
      identities: [{ what: "the SQS message id", expression: "{0}.messageId" }],
    }),
    lambda({
      types: ["SNSHandler", "SNSEvent", "SNSEventRecord"],
      name: "SNS function {name}",
      kind: "lambda",
      delivery: "redelivered",
      repeatedBy: "Lambda runs a failed asynchronous call two more times, and SNS delivers again",
      event: { index: 0, kind: "message" },
      identities: [{ what: "the SNS message id", expression: "{0}.Sns.MessageId" }],
    }),
    lambda({
      types: ["EventBridgeHandler", "EventBridgeEvent", "ScheduledHandler", "ScheduledEvent"],
      name: "event function {name}",
      kind: "lambda",
      delivery: "redelivered",
      repeatedBy: "EventBridge delivers an event again for up to 24 hours",
      comesFor: DAY,
      event: { index: 0, kind: "message" },
      identities: [{ what: "the event's id", expression: "{0}.id" }],
    }),
    lambda({
      types: ["S3Handler", "S3Event", "S3EventRecord"],
      name: "S3 function {name}",
      kind: "lambda",
      delivery: "redelivered",
      repeatedBy: "Lambda runs a failed asynchronous call two more times",
      event: { index: 0, kind: "message" },
      identities: [{ what: "the object's sequencer", expression: "{0}.s3.object.sequencer" }],
    }),
    lambda({
      types: ["DynamoDBStreamHandler", "DynamoDBStreamEvent", "DynamoDBRecord"],
      name: "DynamoDB stream function {name}",
      kind: "lambda",
      delivery: "redelivered",
      repeatedBy: "Lambda retries the whole batch of a stream until it expires",
      comesFor: DAY,
      event: { index: 0, kind: "message" },
      identities: [{ what: "the record's event id", expression: "{0}.eventID" }],
    }),
    lambda({
      types: ["KinesisStreamHandler", "KinesisStreamEvent", "KinesisStreamRecord"],
      name: "Kinesis function {name}",
      kind: "lambda",
      delivery: "redelivered",
      repeatedBy: "Lambda retries the whole batch of a stream until it expires",
      comesFor: DAY,
      event: { index: 0, kind: "message" },
      identities: [{ what: "the record's event id", expression: "{0}.eventID" }],
    }),
    lambda({
      types: ["MSKHandler", "MSKEvent", "SelfManagedKafkaHandler", "SelfManagedKafkaEvent"],
      name: "Kafka function {name}",
      kind: "lambda",
      delivery: "redelivered",
      repeatedBy: "Lambda retries the whole batch of a partition",
      event: { index: 0, kind: "message" },
      identities: [],
    }),
    lambda({
      types: [
        ...["PostConfirmationTriggerHandler", "PostConfirmationTriggerEvent"],
        ...["PreSignUpTriggerHandler", "PreSignUpTriggerEvent"],
        ...["PostAuthenticationTriggerHandler", "PostAuthenticationTriggerEvent"],
      ],
      name: "Cognito function {name}",
      kind: "lambda",
      delivery: "redelivered",
      repeatedBy: "Cognito calls the trigger again when it gets no reply in time",
      event: { index: 0, kind: "message" },
      identities: [{ what: "the user's name", expression: "{0}.userName" }],
    }),
    lambda({
      types: ["CloudFormationCustomResourceHandler", "CloudFormationCustomResourceEvent", "CdkCustomResourceHandler"],
      name: "custom resource {name}",
      kind: "lambda",
      delivery: "redelivered",
      repeatedBy: "Lambda runs a failed asynchronous call two more times, and a rollback replays it",
      event: { index: 0, kind: "message" },
      identities: [{ what: "the request's id", expression: "{0}.RequestId" }],
    }),
  ],
} satisfies LibraryModel;
