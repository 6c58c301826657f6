import type { Scenario } from "../../../harness/api.js";
import {
  express,
  listen,
  observe,
  observing,
  REDIS,
  payload,
  sendOrder,
  takeOrder,
  type ExpressRequest,
  type Order,
} from "./orders.js";
import { packaged } from "./packages.js";

interface Library {
  idempotency(options?: object): unknown;
  getSharedIdempotencyService(): {
    isHit(request: ExpressRequest): boolean;
    reportError(request: ExpressRequest): Promise<void>;
  };
}

interface RedisAdapter {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
}

const { idempotency, getSharedIdempotencyService } = packaged("express-idempotency") as Library;
const { default: Adapter } = packaged("express-idempotency-redis-adapter") as {
  default: new (options: object) => RedisAdapter;
};

/** The route as the library's page shows it: a hit was answered by the middleware already. */
async function serve(options: object = {}, reports = true): ReturnType<typeof listen> {
  const app = express();
  app.use(express.json());
  app.use(idempotency(options));
  app.post("/orders", async (request, response) => {
    if (getSharedIdempotencyService().isHit(request)) return;
    try {
      response.status(201).send(await takeOrder(request.body));
    } catch (error) {
      if (reports) await getSharedIdempotencyService().reportError(request);
      throw error;
    }
  });
  return listen(app);
}

const common = {
  payload,
  attempt: ({ url, key, payload: order }) => sendOrder(url, key, order),
  observe,
} satisfies Partial<Scenario<Order>>;

/** With the store of the process, and failures that are left to Express. */
export const unreported: Scenario<Order> = {
  ...common,
  name: "express-idempotency, in memory, without reportError",
  start: () => serve({}, false),
};

/** With the store of the process. */
export const inMemory: Scenario<Order> = { ...common, name: "express-idempotency, in memory", start: () => serve() };

/** With the author's Redis store. */
export const inRedis: Scenario<Order> = {
  ...common,
  name: "express-idempotency, in Redis",
  observe: observing("idem-*"),
  start: async () => {
    const dataAdapter = new Adapter({ connectionConfig: { url: REDIS }, ttl: 600 });
    await dataAdapter.connect();
    const server = await serve({ dataAdapter });
    return {
      ...server,
      close: async () => {
        await server.close();
        await dataAdapter.disconnect();
      },
    };
  },
};
