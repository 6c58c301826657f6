import net from "node:net";
import { appendFileSync } from "node:fs";
import type { Context } from "mocha";

/** Services that some tests need, with the port where they are found. */
const SERVICES = {
  postgres: { port: 5432, label: "PostgreSQL" },
  mysql: { port: 3306, label: "MariaDB or MySQL" },
  redis: { port: 6379, label: "Redis" },
  rabbitmq: { port: 5672, label: "RabbitMQ" },
  nats: { port: 4222, label: "NATS" },
} as const;

/** A service's name. */
export type Service = keyof typeof SERVICES;

/**
 * For `before`: marks the suite's tests *not run, because …* when the service is not there, and fails instead when
 * IDEMLINT_REQUIRE_SERVICES=1.
 */
export function needs(...services: readonly Service[]): (this: Context) => Promise<void> {
  return async function (this: Context) {
    for (const service of services) {
      const { port, label } = SERVICES[service];
      if (await answers(port)) continue;
      notRun(this, `${label} does not answer at 127.0.0.1:${port}`);
    }
  };
}

/** Marks the test or suite as not run with its reason, and keeps the reason for the closing list. */
export function notRun(context: Context, reason: string): never {
  const runnable = context.currentTest ?? context.test;
  const suite = runnable?.parent?.fullTitle() ?? "";
  const line = `not run, because ${reason}: ${suite}`;
  if (process.env["IDEMLINT_REQUIRE_SERVICES"] === "1") throw new Error(line);
  collected.add(line);
  const list = process.env["IDEMLINT_NOT_RUN_LIST"];
  if (list) appendFileSync(list, `${line}\n`);
  if (runnable) runnable.title = `${runnable.title} (not run, because ${reason})`;
  return context.skip();
}

const collected = new Set<string>();

after(function () {
  for (const line of collected) console.log(`  ${line}`);
});

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host: "127.0.0.1", port, timeout: 1_000 });
    const end = (found: boolean) => () => {
      socket.destroy();
      resolve(found);
    };
    socket.once("connect", end(true)).once("error", end(false)).once("timeout", end(false));
  });
}
