import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { http, verifyIdempotency, type Verdict } from "../../harness/api.js";
import { recordInstalledDrivers } from "../../harness/recorders/installed.js";
import { recordKafkajs } from "../../harness/recorders/kafkajs.js";
import { needs } from "../services.js";
import { FIXTURES, fixturePackage } from "./fixture-packages.js";
import { byTarget } from "./support.js";

const verified = (send: (key: string) => unknown): Promise<Verdict> =>
  verifyIdempotency(
    {
      name: "job announce",
      attempt: async ({ key }) => {
        await send(key);
      },
      observe: [http({ provider: "unused.example" })],
    },
    { verdicts: false, budgetMs: 50_000 },
  );

/** What is sent twice is confirmed here, under this target; with an identity that the broker drops duplicates by, it holds. */
async function sees(target: string, send: (id: string | undefined) => unknown, identified = true): Promise<void> {
  const bare = await verified(() => send(undefined));
  assert.equal(bare.verdict, "confirmed", bare.timeline());
  assert.deepEqual(byTarget(bare), { [target]: "confirmed" });
  assert.match(bare.sites[0]?.file ?? "", /messages\.test\.ts$/);
  assert.deepEqual(bare.unattributed, []);
  if (!identified) return;
  const known = await verified(send);
  assert.equal(known.verdict, "refuted", known.timeline());
}

describe("messages that are sent", function () {
  this.timeout(120_000);
  before(() => recordInstalledDrivers([FIXTURES]));

  describe("NATS", () => {
    before(needs("nats"));
    const stream = `idemlint-${process.pid}`;
    const subject = `idemlint.${process.pid}.orders`;
    const bytes = new TextEncoder().encode('{"order":1}');
    let connection: Nats;
    before(async () => {
      const { connect } = fixturePackage("nats") as { connect(options: object): Promise<Nats> };
      connection = await connect({ servers: "127.0.0.1:4222" });
      await (await connection.jetstreamManager()).streams.add({ name: stream, subjects: [subject], storage: "memory" });
    });
    after(async () => {
      await (await connection.jetstreamManager()).streams.delete(stream);
      await connection.close();
    });

    it("sees core NATS publish", () =>
      sees(`publish subject ${subject}.core`, () => connection.publish(`${subject}.core`, bytes), false));

    it("sees JetStream publish, which drops a message id that it knows", () =>
      sees(`publish subject ${subject}`, (id) =>
        connection.jetstream().publish(subject, bytes, id === undefined ? {} : { msgID: id }),
      ));
  });

  it("sees what a producer of KafkaJS sends, through the class that users make", async () => {
    const sent: { readonly messages: readonly { readonly headers: object }[] }[] = [];
    // There is no broker here: producers are made as KafkaJS makes them, and keep what they are given.
    class Kafka {
      producer(): KafkaProducer {
        return { send: (record) => Promise.resolve(sent.push(record as (typeof sent)[number])) };
      }
    }
    recordKafkajs({ Kafka });
    const producer = new Kafka().producer();
    const record = { topic: "orders", messages: [{ key: "a", value: "1" }] };
    await sees("publish topic orders", () => producer.send(record), false);
    // Consumers know the attempt by the header that goes along.
    const [first] = sent;
    assert.deepEqual(
      first?.messages.map((one) => ({ ...one, headers: Object.keys(one.headers) })),
      [{ key: "a", value: "1", headers: ["x-idemlint-invocation"] }],
    );
    const kafkajs = fixturePackage("kafkajs") as { Kafka: { prototype: { producer: { name: string } } } };
    assert.ok(Object.getOwnPropertySymbols(kafkajs.Kafka.prototype.producer).includes(Symbol.for("idemlint.patched")));
  });

  it("sees commands of the AWS SDK, and deduplication ids of FIFO queues", async () => {
    const service = createServer((_request, response) => {
      response.setHeader("content-type", "application/x-amz-json-1.0");
      response.end('{"MessageId":"m-1","MD5OfMessageBody":"c4ca4238a0b923820dcc509a6f75849b"}');
    }).listen(0, "127.0.0.1");
    await once(service, "listening");
    const { SQSClient, SendMessageCommand } = fixturePackage("@aws-sdk/client-sqs") as Sqs;
    const client = new SQSClient({
      endpoint: `http://127.0.0.1:${(service.address() as AddressInfo).port}`,
      region: "eu-central-1",
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
    });
    const base = { QueueUrl: "https://sqs.eu-central-1.amazonaws.com/1/orders.fifo", MessageBody: "1" };
    try {
      await sees("publish SQS SendMessage orders.fifo", (id) =>
        client.send(
          new SendMessageCommand(
            id === undefined ? base : { ...base, MessageGroupId: "a", MessageDeduplicationId: id },
          ),
        ),
      );
    } finally {
      client.destroy();
      service.close().closeAllConnections();
    }
  });
});

interface Nats {
  publish(subject: string, bytes: Uint8Array): void;
  jetstream(): { publish(subject: string, bytes: Uint8Array, options: object): Promise<unknown> };
  jetstreamManager(): Promise<{
    readonly streams: { add(config: object): Promise<unknown>; delete(name: string): Promise<unknown> };
  }>;
  close(): Promise<void>;
}

interface KafkaProducer {
  send(record: object): Promise<unknown>;
}

interface Sqs {
  readonly SQSClient: new (options: object) => { send(command: unknown): Promise<unknown>; destroy(): void };
  readonly SendMessageCommand: new (input: object) => unknown;
}
