import type { Operation } from "../gate.js";
import type { Frame } from "../place.js";
import { sendWithAttempt } from "./sqs-attempts.js";
import { gateMethod } from "./gated-method.js";
import { isObject } from "./patch.js";

/** Records commands of the AWS SDK v3, given the Smithy module that holds the class of all its clients. */
export function recordAwsSdk(module: unknown): void {
  const client = isObject(module) ? module["Client"] : undefined;
  if (typeof client === "function")
    gateMethod(
      client.prototype,
      "send",
      (self, [command], frame) => operationOf(self, command, frame),
      true,
      sendWithAttempt,
    );
}

/** A consumer's dealings with its queue: taking a message and giving it back or away is no effect of the work. */
const DELIVERY = /^(ReceiveMessage|DeleteMessage|ChangeMessageVisibility)/;
const READS = /^(Get|List|Describe|Query|Scan|Head|BatchGet|TransactGet|Select)/;
const MESSAGES = /^(SendMessage|Publish|PutEvents|PutRecord|StartExecution)/;
const TARGETS = ["QueueUrl", "TopicArn", "TableName", "Bucket", "StreamName", "FunctionName", "stateMachineArn"];
const KEYS = ["MessageDeduplicationId", "ClientRequestToken", "clientToken", "ClientToken", "name"];

function nameOf(service: unknown): string {
  return typeof service === "string" ? service : "AWS";
}

function operationOf(self: unknown, command: unknown, frame: Frame | undefined): Operation | undefined {
  if (!isObject(command)) return undefined;
  const name = command.constructor.name.replace(/Command$/, "");
  if (DELIVERY.test(name)) return undefined;
  const input = isObject(command["input"]) ? command["input"] : {};
  const service = isObject(self) && isObject(self["config"]) ? nameOf(self["config"]["serviceId"]) : "AWS";
  const on = TARGETS.map((field) => input[field]).find((value) => typeof value === "string");
  const target = `${service} ${name}${typeof on === "string" ? ` ${on.split(/[/:]/).at(-1) ?? on}` : ""}`;
  const key = KEYS.map((field) => input[field]).find((value) => typeof value === "string");
  const read = READS.test(name);
  return {
    driver: "aws-sdk",
    kind: read ? "read" : MESSAGES.test(name) ? "publish" : "call",
    role: read ? "read" : MESSAGES.test(name) ? "publish" : "call",
    target,
    text: target,
    body: JSON.stringify(input),
    ...(typeof key === "string" ? { key, dedupes: true } : {}),
    ...(frame ? { frame } : {}),
    broken: () => Object.assign(new Error("socket hang up"), { code: "ECONNRESET", name: "TimeoutError" }),
  };
}
