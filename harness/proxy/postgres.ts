import type net from "node:net";
import { invocations, soleAttempt } from "../context.js";
import { noteInside, throughGate, type Effect } from "../gate.js";
import { operationOf } from "../recorders/sql-gate.js";
import { transactionOf } from "../recorders/transactions.js";
import { classifySql } from "../recorders/sql.js";
import { joinConnections, type Proxy } from "./listen.js";
import { isCancel, isEncryptionRequest, pgFramer, texts, type PgMessage } from "./pg-frames.js";

/**
 * Listens before a PostgreSQL server and sees effects at the wire, for native engines and programs in other languages: faults cut the
 * connection before a statement, or after its COMMIT and before its reply.
 */
export function proxyPostgres(host: string, port: number): Promise<Proxy> {
  return joinConnections(host, port, relay);
}

/** One connection's state. */
interface Relay {
  readonly client: net.Socket;
  readonly upstream: net.Socket;
  /** Prepared statements and portals by name. */
  readonly statements: Map<string, string>;
  readonly portals: Map<string, string>;
  /** What the server last said: idle, in a transaction, in a failed one. */
  status: string;
  parts: Effect[];
  /** Replies held back while an effect is under way; absent when they pass. */
  held: Buffer[] | undefined;
  ready: (() => void) | undefined;
}

function relay(client: net.Socket, upstream: net.Socket): void {
  const state: Relay = {
    client,
    upstream,
    statements: new Map(),
    portals: new Map(),
    status: "I",
    parts: [],
    held: undefined,
    ready: undefined,
  };
  const end = (): void => {
    client.destroy();
    upstream.destroy();
    state.ready?.();
  };
  for (const socket of [client, upstream]) socket.on("error", end).on("close", end);

  const fromClient = pgFramer(true);
  let batch: PgMessage[] = [];
  let work: Promise<void> = Promise.resolve();
  client.on("data", (chunk: Buffer) => {
    for (const message of fromClient(chunk)) {
      if (message.type === "" && isEncryptionRequest(message.bytes)) {
        // The wire is read here, so it cannot be encrypted; a client that insists says so itself.
        client.write("N");
        continue;
      }
      batch.push(message);
      if (message.type !== "" && !ENDS_BATCH.has(message.type)) continue;
      const ready = batch;
      batch = [];
      work = work.then(() => send(state, ready)).catch(end);
    }
  });

  const fromServer = pgFramer(false);
  let untypedAnswer = false;
  client.once("data", (chunk: Buffer) => (untypedAnswer = isCancel(chunk)));
  upstream.on("data", (chunk: Buffer) => {
    if (state.held) state.held.push(chunk);
    else client.write(chunk);
    if (untypedAnswer) return;
    for (const message of fromServer(chunk)) {
      if (message.type !== "Z") continue;
      state.status = String.fromCharCode(message.body[0] ?? 73);
      state.ready?.();
    }
  });
}

/** Messages after which the server answers with "ready": a simple query, a sync; the rest ends no batch but has to be sent at once. */
const ENDS_BATCH = new Set(["Q", "S", "H", "p", "X", "d", "c", "f", "F"]);

async function send(state: Relay, batch: readonly PgMessage[]): Promise<void> {
  const bytes = Buffer.concat(batch.map((message) => message.bytes));
  const text = statementsOf(state, batch).join("; ");
  const invocation = soleAttempt();
  if (text === "" || !invocation) return void state.upstream.write(bytes);
  await invocations.run(invocation, () => perform(state, text, bytes));
}

async function perform(state: Relay, text: string, bytes: Buffer): Promise<void> {
  const { control, reads } = classifySql(text);
  const operation = operationOf({ driver: "wire", text, broken: () => new Error("the connection was cut") });
  if (state.status === "I") state.parts = [];
  const inside = state.status !== "I";
  if (inside && control === undefined && !reads) state.parts.push(noteInside(operation));
  const commits = inside && control === "commit" && state.parts.length > 0;
  const effect = commits || (!inside && !reads);
  if (!effect) return void state.upstream.write(bytes);
  await throughGate(commits ? transactionOf(operation, state.parts) : operation, () => exchange(state, bytes));
  // The reply passes only now: thrown faults end the connection instead.
  for (const chunk of state.held ?? []) state.client.write(chunk);
  state.held = undefined;
}

/** Sends, and waits until the server is ready again. */
function exchange(state: Relay, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    state.held = [];
    state.ready = () => {
      state.ready = undefined;
      resolve();
    };
    state.upstream.write(bytes);
  });
}

/** The SQL that a batch carries out. */
function statementsOf(state: Relay, batch: readonly PgMessage[]): readonly string[] {
  return batch.flatMap((message) => {
    switch (message.type) {
      case "Q":
        return texts(message.body, 1);
      case "P": {
        const [name = "", sql = ""] = texts(message.body, 2);
        state.statements.set(name, sql);
        return [];
      }
      case "B": {
        const [portal = "", statement = ""] = texts(message.body, 2);
        state.portals.set(portal, state.statements.get(statement) ?? "");
        return [];
      }
      case "E": {
        const [portal = ""] = texts(message.body, 1);
        const sql = state.portals.get(portal);
        return sql === undefined || sql === "" ? [] : [sql];
      }
      default:
        return [];
    }
  });
}
