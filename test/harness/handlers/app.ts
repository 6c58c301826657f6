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
await serve(new pg.Pool({ connectionString: process.env["DATABASE_URL"] }), handler, Number(process.env["PORT"]));
