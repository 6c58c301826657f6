import type { LibraryModel } from "../model.js";

/** NestJS's event emitter: handlers run within the process, and are lost with it. */
export default {
  library: "NestJS event emitter",
  packages: ["@nestjs/event-emitter", "eventemitter2"],
  versions: ">=1",
  docs: "https://docs.nestjs.com/techniques/events",
  names: { default: "EventEmitter2" },
  emitters: [
    {
      emit: ["EventEmitter2#emit", "EventEmitter2#emitAsync"],
      event: { argument: 0 },
      passed: 1,
      on: ["EventEmitter2#on", "EventEmitter2#once", "EventEmitter2#addListener"],
      decorator: "OnEvent",
    },
  ],
} satisfies LibraryModel;
