import { EventEmitter, once } from "node:events";
import pg from "pg";
import { verifyIdempotency, type Attempt } from "../../harness/api.js";
import { recordInstalledDrivers } from "../../harness/recorders/installed.js";
import { recordKafkajs } from "../../harness/recorders/kafkajs.js";
import { needs } from "../services.js";
import { FIXTURES, fixturePackage } from "./fixture-packages.js";
import { Kafka } from "./handlers/memory-kafka.js";
import { serveSqs, type SqsService } from "./handlers/sqs-service.js";
import { consumesRightly, PATIENT, scenario, type Handle, type Message } from "./message-handlers.js";
import { shopDatabase } from "./support.js";

/**
 * A service whose consumer reports to the test when it has handled a message, and keeps what the broker has to be told before it
 * delivers that message again.
 */
class Service {
  readonly #told = new EventEmitter();
  readonly #redeliver = new Map<string, () => unknown>();
  constructor(
    readonly pool: pg.Pool,
    readonly handle: Handle,
  ) {}

  /** Handles one message; `redeliver` has the broker deliver it again. */
  async take(message: Message, redeliver: () => unknown): Promise<void> {
    const error = await this.handle(this.pool, message).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    this.#redeliver.set(message.id, redeliver);
    this.#told.emit(message.id, error);
  }

  /** One attempt: the broker delivers the message again where it holds it, and gets it from the producer otherwise. */
  async attempt({ payload, deliver }: Attempt<Message>, send: () => Promise<unknown>): Promise<void> {
    const handled = once(this.#told, payload.id);
    const redeliver = this.#redeliver.get(payload.id);
    this.#redeliver.delete(payload.id);
    await (redeliver ? redeliver() : deliver(send));
    const [error] = (await handled) as [unknown];
    if (error !== undefined) throw error as Error;
  }

  forget(): void {
    this.#redeliver.clear();
  }
}

describe("messages that a broker delivers again", function () {
  this.timeout(240_000);
  let pool: pg.Pool;
  before(async () => {
    recordInstalledDrivers([FIXTURES]);
    pool = new pg.Pool({ connectionString: (await shopDatabase()).url });
  });
  after(() => pool.end());

  describe("NATS JetStream", () => {
    before(needs("nats"));
    const stream = `idemlint-redelivery-${process.pid}`;
    const subject = `idemlint.${process.pid}.redelivery`;
    let connection: Nats;
    let manager: JetStreamManager;
    before(async () => {
      const { connect } = fixturePackage("nats") as { connect(options: object): Promise<Nats> };
      connection = await connect({ servers: "127.0.0.1:4222" });
      manager = await connection.jetstreamManager();
      await manager.streams.add({ name: stream, subjects: [subject], storage: "memory" });
      await manager.consumers.add(stream, { durable_name: "orders", ack_policy: "explicit", max_ack_pending: 100 });
    });
    after(async () => {
      await manager.streams.delete(stream);
      await connection.close();
    });

    consumesRightly((handle) => {
      const service = new Service(pool, handle);
      return verifyIdempotency(
        scenario(pool, "subject orders", {
          start: async () => {
            const messages = await (await connection.jetstream().consumers.get(stream, "orders")).consume();
            void (async () => {
              for await (const message of messages)
                void service.take(message.json(), () => {
                  message.nak();
                });
            })();
            return { close: async () => void (await messages.close()) };
          },
          attempt: (attempt) =>
            service.attempt(attempt, () => connection.jetstream().publish(subject, JSON.stringify(attempt.payload))),
          reset: async () => {
            service.forget();
            await manager.streams.purge(stream);
          },
        }),
        PATIENT,
      );
    });
  });

  describe("KafkaJS, over a log in memory: there is no broker here", () => {
    before(() => recordKafkajs({ Kafka }));

    consumesRightly((handle) => {
      const service = new Service(pool, handle);
      const kafka = new Kafka();
      const producer = kafka.producer();
      return verifyIdempotency(
        scenario(pool, "topic orders", {
          start: async () => {
            const consumer = kafka.consumer();
            await consumer.run({
              eachMessage: ({ topic, message }) =>
                service.take(JSON.parse(message.value.toString()) as Message, () => {
                  consumer.seek({ topic, offset: message.offset });
                }),
            });
            return { close: () => consumer.disconnect() };
          },
          attempt: (attempt) =>
            service.attempt(attempt, () =>
              producer.send({ topic: "orders", messages: [{ value: JSON.stringify(attempt.payload) }] }),
            ),
          reset: () => service.forget(),
        }),
        PATIENT,
      );
    });
  });

  describe("SQS, the real client over a service of the test's own", () => {
    let service: SqsService;
    let client: Client;
    let sdk: Sqs;
    before(async () => {
      service = await serveSqs();
      sdk = fixturePackage("@aws-sdk/client-sqs") as Sqs;
      client = new sdk.SQSClient({
        endpoint: service.url,
        region: "eu-central-1",
        credentials: { accessKeyId: "a", secretAccessKey: "b" },
      });
    });
    after(async () => {
      client.destroy();
      await service.close();
    });

    consumesRightly((handle) => {
      const QueueUrl = `${service.url}/1/orders`;
      const consumer = new Service(pool, handle);
      return verifyIdempotency(
        scenario(pool, "queue orders", {
          start: () => {
            let open = true;
            const poll = async (): Promise<void> => {
              while (open) {
                const { Messages = [] } = await client.send(new sdk.ReceiveMessageCommand({ QueueUrl }));
                for (const message of Messages)
                  void consumer.take(JSON.parse(message.Body) as Message, () => {
                    const { ReceiptHandle } = message;
                    const again = { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 };
                    return client.send(new sdk.ChangeMessageVisibilityCommand(again));
                  });
              }
            };
            const polling = poll();
            return {
              close: () => {
                open = false;
                service.wake();
                return polling;
              },
            };
          },
          attempt: (attempt) =>
            consumer.attempt(attempt, () =>
              client.send(new sdk.SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(attempt.payload) })),
            ),
          reset: () => {
            consumer.forget();
            service.purge();
          },
        }),
        PATIENT,
      );
    });
  });
});

interface Nats {
  jetstream(): {
    publish(subject: string, text: string): Promise<unknown>;
    readonly consumers: { get(stream: string, name: string): Promise<{ consume(): Promise<JsMessages> }> };
  };
  jetstreamManager(): Promise<JetStreamManager>;
  close(): Promise<void>;
}

interface JsMessages extends AsyncIterable<{ json(): Message; nak(): void }> {
  close(): Promise<unknown>;
}

interface JetStreamManager {
  readonly streams: {
    add(config: object): Promise<unknown>;
    purge(name: string): Promise<unknown>;
    delete(name: string): Promise<unknown>;
  };
  readonly consumers: { add(stream: string, config: object): Promise<unknown> };
}

interface Client {
  send(command: unknown): Promise<{ readonly Messages?: readonly SqsMessage[] }>;
  destroy(): void;
}

interface SqsMessage {
  readonly Body: string;
  readonly ReceiptHandle: string;
}

interface Sqs {
  readonly SQSClient: new (options: object) => Client;
  readonly SendMessageCommand: new (input: object) => unknown;
  readonly ReceiveMessageCommand: new (input: object) => unknown;
  readonly ChangeMessageVisibilityCommand: new (input: object) => unknown;
}
