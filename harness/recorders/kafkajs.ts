import type { Operation } from "../gate.js";
import type { Frame } from "../place.js";
import { gateMethod } from "./gated-method.js";
import { isObject, patchMethod } from "./patch.js";

/** Records messages that KafkaJS produces: producers are plain objects, so they are caught where they are made. */
export function recordKafkajs(module: unknown): void {
  const kafka = isObject(module) ? module["Kafka"] : undefined;
  if (typeof kafka !== "function") return;
  patchMethod(kafka.prototype, "producer", (original) => {
    return function producer(this: unknown, ...args: unknown[]): unknown {
      const made = original.apply(this, args);
      gateMethod(made, "send", (_self, [record], frame) => sendOf([record], frame));
      gateMethod(made, "sendBatch", (_self, [batch], frame) =>
        sendOf(isObject(batch) && Array.isArray(batch["topicMessages"]) ? batch["topicMessages"] : [], frame),
      );
      return made;
    };
  });
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
