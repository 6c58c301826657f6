import type { Scenario } from "../../../harness/api.js";
import { observing, payload, redisClient, takeOrder, type Order } from "./orders.js";
import { packaged } from "./packages.js";

interface Event extends Order {
  readonly id: string;
}

interface Config {
  registerLambdaContext(context: { getRemainingTimeInMillis(): number }): void;
}

interface Library {
  readonly IdempotencyConfig: new (options: object) => Config;
  makeIdempotent(handler: (event: Event) => Promise<unknown>, options: object): (event: Event) => Promise<unknown>;
}

const { makeIdempotent, IdempotencyConfig } = packaged("@aws-lambda-powertools/idempotency") as Library;
const { CachePersistenceLayer } = packaged("@aws-lambda-powertools/idempotency/cache") as {
  CachePersistenceLayer: new (options: object) => object;
};

process.env["AWS_LAMBDA_FUNCTION_NAME"] ??= "orders";

/** A handler behind `makeIdempotent`, keyed by the event's id, with the library's own cache store. */
function behind(name: string, remainingMs?: number): Scenario<Event> {
  const config = new IdempotencyConfig({ eventKeyJmesPath: "id", expiresAfterSeconds: 600 });
  if (remainingMs !== undefined) config.registerLambdaContext({ getRemainingTimeInMillis: () => remainingMs });
  const persistenceStore = new CachePersistenceLayer({ client: redisClient });
  const handler = makeIdempotent(takeOrder, { persistenceStore, config });
  return {
    name: `@aws-lambda-powertools/idempotency, ${name}`,
    payload: ({ key }) => ({ ...payload(), id: key }),
    attempt: ({ payload: event }) => handler(event),
    observe: observing("orders*"),
  };
}

/** The Lambda context says how long the attempt may take, so a record in progress can run out. */
export const inLambda = behind("with a Lambda context", 30_000);

/** A function that is no Lambda handler has no such context. */
export const elsewhere = behind("without a Lambda context");
