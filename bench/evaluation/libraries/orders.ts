import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { embedded, postgres, redis, type Observer } from "../../../harness/api.js";
import { packaged } from "./packages.js";

/** A database of one table that nothing makes unique: the library under test is the only guard. */
const database = await embedded({
  engine: "postgres",
  schema: "CREATE TABLE orders (id serial PRIMARY KEY, sku text NOT NULL, amount integer NOT NULL)",
});

export const databaseUrl = database.url;

const { Pool } = packaged("pg") as { Pool: new (options: object) => Queryable };
const pool = new Pool({ connectionString: databaseUrl });

/** Where the handlers' effects show. */
export const observe: readonly Observer[] = [postgres(pool)];

interface RedisClient {
  connect(): Promise<RedisClient>;
  close(): Promise<unknown>;
}

export const REDIS = "redis://127.0.0.1:6379/12";

const { createClient } = packaged("@redis/client") as { createClient(options: object): RedisClient };

/** A client of the database that holds the libraries' records. */
export const redisClient = await createClient({ url: REDIS }).connect();

/** The same, with the records of a library among what is put back before each run. */
export function observing(records: string): readonly Observer[] {
  return [...observe, redis(redisClient, { match: records, records: [records] })];
}

/** The business: takes one order. */
export async function takeOrder({ sku, amount }: Order): Promise<{ readonly id: number }> {
  const { rows } = await pool.query("INSERT INTO orders (sku, amount) VALUES ($1, $2) RETURNING id", [sku, amount]);
  return { id: Number(rows[0]?.["id"]) };
}

/** Serves an application on a free port. */
export async function listen(app: RequestListener): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Sends an order as a client does. */
export function sendOrder(url: string, key: string, order: Order): Promise<Response> {
  return fetch(`${url}/orders`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": key },
    body: JSON.stringify(order),
  });
}

/** What is ordered. */
export interface Order {
  readonly sku: string;
  readonly amount: number;
}

/** The payload of every scenario. */
export const payload = (): Order => ({ sku: "kettle", amount: 4200 });

interface Queryable {
  query(text: string, values: readonly unknown[]): Promise<{ readonly rows: readonly Record<string, unknown>[] }>;
}

/** An Express application, as far as the scenarios use it. */
export interface ExpressApp extends RequestListener {
  use(...handlers: readonly unknown[]): void;
  post(path: string, handler: (request: ExpressRequest, response: ExpressResponse) => Promise<unknown>): void;
}

export interface ExpressRequest {
  readonly body: Order;
  readonly headers: Readonly<Record<string, string>>;
  readonly path: string;
  readonly method: string;
}

export interface ExpressResponse {
  status(code: number): ExpressResponse;
  send(body: unknown): void;
}

export const express = packaged("express") as (() => ExpressApp) & { json(): unknown };
