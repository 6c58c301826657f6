import type { EntryModel, LibraryModel } from "./model.js";

const fromRequest = {
  Body: "caller",
  Query: "caller",
  Headers: "caller",
  Param: "business",
  Req: "caller",
  Request: "caller",
  UploadedFile: "caller",
  UploadedFiles: "caller",
  RawBody: "caller",
  Session: "caller",
  Ip: "caller",
} as const;
const repeatedBy = "the client sends the request again when it gets no reply";

function http(decorator: string): EntryModel {
  return {
    on: "decorator",
    decorator,
    classDecorator: "Controller",
    kind: "http",
    delivery: "retried",
    name: `${decorator.toUpperCase()} {0}`,
    repeatedBy,
    parameterDecorators: fromRequest,
  };
}

/** NestJS: HTTP controllers, and the injection that its services come through. */
const common = {
  library: "NestJS",
  packages: ["@nestjs/common", "@nestjs/core"],
  versions: ">=9",
  docs: "https://docs.nestjs.com/controllers",
  entries: [
    ...["Post", "Put", "Patch", "Delete", "All"].map(http),
    { ...http("Get"), safe: true },
    { ...http("Head"), safe: true },
    { ...http("Search"), safe: true },
  ],
} satisfies LibraryModel;

const payload = { Payload: "message", Ctx: "message" } as const;
const messageParameters = [
  { index: 0, kind: "message" },
  { index: 1, kind: "message" },
] as const;

/** NestJS microservices: what the transport delivers. */
const microservices = {
  library: "NestJS microservices",
  packages: ["@nestjs/microservices"],
  versions: ">=9",
  docs: "https://docs.nestjs.com/microservices/basics",
  names: {
    "ClientProxyFactory.create()": "ClientProxy#",
    "ClientKafka#": "ClientProxy#",
    "ClientRMQ#": "ClientProxy#",
  },
  calls: [
    { match: "ClientProxy#emit", effect: "publish", target: { argument: 0 }, values: { argument: 1 } },
    { match: "ClientProxy#send", effect: "call", target: { argument: 0 }, values: { argument: 1 }, returns: "reply" },
  ],
  entries: [
    {
      on: "decorator",
      decorator: "EventPattern",
      kind: "event",
      delivery: "redelivered",
      name: "event {0}",
      repeatedBy: "the broker delivers an event again that was not acknowledged",
      parameters: messageParameters,
      parameterDecorators: payload,
    },
    {
      on: "decorator",
      decorator: "MessagePattern",
      kind: "rpc",
      delivery: "redelivered",
      name: "message {0}",
      repeatedBy: "the broker delivers a message again that was not acknowledged, and the caller sends it again",
      parameters: messageParameters,
      parameterDecorators: payload,
    },
    {
      on: "decorator",
      decorator: "GrpcMethod",
      kind: "rpc",
      delivery: "retried",
      name: "gRPC {0}",
      repeatedBy: "the client calls again when it gets no reply",
      parameters: [{ index: 0, kind: "caller" }],
    },
  ],
} satisfies LibraryModel;

/** NestJS schedules: every replica runs the job. */
const schedule = {
  library: "NestJS schedule",
  packages: ["@nestjs/schedule"],
  versions: ">=2",
  docs: "https://docs.nestjs.com/techniques/task-scheduling",
  entries: ["Cron", "Interval", "Timeout"].map((decorator) => ({
    on: "decorator" as const,
    decorator,
    kind: "cron" as const,
    delivery: "redelivered" as const,
    name: "cron {name}",
    repeatedBy: "every replica runs the job, and a slow run overlaps with the next one",
  })),
} satisfies LibraryModel;

export default [common, microservices, schedule] as const satisfies readonly LibraryModel[];
