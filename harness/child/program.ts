import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import net from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { silently } from "../context.js";
import { freePort } from "../embedded-server.js";
import { HarnessError } from "../observers/sql-access.js";
import type { OutsideParty } from "../observers/observer.js";
import { nativeFetch } from "../recorders/http.js";
import type { BlockedCall } from "../recorders/http-policy.js";
import type { Command } from "../scenario.js";
import { openControl, type Control } from "./control.js";
import { CONTROL_VARIABLE, type ControlAddress } from "./protocol.js";
import { startReaper, type Reaper } from "./reaper.js";

/** A program under test in a process of its own. */
export interface Program {
  readonly url: string;
  /** Its effects pass the gate: it is a Node program that loaded the recorders. */
  readonly recorded: boolean;
  /** Kills it, for good and at once; never resolves, as its effect never ends. */
  readonly kill: () => Promise<never>;
  /** Rolls back what an attempt left open, or starts it again when it is gone. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** What a program is started with. */
export interface ProgramContext {
  readonly env: Readonly<Record<string, string>>;
  readonly parties: readonly OutsideParty[];
  readonly allow: readonly string[];
  readonly doubles: readonly string[];
  readonly blocked: (call: BlockedCall) => void;
  /** A store is watched at the wire. */
  readonly wire: boolean;
}

const READY_MS = 30_000;
const STOP_MS = 3_000;

/** Starts a command with the recorders preloaded and waits until it answers. */
export async function startProgram(command: Command, context: ProgramContext): Promise<Program> {
  const control = await openControl(context.blocked);
  const port = command.url ? Number(new URL(command.url).port) || 80 : await freePort();
  const url = (command.url ?? `http://127.0.0.1:${port}`).replace(/\/$/, "");
  const reaper = startReaper();
  const launch = (): Promise<Running> => launchOnce(command, context, control, reaper, { port, url });
  try {
    let running = await launch();
    // A caller hears that its connection broke before anybody hears that the program is gone.
    let dying: Running | undefined;
    return {
      url,
      recorded: control.connected() || context.wire,
      kill: () => {
        dying = running;
        signal(running.process, "SIGKILL");
        return new Promise<never>(() => undefined);
      },
      async settle() {
        await dying?.exited;
        dying = undefined;
        if (running.ended()) running = await launch();
        else await control.settle();
      },
      async close() {
        await stop(running);
        reaper.close();
        await control.close();
      },
    };
  } catch (error) {
    reaper.close();
    await control.close();
    throw error;
  }
}

interface Running {
  readonly process: ChildProcess;
  readonly ended: () => boolean;
  readonly exited: Promise<void>;
}

async function launchOnce(
  command: Command,
  context: ProgramContext,
  control: Control,
  reaper: Reaper,
  { port, url }: { readonly port: number; readonly url: string },
): Promise<Running> {
  const address: ControlAddress = {
    port: control.port,
    token: control.token,
    providers: context.parties.map(({ name, hosts, url: at }) => ({ name, hosts, url: at })),
    allow: context.allow,
    doubles: context.doubles,
  };
  const preloads = command.preload ?? !context.wire;
  const child = spawn(command.command, command.args ?? [], {
    cwd: command.cwd ?? process.cwd(),
    // A group of its own, so that what it starts is killed with it.
    detached: process.platform !== "win32",
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      PORT: String(port),
      ...context.env,
      ...command.env,
      NODE_OPTIONS: [process.env["NODE_OPTIONS"] ?? "", ...(preloads ? preload() : [])].join(" ").trim(),
      ...(preloads ? { [CONTROL_VARIABLE]: JSON.stringify(address) } : {}),
    },
  });
  const { pid } = child;
  if (pid !== undefined) reaper.watch(pid);
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-2_000)));
  let ended: string | undefined;
  const exited = new Promise<void>((resolve) => {
    child.once("error", (error) => {
      ended = error.message;
      resolve();
    });
    child.once("exit", (code, by) => {
      ended = `it ended with ${by ?? `code ${code}`}`;
      if (pid !== undefined) reaper.forget(pid);
      resolve();
    });
  });
  const running: Running = { process: child, ended: () => ended !== undefined, exited };
  const limit = performance.now() + READY_MS;
  while (!(await answers(command, url, port))) {
    if (ended !== undefined || performance.now() > limit) {
      await stop(running);
      const why = ended ?? `nothing answered at ${url} within ${READY_MS / 1_000} s`;
      throw new HarnessError(`the program under test did not start: ${why}${said === "" ? "" : `\n${said.trim()}`}`);
    }
    await pause(20);
  }
  return running;
}

/** Loads the recorders before the program's own modules. */
function preload(): readonly string[] {
  const compiled = fileURLToPath(new URL("../register.js", import.meta.url));
  if (existsSync(compiled)) return ["--import", pathToFileURL(compiled).href];
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
  return ["--import", tsx, "--import", new URL("../register.ts", import.meta.url).href];
}

async function answers(command: Command, url: string, port: number): Promise<boolean> {
  if (command.ready !== undefined) {
    const answer = await silently(() => nativeFetch(new URL(command.ready ?? "/", url)).catch(() => undefined));
    return answer?.ok ?? false;
  }
  return new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

async function stop(running: Running): Promise<void> {
  if (running.ended()) {
    signal(running.process, "SIGKILL");
    return;
  }
  const gone = new Promise<void>((resolve) => running.process.once("exit", () => resolve()));
  signal(running.process, "SIGTERM");
  const timer = setTimeout(() => signal(running.process, "SIGKILL"), STOP_MS);
  await gone;
  clearTimeout(timer);
  signal(running.process, "SIGKILL");
}

/** Signals the whole group; a group that is gone is no error. */
function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? child.pid : -child.pid, name);
  } catch {
    child.kill(name);
  }
}
