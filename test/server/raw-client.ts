import { spawn } from "node:child_process";
import { once } from "node:events";

/** A message as it goes over the wire. */
export interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

/** Answers what the server asks of its client. */
export type Answers = Readonly<Record<string, (params: never) => unknown>>;

/** A Language Server Protocol client with nothing in it but framing: what any editor does over stdio. */
export class RawClient {
  readonly received: Message[] = [];
  readonly exit: Promise<number | null>;
  readonly #child;
  readonly #waiting = new Map<number, (message: Message) => void>();
  readonly #watchers = new Set<() => void>();
  #buffer = Buffer.alloc(0);
  #nextId = 1;
  stderr = "";

  constructor(
    command: readonly [string, ...string[]],
    readonly answers: Answers = {},
  ) {
    const [program, ...args] = command;
    this.#child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"] });
    this.#child.stdout.on("data", (chunk: Buffer) => {
      this.#buffer = Buffer.concat([this.#buffer, chunk]);
      this.#drain();
    });
    this.#child.stderr.on("data", (chunk: Buffer) => (this.stderr += chunk.toString()));
    this.exit = once(this.#child, "exit").then(([code]) => code as number | null);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  async request<Result>(method: string, params: unknown): Promise<Result> {
    const id = this.#nextId++;
    const answer = new Promise<Message>((resolve) => this.#waiting.set(id, resolve));
    this.#send({ id, method, params });
    const { result, error } = await answer;
    if (error) throw new Error(`${method}: ${error.message}`);
    return result as Result;
  }

  notify(method: string, params: unknown): void {
    this.#send({ method, params });
  }

  /** The first message of a method that fits, past or future. */
  async message<Params>(method: string, fits: (params: Params) => boolean = () => true): Promise<Params> {
    for (;;) {
      const found = this.received.find((message) => message.method === method && fits(message.params as Params));
      if (found) return found.params as Params;
      await new Promise<void>((resolve) => this.#watchers.add(resolve));
    }
  }

  /** Forgets what came so far. */
  forget(): void {
    this.received.length = 0;
  }

  async stop(): Promise<number | null> {
    await this.request("shutdown", null);
    this.notify("exit", null);
    return this.exit;
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }

  closeInput(): void {
    this.#child.stdin.end();
  }

  #drain(): void {
    for (;;) {
      const headerEnd = this.#buffer.indexOf("\r\n\r\n");
      if (headerEnd < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(this.#buffer.toString("ascii", 0, headerEnd))?.[1]);
      const end = headerEnd + 4 + length;
      if (this.#buffer.length < end) return;
      const message = JSON.parse(this.#buffer.toString("utf8", headerEnd + 4, end)) as Message;
      this.#buffer = this.#buffer.subarray(end);
      this.#receive(message);
    }
  }

  #receive(message: Message): void {
    this.received.push(message);
    if (message.method === undefined) {
      const id = Number(message.id);
      this.#waiting.get(id)?.(message);
      this.#waiting.delete(id);
    } else if (message.id !== undefined) {
      const answer = this.answers[message.method];
      this.#send({ id: message.id, result: answer ? answer(message.params as never) : null });
    }
    const watchers = [...this.#watchers];
    this.#watchers.clear();
    for (const wake of watchers) wake();
  }

  #send(message: Message): void {
    const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
    this.#child.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    this.#child.stdin.write(body);
  }
}
