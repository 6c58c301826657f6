import { createHash } from "node:crypto";
import { postgres, type Scenario } from "../../../harness/api.js";
import { databaseUrl, payload, type Order } from "./orders.js";
import { packaged } from "./packages.js";

interface Boss {
  start(): Promise<unknown>;
  stop(options: object): Promise<void>;
  createQueue(name: string): Promise<void>;
  send(queue: string, data: object, options: object): Promise<string | null>;
}

const PgBoss = packaged("pg-boss") as new (options: object) => Boss;
const boss = new PgBoss({ connectionString: databaseUrl, supervise: false, schedule: false });
await boss.start();
await boss.createQueue("orders");

const sends = (name: string, optionsOf: (key: string) => object): Scenario<Order> => ({
  name: `pg-boss send, ${name}`,
  payload,
  attempt: ({ key, payload: order }) => boss.send("orders", order, optionsOf(key)),
  observe: [postgres(databaseUrl, { schemas: ["pgboss"], exclude: ["version", "queue"] })],
});

/** Nothing tells the jobs apart. */
export const bare = sends("without an identity", () => ({}));

/** The job's id is made of the caller's key. */
export const identified = sends("with an id of its own", (key) => ({ id: uuidOf(key) }));

/** One job for each key within a minute. */
export const throttled = sends("with singletonKey and singletonSeconds", (key) => ({
  singletonKey: key,
  singletonSeconds: 60,
}));

/** One key, in a queue whose policy does not look at it. */
export const keyed = sends("with singletonKey alone", (key) => ({ singletonKey: key }));

function uuidOf(key: string): string {
  const hex = createHash("sha256").update(key).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}
