import type { CallModel } from "../call-model.js";

/** What an AWS operation does, whichever way it is called. */
export type Operation = Omit<CallModel, "match" | "command">;

/** An operation as `client.send(new PutItemCommand(input))`, as `client.putItem(input)`, or as SDK v2's `client.putItem(input).promise()`. */
export function operation(client: string, name: string, does: Operation): readonly CallModel[] {
  const method = name.charAt(0).toLowerCase() + name.slice(1);
  return [
    { match: `${client}#send`, command: `${name}Command`, ...does },
    { match: `${client}#${method}`, ...does },
  ];
}

/** A property of the input object. */
export function input(property: string): { readonly argument: 0; readonly property: string } {
  return { argument: 0, property };
}
