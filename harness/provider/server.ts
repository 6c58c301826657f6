import http from "node:http";
import type { AddressInfo } from "node:net";
import { silently } from "../context.js";
import type { FakeProvider } from "./fake.js";

/** A fake provider that listens on loopback. */
export interface ListeningProvider {
  readonly host: string;
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

/** Serves a fake provider over HTTP, for programs in other processes and SDKs that are given a host and port. */
export async function serveProvider(provider: FakeProvider): Promise<ListeningProvider> {
  const server = http.createServer((request, response) => {
    void silently(() => serve(provider, request, response));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    host: "127.0.0.1",
    port,
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(
  provider: FakeProvider,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const url = new URL(request.url ?? "/", `https://${provider.name}`);
  const reply = await provider.answer({
    method: request.method ?? "GET",
    url,
    headers,
    body: Buffer.concat(chunks).toString(),
  });
  response.writeHead(reply.status, { ...reply.headers }).end(reply.body);
}
