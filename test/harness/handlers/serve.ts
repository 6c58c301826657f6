import http from "node:http";
import type { AddressInfo } from "node:net";
import type pg from "pg";
import type { Handler, Order } from "./shop.js";

/** Serves one handler at `POST /orders`. */
export async function serve(
  pool: pg.Pool,
  handler: Handler,
  port = 0,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = http.createServer((request, response) => {
    void answer(pool, handler, request, response);
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  pool: pg.Pool,
  handler: Handler,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const order = JSON.parse(Buffer.concat(chunks).toString()) as Order;
  try {
    const { status, body } = await handler(pool, { key: String(request.headers["idempotency-key"]), order });
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body ?? {}));
  } catch (error) {
    response.writeHead(500, { "content-type": "application/json" }).end(JSON.stringify({ error: String(error) }));
  }
}
