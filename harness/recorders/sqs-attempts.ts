import { carriedInvocation, enterByReading, INVOCATION_HEADER } from "./carried.js";
import { isObject } from "./patch.js";

/** Sends a command of the AWS SDK: messages of SQS take their attempt along, and who reads the body of one goes on in it. */
export function sendWithAttempt(args: readonly unknown[], send: (args: readonly unknown[]) => unknown): unknown {
  const [command] = args;
  if (!isObject(command) || !isObject(command["input"])) return send(args);
  const given = command["input"];
  switch (command.constructor.name) {
    case "SendMessageCommand":
      return sendAs(command, carrying(given), () => send(args));
    case "SendMessageBatchCommand": {
      const entries = Array.isArray(given["Entries"]) ? given["Entries"].filter(isObject) : [];
      return sendAs(command, { ...given, Entries: entries.map(carrying) }, () => send(args));
    }
    case "ReceiveMessageCommand": {
      const names = Array.isArray(given["MessageAttributeNames"]) ? (given["MessageAttributeNames"] as unknown[]) : [];
      const asking = { ...given, MessageAttributeNames: [...names, INVOCATION_HEADER] };
      return sendAs(command, asking, () => Promise.resolve(send(args)).then(entered));
    }
    default:
      return send(args);
  }
}

/** The command is the caller's, who may send it again: it gets its own input back. */
function sendAs(command: Record<string, unknown>, input: object, send: () => unknown): unknown {
  const given = command["input"];
  const back = (): void => void Object.assign(command, { input: given });
  Object.assign(command, { input });
  return Promise.resolve(send()).finally(back);
}

function carrying(message: Record<string, unknown>): Record<string, unknown> {
  const carried = carriedInvocation();
  if (carried === undefined) return message;
  const attributes = isObject(message["MessageAttributes"]) ? message["MessageAttributes"] : {};
  const own = { [INVOCATION_HEADER]: { DataType: "String", StringValue: carried } };
  return { ...message, MessageAttributes: { ...attributes, ...own } };
}

function entered(answer: unknown): unknown {
  const messages = isObject(answer) && Array.isArray(answer["Messages"]) ? answer["Messages"].filter(isObject) : [];
  for (const message of messages) {
    const attributes = isObject(message["MessageAttributes"]) ? message["MessageAttributes"] : {};
    const own = attributes[INVOCATION_HEADER];
    Reflect.deleteProperty(attributes, INVOCATION_HEADER);
    enterByReading(message, ["Body"], () => (isObject(own) ? own["StringValue"] : undefined));
  }
  return answer;
}
