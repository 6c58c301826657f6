import type { Scenario } from "../../../harness/api.js";
import { express, listen, observing, REDIS, payload, sendOrder, takeOrder, type Order } from "./orders.js";
import { packaged } from "./packages.js";

interface Params {
  readonly headers: object;
  readonly path: string;
  readonly method: string;
  readonly body: object;
}

interface Answer {
  readonly body?: unknown;
  readonly error?: string;
}

interface Core {
  readonly Idempotency: new (
    storage: object,
    options: object,
  ) => {
    onRequest(params: Params): Promise<Answer | undefined>;
    onResponse(params: Params, answer: Answer): Promise<void>;
  };
}

interface Storage {
  readonly RedisStorageAdapter: new (options: object) => { connect(): Promise<void>; disconnect(): Promise<void> };
}

const { Idempotency } = packaged("@node-idempotency/core") as Core;
const { RedisStorageAdapter } = packaged("@node-idempotency/storage-adapter-redis") as Storage;

/** Wired as the library's NestJS interceptor wires it: an error is an answer that is kept and given again. */
export default {
  name: "@node-idempotency/core, in Redis",
  start: async () => {
    const storage = new RedisStorageAdapter({ url: REDIS });
    await storage.connect();
    const idempotency = new Idempotency(storage, { cacheTTLMS: 600_000 });
    const app = express();
    app.use(express.json());
    app.post("/orders", async (request, response) => {
      const { headers, path, method, body } = request;
      const params = { headers, path, method, body };
      let known: Answer | undefined;
      try {
        known = await idempotency.onRequest(params);
      } catch (error) {
        return void response.status(409).send({ error: String(error) });
      }
      if (known) return void response.status(known.error === undefined ? 201 : 500).send(known.body ?? known.error);
      try {
        const order = await takeOrder(body);
        await idempotency.onResponse(params, { body: order });
        response.status(201).send(order);
      } catch (error) {
        await idempotency.onResponse(params, { error: String(error) });
        response.status(500).send(String(error));
      }
    });
    const server = await listen(app);
    return {
      ...server,
      close: async () => {
        await server.close();
        await storage.disconnect();
      },
    };
  },
  payload,
  attempt: ({ url, key, payload: order }) => sendOrder(url, key, order),
  observe: observing("node-idempotency:*"),
} satisfies Scenario<Order>;
