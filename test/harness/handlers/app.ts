/** The shop as a program of its own: `HANDLER` names what it serves. */
import pg from "pg";
import { serve } from "./serve.js";
import * as shop from "./shop.js";

const handlers: Readonly<Record<string, shop.Handler>> = {
  guarded: shop.guarded,
  lostReply: shop.lostReply,
  oneTransaction: shop.oneTransaction,
  wedged: shop.wedged,
};
const handler = handlers[process.env["HANDLER"] ?? ""];
if (!handler) throw new Error(`no handler ${process.env["HANDLER"] ?? ""}`);
const pool = new pg.Pool({ connectionString: process.env["DATABASE_URL"] });
// A lost connection is told to whoever waits for it; without a listener it would end the process as well.
pool.on("connect", (client) => client.on("error", () => undefined));
await serve(pool, handler, Number(process.env["PORT"]));
