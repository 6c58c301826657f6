import type { DeployedHandler } from "./handler.js";

/** What triggers a function, of those things that a template can say. */
export type Trigger = Pick<DeployedHandler, "trigger" | "route">;

/** What the Serverless Framework's `events` of a function say: `- sqs: …`, `- http: POST /orders`. */
export function serverlessTriggers(events: unknown): readonly Trigger[] {
  return listOf(events).flatMap((event): readonly Trigger[] => {
    if (typeof event === "string") return triggered(event, undefined);
    return Object.entries(recordOf(event)).flatMap(([kind, options]) => triggered(kind, options));
  });
}

function triggered(kind: string, options: unknown): readonly Trigger[] {
  if (kind === "stream") {
    const { type, arn = options } = recordOf(options);
    const isKinesis = type === "kinesis" || (type === undefined && /kinesis/i.test(JSON.stringify(arn ?? "")));
    return [{ trigger: isKinesis ? "KinesisStreamHandler" : "DynamoDBStreamHandler" }];
  }
  const trigger = SERVERLESS[kind];
  if (trigger === undefined) return [];
  return [{ trigger, route: HTTP.has(kind) ? routeIn(options) : undefined }];
}

const SERVERLESS: Readonly<Record<string, string>> = {
  alb: "ALBHandler",
  cloudwatchEvent: "EventBridgeHandler",
  cognitoUserPool: "PostConfirmationTriggerHandler",
  eventBridge: "EventBridgeHandler",
  http: "APIGatewayProxyHandler",
  httpApi: "APIGatewayProxyHandlerV2",
  kafka: "SelfManagedKafkaHandler",
  msk: "MSKHandler",
  s3: "S3Handler",
  schedule: "ScheduledHandler",
  sns: "SNSHandler",
  sqs: "SQSHandler",
};

const HTTP = new Set(["http", "httpApi"]);

/** What SAM's `Events` of a function say: `Type: SQS`. */
export function samTriggers(events: unknown): readonly Trigger[] {
  return Object.values(recordOf(events)).flatMap((event): readonly Trigger[] => {
    const { Type, Properties } = recordOf(event);
    const trigger = typeof Type === "string" ? SAM[Type] : undefined;
    if (trigger === undefined) return [];
    const { Method, Path } = recordOf(Properties);
    return [{ trigger, route: routeIn({ method: Method, path: Path }) }];
  });
}

const SAM: Readonly<Record<string, string>> = {
  Api: "APIGatewayProxyHandler",
  CloudWatchEvent: "EventBridgeHandler",
  Cognito: "PostConfirmationTriggerHandler",
  DynamoDB: "DynamoDBStreamHandler",
  EventBridgeRule: "EventBridgeHandler",
  HttpApi: "APIGatewayProxyHandlerV2",
  Kinesis: "KinesisStreamHandler",
  MSK: "MSKHandler",
  S3: "S3Handler",
  SNS: "SNSHandler",
  SQS: "SQSHandler",
  Schedule: "ScheduledHandler",
  ScheduleV2: "ScheduledHandler",
  SelfManagedKafka: "SelfManagedKafkaHandler",
};

/** `POST /orders`, written so or as `{ method: post, path: orders }`. */
function routeIn(options: unknown): string | undefined {
  const { method, path } = recordOf(options);
  const [, verb, rest] =
    typeof options === "string" ? (/^(\w+) +(\S+)$/.exec(options) ?? []) : ["", textOf(method), textOf(path)];
  if (verb === undefined || rest === undefined) return undefined;
  return `${verb.toUpperCase().replace("*", "ANY")} /${rest.replace(/^\//, "")}`;
}

/** The members of what a template says; none of what is no record. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
