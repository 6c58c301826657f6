import type { LibraryModel } from "../model.js";

/** NestJS CQRS: commands, queries and events reach their handlers within the process; nothing repeats them. */
export default {
  library: "NestJS CQRS",
  packages: ["@nestjs/cqrs"],
  versions: ">=9",
  docs: "https://docs.nestjs.com/recipes/cqrs",
  emitters: [
    {
      emit: "CommandBus#execute",
      event: { argument: 0 },
      passed: 0,
      decorator: "CommandHandler",
      method: "execute",
    },
    { emit: "QueryBus#execute", event: { argument: 0 }, passed: 0, decorator: "QueryHandler", method: "execute" },
    {
      emit: ["EventBus#publish", "EventBus#publishAll"],
      event: { argument: 0 },
      passed: 0,
      decorator: "EventsHandler",
      method: "handle",
    },
  ],
} satisfies LibraryModel;
