import type { LibraryModel } from "../model.js";

const payload = { Payload: "message", Ctx: "message" } as const;
const messageParameters = [
  { index: 0, kind: "message" },
  { index: 1, kind: "message" },
] as const;

/** NestJS microservices: what the transport delivers. */
export default {
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
