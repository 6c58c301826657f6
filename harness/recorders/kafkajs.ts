import type { Operation } from "../gate.js";
import type { Frame } from "../place.js";
import { carriedInvocation, inCarried, INVOCATION_HEADER } from "./carried.js";
import { gateMethod } from "./gated-method.js";
import { isObject, patchMethod } from "./patch.js";

/**
 * Records messages that KafkaJS produces, and runs consumers in the attempt of their message, given the module. Producers and consumers
 * are plain objects, so they are caught where they are made.
 */
export function recordKafkajs(module: unknown): void {
  const kafka = isObject(module) ? module["Kafka"] : undefined;
  if (typeof kafka !== "function") return;
  patchMethod(kafka.prototype, "producer", (original) => {
    return function producer(this: unknown, ...args: unknown[]): unknown {
      const made = original.apply(this, args);
      gateMethod(
        made,
        "send",
        (_self, [record], frame) => sendOf([record], frame),
        false,
        ([record], send) => send([carrying(record)]),
      );
      gateMethod(
        made,
        "sendBatch",
        (_self, [batch], frame) => sendOf(topicsOf(batch), frame),
        false,
        ([batch], send) => send([isObject(batch) ? { ...batch, topicMessages: topicsOf(batch).map(carrying) } : batch]),
      );
      return made;
    };
  });
  patchMethod(kafka.prototype, "consumer", (original) => {
    return function consumer(this: unknown, ...args: unknown[]): unknown {
      const made = original.apply(this, args);
      patchMethod(made, "run", (run) => (options) => run.call(made, inAttempts(options)));
      return made;
    };
  });
}

function topicsOf(batch: unknown): readonly unknown[] {
  return isObject(batch) && Array.isArray(batch["topicMessages"]) ? batch["topicMessages"] : [];
}

/** What is sent, with the attempt among the headers of each message. */
function carrying(record: unknown): unknown {
  const carried = carriedInvocation();
  if (carried === undefined || !isObject(record) || !Array.isArray(record["messages"])) return record;
  const messages = record["messages"].filter(isObject).map((message) => ({
    ...message,
    headers: { ...(isObject(message["headers"]) ? message["headers"] : {}), [INVOCATION_HEADER]: carried },
  }));
  return { ...record, messages };
}

/** The options of `run`, whose handlers go on in the attempt of the message; a batch in that of its last one. */
function inAttempts(options: unknown): unknown {
  if (!isObject(options)) return options;
  const each = (name: string, messagesOf: (payload: Record<string, unknown>) => readonly unknown[]): object => {
    const handle = options[name];
    if (typeof handle !== "function") return {};
    return {
      [name]: (payload: Record<string, unknown>) =>
        inCarried(
          messagesOf(payload).map(takeCarried).findLast(Boolean),
          () => handle.call(options, payload) as unknown,
        ),
    };
  };
  return {
    ...options,
    ...each("eachMessage", ({ message }) => [message]),
    ...each("eachBatch", ({ batch }) =>
      isObject(batch) && Array.isArray(batch["messages"]) ? (batch["messages"] as readonly unknown[]) : [],
    ),
  };
}

function takeCarried(message: unknown): string | undefined {
  const headers = isObject(message) ? message["headers"] : undefined;
  if (!isObject(headers)) return undefined;
  const value = headers[INVOCATION_HEADER];
  Reflect.deleteProperty(headers, INVOCATION_HEADER);
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  return typeof value === "string" ? value : undefined;
}

function sendOf(records: readonly unknown[], frame: Frame | undefined): Operation {
  const topics = records.filter(isObject);
  const names = [...new Set(topics.map((topic) => String(topic["topic"])))].join(" + ");
  const messages = topics.flatMap((topic) =>
    Array.isArray(topic["messages"]) ? (topic["messages"] as unknown[]) : [],
  );
  return {
    driver: "kafkajs",
    kind: "publish",
    role: "publish",
    target: `topic ${names}`,
    text: `send ${messages.length} to ${names}`,
    body: JSON.stringify(messages, (_name, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString() : value,
    ),
    ...(frame ? { frame } : {}),
    broken: () =>
      Object.assign(new Error("Connection error: the broker closed the connection"), {
        name: "KafkaJSConnectionError",
      }),
  };
}
