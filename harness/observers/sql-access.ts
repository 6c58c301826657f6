import { silently } from "../context.js";
import { isLoopback, matchesHost } from "../loopback.js";
import { copiesOf, driverFolders } from "../recorders/drivers.js";
import { isObject } from "../recorders/patch.js";
import { recordPg } from "../recorders/pg.js";
import { isPglite, recordPglite } from "../recorders/pglite.js";
import type { Row } from "./observer.js";

/** The harness's own way to a database, beside the program's. */
export interface SqlAccess {
  readonly engine: "postgres" | "pglite";
  readonly url?: string;
  rows(text: string): Promise<readonly Row[]>;
  /** Runs several statements at once. */
  script(text: string): Promise<void>;
  close(): Promise<void>;
}

/** A user's fault: said in one sentence, without a stack trace. */
export class HarnessError extends Error {
  override readonly name = "HarnessError";
}

/** Opens the harness's own connection to the database behind a pool, client, PGlite or connection string. */
export async function openSql(handle: unknown, allow: readonly string[]): Promise<SqlAccess> {
  if (isPglite(handle)) return openPglite(handle);
  const client = ownClient(handle);
  const host = typeof client["host"] === "string" ? client["host"] : "localhost";
  if (!host.startsWith("/") && !isLoopback(host) && !matchesHost(host, allow)) {
    throw new HarnessError(
      `the database host ${host} is not loopback: a verification changes rows and restores them, so name the host in \`allow\` if that is what you want`,
    );
  }
  await connect(client, host);
  return postgresAccess(client, host);
}

type PgClient = Record<string, unknown> & {
  connect(): Promise<void>;
  end(): Promise<void>;
  query(config: string): Promise<unknown>;
  on(event: "error", listener: () => void): void;
};
type ClientClass = new (config: unknown) => PgClient;

function ownClient(handle: unknown): PgClient {
  if (typeof handle === "string") {
    const Client = pgModule();
    return new Client({ connectionString: handle });
  }
  if (isObject(handle) && typeof handle["Client"] === "function" && isObject(handle["options"])) {
    recordPg(handle);
    recordPg({ Client: handle["Client"] });
    const Client = handle["Client"] as ClientClass;
    return new Client({ ...handle["options"], max: 1 });
  }
  if (isObject(handle) && typeof handle["query"] === "function" && isObject(handle["connectionParameters"])) {
    recordPg(handle);
    const Client = handle.constructor as unknown as ClientClass;
    return new Client({ ...handle["connectionParameters"], password: handle["password"] });
  }
  throw new HarnessError("postgres(…) takes a pg Pool or Client, a PGlite database or a connection string");
}

function pgModule(): ClientClass {
  const copies = copiesOf("pg", driverFolders());
  for (const copy of copies) recordPg(copy);
  const [first] = copies;
  if (isObject(first) && typeof first["Client"] === "function") return first["Client"] as ClientClass;
  throw new HarnessError("a connection string needs the `pg` package: npm install --save-dev pg");
}

async function connect(client: PgClient, host: string): Promise<void> {
  client.on("error", () => undefined);
  try {
    await silently(() => client.connect());
  } catch (error) {
    const reason = error instanceof Error ? error.message || String((error as { code?: unknown }).code) : String(error);
    throw new HarnessError(`the database at ${host}:${String(client["port"])} does not answer: ${reason}`);
  }
}

function postgresAccess(client: PgClient, host: string): SqlAccess {
  const run = (text: string): Promise<unknown> => silently(() => client.query(text));
  const user = encodeURIComponent(String(client["user"]));
  const password = typeof client["password"] === "string" ? `:${encodeURIComponent(client["password"])}` : "";
  const url = `postgres://${user}${password}@${host}:${String(client["port"])}/${String(client["database"])}`;
  return {
    engine: "postgres",
    ...(host.startsWith("/") ? {} : { url }),
    rows: async (text) => rowsOf(await run(text)),
    script: async (text) => {
      await run(text);
    },
    close: () => silently(() => client.end()),
  };
}

function openPglite(database: Record<string, unknown>): SqlAccess {
  recordPglite(database);
  const call = (name: string, text: string): Promise<unknown> => {
    const method = database[name];
    if (typeof method !== "function") throw new HarnessError(`this PGlite has no ${name}()`);
    return silently(() => Promise.resolve(method.call(database, text) as unknown));
  };
  return {
    engine: "pglite",
    rows: async (text) => rowsOf(await call("query", text)),
    script: async (text) => {
      await call("exec", text);
    },
    close: () => Promise.resolve(),
  };
}

function rowsOf(result: unknown): readonly Row[] {
  return isObject(result) && Array.isArray(result["rows"]) ? (result["rows"] as Row[]) : [];
}
