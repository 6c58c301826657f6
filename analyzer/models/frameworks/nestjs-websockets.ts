import type { LibraryModel } from "../model.js";

/** NestJS gateways: events of WebSocket clients. */
export default {
  library: "NestJS WebSockets",
  packages: ["@nestjs/websockets"],
  versions: ">=9",
  docs: "https://docs.nestjs.com/websockets/gateways",
  entries: [
    {
      on: "decorator",
      decorator: "SubscribeMessage",
      kind: "rpc",
      delivery: "retried",
      name: "event {0}",
      repeatedBy: "the client emits the event again when it gets no acknowledgement",
      parameters: [{ index: 1, kind: "caller" }],
      parameterDecorators: { MessageBody: "caller", ConnectedSocket: "unknown" },
    },
  ],
} satisfies LibraryModel;
