import type net from "node:net";
import { invocations, soleAttempt } from "../context.js";
import { noteInside, throughGate, type Effect, type Operation } from "../gate.js";
import { classifyRedis } from "../recorders/redis-commands.js";
import { transactionOf } from "../recorders/transactions.js";
import { joinConnections, type Proxy } from "./listen.js";
import { respFramer, type RespMessage } from "./resp.js";

/** Listens before a Redis server and sees commands at the wire: faults cut the connection before a command, or after it and before its reply. */
export function proxyRedis(host: string, port: number): Promise<Proxy> {
  return joinConnections(host, port, relay);
}

/** One connection's state. */
interface Relay {
  readonly client: net.Socket;
  readonly upstream: net.Socket;
  /** What an open MULTI holds; it takes effect with its EXEC. */
  parts: Effect[] | undefined;
  /** Gets the reply that is waited for. */
  reply: ((bytes: Buffer) => void) | undefined;
  /** The connection listens to channels: from here on everything passes. */
  listening: boolean;
}

const LISTENING = new Set(["subscribe", "psubscribe", "ssubscribe", "monitor"]);

function relay(client: net.Socket, upstream: net.Socket): void {
  const state: Relay = { client, upstream, parts: undefined, reply: undefined, listening: false };
  const end = (): void => {
    client.destroy();
    upstream.destroy();
  };
  for (const socket of [client, upstream]) socket.on("error", end).on("close", end);
  const commands = respFramer();
  let work: Promise<void> = Promise.resolve();
  client.on("data", (chunk: Buffer) => {
    for (const message of commands(chunk)) work = work.then(() => carry(state, message)).catch(end);
  });
  const replies = respFramer();
  upstream.on("data", (chunk: Buffer) => {
    for (const { type, bytes } of replies(chunk)) {
      const { reply } = state;
      if (state.listening || type === ">" || reply === undefined) client.write(bytes);
      else reply(bytes);
    }
  });
}

async function carry(state: Relay, message: RespMessage): Promise<void> {
  const [name = ""] = message.words;
  if (state.listening || LISTENING.has(name.toLowerCase())) {
    state.listening = true;
    state.upstream.write(message.bytes);
    return;
  }
  const invocation = soleAttempt();
  const reply = invocation
    ? await invocations.run(invocation, () => perform(state, message))
    : await exchange(state, message);
  // Passed on only now: a thrown fault ends the connection instead.
  state.client.write(reply);
}

function perform(state: Relay, message: RespMessage): Promise<Buffer> {
  const [name = "", ...args] = message.words;
  const operation = operationOf(name, args);
  switch (name.toLowerCase()) {
    case "multi":
      state.parts = [];
      return exchange(state, message);
    case "discard":
      state.parts = undefined;
      return exchange(state, message);
    case "exec": {
      const parts = state.parts ?? [];
      state.parts = undefined;
      return parts.length === 0
        ? exchange(state, message)
        : throughGate(transactionOf(operation, parts), () => exchange(state, message));
    }
    default:
      if (operation.role === "read") return exchange(state, message);
      if (state.parts === undefined) return throughGate(operation, () => exchange(state, message));
      state.parts.push(noteInside(operation));
      return exchange(state, message);
  }
}

/** Sends a command and waits for its reply. */
function exchange(state: Relay, message: RespMessage): Promise<Buffer> {
  return new Promise((resolve) => {
    state.reply = (bytes) => {
      state.reply = undefined;
      resolve(bytes);
    };
    state.upstream.write(message.bytes);
  });
}

function operationOf(name: string, args: readonly string[]): Operation {
  return { driver: "wire", ...classifyRedis(name, args), broken: () => new Error("the connection was cut") };
}
