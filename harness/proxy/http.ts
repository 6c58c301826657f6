import http from "node:http";
import type { AddressInfo } from "node:net";
import { invocations, silently, soleAttempt } from "../context.js";
import { throughGate } from "../gate.js";
import { callOperation } from "../recorders/http.js";
import type { ProviderReply, ProviderRequest } from "../recorders/http-policy.js";

/** An HTTP server that stands before an outside party. */
export interface HttpProxy {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Listens before an outside party and sees calls at the wire, in whatever language the program is written: faults cut the connection
 * before the party gets the call, or after it carried it out and before its reply.
 */
export async function proxyHttp(
  name: string,
  answer: (request: ProviderRequest) => Promise<ProviderReply>,
): Promise<HttpProxy> {
  const server = http.createServer((request, response) => {
    carry(name, answer, request).then(
      ({ status, headers, body }) => response.writeHead(status, { ...headers }).end(body),
      () => request.socket.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function carry(
  name: string,
  answer: (request: ProviderRequest) => Promise<ProviderReply>,
  incoming: http.IncomingMessage,
): Promise<ProviderReply> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString();
  const method = incoming.method ?? "GET";
  const url = new URL(incoming.url ?? "/", `https://${name}`);
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([header, value]) => [header, String(value)]),
  );
  const perform = (): Promise<ProviderReply> => silently(() => answer({ method, url, headers, body }));
  const invocation = soleAttempt();
  if (!invocation) return perform();
  const operation = callOperation({
    method,
    host: name,
    pathname: url.pathname,
    headers: new Headers(headers),
    body,
    broken: () => new Error("the connection was cut"),
  });
  return invocations.run(invocation, () => throughGate(operation, perform));
}
