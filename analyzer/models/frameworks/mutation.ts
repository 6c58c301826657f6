import type { EntryModel } from "../entry-model.js";

/** A resolver class's mutation, whose arguments come through this decorator. */
export function mutation(argumentDecorator: string): EntryModel {
  return {
    on: "decorator",
    decorator: "Mutation",
    classDecorator: "Resolver",
    kind: "graphql",
    delivery: "retried",
    name: "mutation {name}",
    repeatedBy: "the client sends the mutation again when it gets no reply",
    parameterDecorators: { [argumentDecorator]: "caller" },
  };
}
