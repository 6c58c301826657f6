import net from "node:net";

/** A proxy that listens on loopback. */
export interface Proxy {
  readonly port: number;
  close(): Promise<void>;
}

/** Listens on a free port and joins every client with a connection of its own to the server behind. */
export async function joinConnections(
  host: string,
  port: number,
  relay: (client: net.Socket, upstream: net.Socket) => void,
): Promise<Proxy> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((client) => {
    const upstream = net.connect(port, host);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true).on("close", () => sockets.delete(socket));
    }
    relay(client, upstream);
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
