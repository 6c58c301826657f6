import type { OperationRole } from "../gate.js";

const STORE = /idempoten|dedup|processed_?(events?|messages?|webhooks?)|handled_?(events?|messages?)|(^|_)inbox($|_)/i;

/** Whether a table, key or queue holds idempotency records rather than business state. */
export function isIdempotencyStore(name: string): boolean {
  return STORE.test(name);
}

/** The role of a write to these tables. */
export function roleOfTables(tables: readonly string[]): OperationRole {
  return tables.length > 0 && tables.every(isIdempotencyStore) ? "store" : "write";
}
