import type { EntryModel, IdentityModel, ParameterModel } from "../entry-model.js";
import type { LibraryModel } from "../model.js";

/** `awsRequestId` stays the same for Lambda's own asynchronous retries alone: a redelivered record gets a new one. */
const context: ParameterModel = { index: 1, kind: "attempt", path: "Context#", members: { functionName: "constant" } };

interface Trigger {
  readonly types: readonly string[];
  readonly name: string;
  readonly repeatedBy: string;
  readonly comesFor?: number;
  readonly members?: ParameterModel["members"];
  readonly identity?: IdentityModel;
}

/** A function that another service of AWS calls, and calls again. */
function triggered({ members, identity, ...trigger }: Trigger): EntryModel {
  const event: ParameterModel = { index: 0, kind: "message", ...(members && { members }) };
  return {
    on: "type",
    kind: "lambda",
    delivery: "redelivered",
    ...trigger,
    parameters: [event, context],
    identities: identity ? [identity] : [],
  };
}

const DAY = 86_400;
const ASYNCHRONOUS = "Lambda runs a failed asynchronous call two more times";
const STREAM = "Lambda retries the whole batch of a stream until it expires";

const requestContext = {
  "requestContext.requestId": "attempt",
  "requestContext.extendedRequestId": "attempt",
  "requestContext.timeEpoch": "attempt",
  "requestContext.requestTimeEpoch": "attempt",
  pathParameters: "business",
} as const;

/** A function behind a gateway, a load balancer or an address of its own. */
const requested: EntryModel = {
  on: "type",
  types: [
    ...["APIGatewayProxyHandler", "APIGatewayProxyEvent", "APIGatewayProxyHandlerV2", "APIGatewayProxyEventV2"],
    ...["APIGatewayEvent", "ALBHandler", "ALBEvent", "LambdaFunctionURLHandler", "LambdaFunctionURLEvent"],
  ],
  name: "HTTP function {name}",
  kind: "http",
  delivery: "retried",
  repeatedBy: "the client or a gateway sends the request again when it gets no reply",
  parameters: [{ index: 0, kind: "caller", members: requestContext }, context],
  identities: [{ what: "the Idempotency-Key header", expression: '{0}.headers["idempotency-key"]' }],
};

/** A resolver of AppSync: what it resolves, a query or a mutation, its schema alone tells. */
const resolved: EntryModel = {
  on: "type",
  types: ["AppSyncResolverHandler", "AppSyncResolverEvent"],
  name: "AppSync resolver {name}",
  kind: "graphql",
  delivery: "retried",
  repeatedBy: "the client sends the mutation again when it gets no reply",
  parameters: [{ index: 0, kind: "caller" }, context],
};

/** A function of an event of its own: who calls it, and how, its type does not tell. */
const invoked: EntryModel = {
  on: "type",
  types: ["Handler"],
  name: "function {name}",
  kind: "lambda",
  delivery: "retried",
  repeatedBy: `whoever calls the function calls it again when it gets no reply, and ${ASYNCHRONOUS}`,
  parameters: [{ index: 0, kind: "message" }, context],
};

/** AWS Lambda: the event's type tells who delivers it, and again. */
export default {
  library: "AWS Lambda",
  packages: ["aws-lambda", "@types/aws-lambda"],
  versions: "*",
  docs: "https://docs.aws.amazon.com/lambda/latest/dg/invocation-retries.html",
  entries: [
    requested,
    resolved,
    invoked,
    triggered({
      types: ["SQSHandler", "SQSEvent", "SQSRecord"],
      name: "SQS function {name}",
      repeatedBy: "SQS delivers the whole batch again when the function fails or times out",
      comesFor: 4 * DAY,
      members: {
        "Records[].receiptHandle": "attempt",
        "Records[].attributes.ApproximateReceiveCount": "attempt",
        receiptHandle: "attempt",
        "attributes.ApproximateReceiveCount": "attempt",
      },
      identity: { what: "the SQS message id", expression: "{0}.messageId" },
    }),
    triggered({
      types: ["SNSHandler", "SNSEvent", "SNSEventRecord"],
      name: "SNS function {name}",
      repeatedBy: `${ASYNCHRONOUS}, and SNS delivers again`,
      identity: { what: "the SNS message id", expression: "{0}.Sns.MessageId" },
    }),
    triggered({
      types: ["EventBridgeHandler", "EventBridgeEvent", "ScheduledHandler", "ScheduledEvent"],
      name: "event function {name}",
      repeatedBy: "EventBridge delivers an event again for up to 24 hours",
      comesFor: DAY,
      identity: { what: "the event's id", expression: "{0}.id" },
    }),
    triggered({
      types: ["S3Handler", "S3Event", "S3EventRecord"],
      name: "S3 function {name}",
      repeatedBy: ASYNCHRONOUS,
      identity: { what: "the object's sequencer", expression: "{0}.s3.object.sequencer" },
    }),
    triggered({
      types: ["DynamoDBStreamHandler", "DynamoDBStreamEvent", "DynamoDBRecord"],
      name: "DynamoDB stream function {name}",
      repeatedBy: STREAM,
      comesFor: DAY,
      identity: { what: "the record's event id", expression: "{0}.eventID" },
    }),
    triggered({
      types: ["KinesisStreamHandler", "KinesisStreamEvent", "KinesisStreamRecord"],
      name: "Kinesis function {name}",
      repeatedBy: STREAM,
      comesFor: DAY,
      identity: { what: "the record's event id", expression: "{0}.eventID" },
    }),
    triggered({
      types: ["MSKHandler", "MSKEvent", "SelfManagedKafkaHandler", "SelfManagedKafkaEvent"],
      name: "Kafka function {name}",
      repeatedBy: "Lambda retries the whole batch of a partition",
    }),
    triggered({
      types: [
        ...["PreSignUp", "PostConfirmation", "PreAuthentication", "PostAuthentication", "PreTokenGeneration"],
        ...["CustomMessage", "UserMigration", "DefineAuthChallenge", "CreateAuthChallenge"],
        "VerifyAuthChallengeResponse",
      ].flatMap((trigger) => [`${trigger}TriggerHandler`, `${trigger}TriggerEvent`]),
      name: "Cognito function {name}",
      repeatedBy: "Cognito calls the trigger again when it gets no reply in time",
      identity: { what: "the user's name", expression: "{0}.userName" },
    }),
    triggered({
      types: [
        ...["IoTHandler", "IoTEvent", "SESHandler", "SESEvent", "CodePipelineHandler", "CodePipelineEvent"],
        ...["SecretsManagerRotationHandler", "SecretsManagerRotationEvent"],
      ],
      name: "event function {name}",
      repeatedBy: ASYNCHRONOUS,
    }),
    triggered({
      types: ["FirehoseTransformationHandler", "FirehoseTransformationEvent"],
      name: "Firehose function {name}",
      repeatedBy: "Firehose hands records over again when the function fails",
      identity: { what: "the record's id", expression: "{0}.recordId" },
    }),
    triggered({
      types: ["CloudFormationCustomResourceHandler", "CloudFormationCustomResourceEvent", "CdkCustomResourceHandler"],
      name: "custom resource {name}",
      repeatedBy: `${ASYNCHRONOUS}, and a rollback replays it`,
      identity: { what: "the request's id", expression: "{0}.RequestId" },
    }),
  ],
} satisfies LibraryModel;
