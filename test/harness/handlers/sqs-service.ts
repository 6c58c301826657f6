import { createHash } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import type { AddressInfo } from "node:net";

/** A queue of SQS's JSON protocol on loopback. */
export interface SqsService {
  readonly url: string;
  /** Answers who waits for messages, with none. */
  wake(): void;
  purge(): void;
  close(): Promise<void>;
}

interface Message {
  readonly id: string;
  readonly body: string;
  readonly attributes: unknown;
  visible: boolean;
}

interface Request {
  readonly MessageBody?: string;
  readonly MessageAttributes?: unknown;
  readonly ReceiptHandle?: string;
}

/** Sending, receiving (long polling) and making visible again: as much as a consumer needs. What is received is hidden for good. */
export async function serveSqs(): Promise<SqsService> {
  let messages: Message[] = [];
  let count = 0;
  const bell = new EventEmitter();
  const md5 = (body: string): string => createHash("md5").update(body).digest("hex");
  const answers: Readonly<Record<string, (request: Request) => object | Promise<object>>> = {
    SendMessage: ({ MessageBody: body = "", MessageAttributes: attributes }) => {
      const id = `m-${(count += 1)}`;
      messages.push({ id, body, attributes, visible: true });
      bell.emit("ring");
      return { MessageId: id, MD5OfMessageBody: md5(body) };
    },
    ReceiveMessage: async () => {
      if (!messages.some(({ visible }) => visible)) await once(bell, "ring");
      const taken = messages.filter(({ visible }) => visible);
      for (const message of taken) message.visible = false;
      return {
        Messages: taken.map(({ id, body, attributes }) => ({
          MessageId: id,
          ReceiptHandle: id,
          Body: body,
          MD5OfBody: md5(body),
          ...(attributes === undefined ? {} : { MessageAttributes: attributes }),
        })),
      };
    },
    ChangeMessageVisibility: ({ ReceiptHandle }) => {
      for (const message of messages) if (message.id === ReceiptHandle) message.visible = true;
      bell.emit("ring");
      return {};
    },
  };
  const server = createServer((request, response) => {
    void (async () => {
      const asked = String(request.headers["x-amz-target"]).replace("AmazonSQS.", "");
      const answer = (await answers[asked]?.(JSON.parse(await text(request)) as Request)) ?? {};
      response.setHeader("content-type", "application/x-amz-json-1.0").end(JSON.stringify(answer));
    })();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    wake: () => void bell.emit("ring"),
    purge: () => void (messages = []),
    close: async () => {
      server.close().closeAllConnections();
      await once(server, "close");
    },
  };
}
