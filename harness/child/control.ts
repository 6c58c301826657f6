import { randomBytes } from "node:crypto";
import net from "node:net";
import { countPending, currentWatcher, faultOf, type Effect, type EffectEnd, type Operation } from "../gate.js";
import type { BlockedCall } from "../recorders/http-policy.js";
import { readLines, type FromChild, type ToChild } from "./protocol.js";

/** The harness's end of the line to programs under test in other processes. */
export interface Control {
  readonly port: number;
  readonly token: string;
  /** A program is connected: its effects pass the gate here. */
  readonly connected: () => boolean;
  /** Has connected programs roll back what a broken attempt left open. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** The mark by which a fault that breaks the connection is told from one that is thrown as it is. */
class Broken extends Error {}

/** Listens on loopback for programs under test and puts their effects before the run's watcher. */
export async function openControl(blocked: (call: BlockedCall) => void): Promise<Control> {
  const token = randomBytes(16).toString("hex");
  const lines = new Set<Line>();
  const server = net.createServer((socket) => {
    socket.setNoDelay(true);
    socket.on("error", () => socket.destroy());
    let line: Line | undefined;
    readLines(socket, (message: FromChild) => {
      if (message.type === "hello") {
        if (message.token !== token) return void socket.destroy();
        line = makeLine(socket);
        lines.add(line);
      } else if (line) receive(line, message, blocked);
    });
    socket.on("close", () => {
      if (line) hangUp(line);
      if (line) lines.delete(line);
    });
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  server.unref();
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : 0,
    token,
    connected: () => lines.size > 0,
    async settle() {
      await Promise.all([...lines].map(settleLine));
    },
    close: () =>
      new Promise((resolve) => {
        for (const line of lines) line.socket.destroy();
        server.close(() => resolve());
      }),
  };
}

interface Line {
  readonly socket: net.Socket;
  /** Effects under way, by the child's number; the same object from `before` to `ended`. */
  readonly effects: Map<number, Effect>;
  readonly settling: Map<number, () => void>;
  settles: number;
}

function makeLine(socket: net.Socket): Line {
  return { socket, effects: new Map(), settling: new Map(), settles: 0 };
}

function send(line: Line, message: ToChild): void {
  if (!line.socket.destroyed) line.socket.write(`${JSON.stringify(message)}\n`);
}

function receive(
  line: Line,
  message: Exclude<FromChild, { type: "hello" }>,
  blocked: (call: BlockedCall) => void,
): void {
  switch (message.type) {
    case "before":
      line.effects.set(message.id, message.effect);
      countPending(1);
      void decide(line, message.id, message.effect, "before");
      return;
    case "after":
      void decide(line, message.id, line.effects.get(message.id) ?? message.effect, "after");
      return;
    case "ended":
      if (line.effects.has(message.id)) {
        currentWatcher()?.ended(line.effects.get(message.id) ?? message.effect, endOf(message.end));
        line.effects.delete(message.id);
        countPending(-1);
      } else currentWatcher()?.ended(message.effect, endOf(message.end));
      return;
    case "blocked":
      blocked(message.call);
      return;
    case "settled":
      line.settling.get(message.id)?.();
      line.settling.delete(message.id);
  }
}

async function decide(line: Line, id: number, effect: Effect, moment: "before" | "after"): Promise<void> {
  const operation: Operation = { ...effect, broken: () => new Broken("the connection was lost") };
  try {
    await currentWatcher()?.[moment](effect, operation);
    send(line, { type: "go", id });
  } catch (error) {
    const fault = faultOf(error) ?? "fault";
    send(line, {
      type: "fault",
      id,
      fault,
      message: error instanceof Error ? error.message : String(error),
      broken: error instanceof Broken,
    });
  }
}

function endOf(end: Extract<FromChild, { type: "ended" }>["end"]): EffectEnd {
  if (end.kind === "done") return end;
  return end.kind === "injected"
    ? { kind: "injected", fault: end.message }
    : { kind: "failed", error: new Error(end.message) };
}

/** The process is gone: what it was doing will never end. */
function hangUp(line: Line): void {
  countPending(-line.effects.size);
  for (const effect of line.effects.values())
    currentWatcher()?.ended(effect, { kind: "failed", error: new Error("the process ended") });
  line.effects.clear();
  for (const done of line.settling.values()) done();
}

function settleLine(line: Line): Promise<void> {
  return new Promise((resolve) => {
    const id = (line.settles += 1);
    line.settling.set(id, resolve);
    send(line, { type: "settle", id });
    if (line.socket.destroyed) resolve();
  });
}
