interface Sent {
  readonly value: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A message as KafkaJS hands it to consumers. */
interface Received {
  readonly offset: string;
  readonly value: Buffer;
  readonly headers: Record<string, Buffer>;
}

interface Payload {
  readonly topic: string;
  readonly message: Received;
}

interface Options {
  eachMessage(payload: Payload): Promise<void>;
}

/** Kafka for one process, as KafkaJS's public class has it: topics are logs, and each message is a partition of its own. */
export class Kafka {
  readonly #logs = new Map<string, Sent[]>();
  readonly #consumers = new Set<Options>();

  producer(): { send(record: { readonly topic: string; readonly messages: readonly Sent[] }): Promise<void> } {
    return {
      send: ({ topic, messages }) => {
        const log = this.#logs.get(topic) ?? [];
        this.#logs.set(topic, log);
        for (const message of messages) this.#fetch(topic, log.push(message) - 1);
        return Promise.resolve();
      },
    };
  }

  consumer(): {
    run(options: Options): Promise<void>;
    seek(to: { readonly topic: string; readonly offset: string }): void;
    disconnect(): Promise<void>;
  } {
    let own: Options | undefined;
    return {
      run: (options) => {
        own = options;
        this.#consumers.add(options);
        return Promise.resolve();
      },
      seek: ({ topic, offset }) => this.#fetch(topic, Number(offset)),
      disconnect: () => {
        if (own) this.#consumers.delete(own);
        return Promise.resolve();
      },
    };
  }

  /** What is read anew from a log is a new message with the same content. */
  #fetch(topic: string, offset: number): void {
    const sent = this.#logs.get(topic)?.[offset];
    if (!sent) return;
    const headers = Object.entries(sent.headers ?? {}).map(([name, value]) => [name, Buffer.from(value)]);
    const message = (): Received => ({
      offset: String(offset),
      value: Buffer.from(sent.value),
      headers: Object.fromEntries(headers) as Record<string, Buffer>,
    });
    for (const { eachMessage } of this.#consumers) setImmediate(() => void eachMessage({ topic, message: message() }));
  }
}
