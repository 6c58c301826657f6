import type { Operation } from "../gate.js";
import type { Frame } from "../place.js";
import { gateMethod } from "./gated-method.js";
import { isObject } from "./patch.js";

/** Records jobs that BullMQ (or Bull) is given; a job id that is known already is dropped by the queue. */
export function recordBullmq(module: unknown): void {
  const queue = isObject(module) ? (module["Queue"] ?? module) : module;
  if (typeof queue !== "function") return;
  gateMethod(
    queue.prototype,
    "add",
    (self, [name, data, options], frame) => jobOf(self, [{ name, data, options }], frame),
    true,
  );
  gateMethod(
    queue.prototype,
    "addBulk",
    (self, [jobs], frame) => {
      const list = Array.isArray(jobs) ? jobs.filter(isObject) : [];
      return jobOf(
        self,
        list.map((job) => ({ name: job["name"], data: job["data"], options: job["opts"] })),
        frame,
      );
    },
    true,
  );
}

interface Job {
  readonly name: unknown;
  readonly data: unknown;
  readonly options: unknown;
}

function jobOf(self: unknown, jobs: readonly Job[], frame: Frame | undefined): Operation {
  const queue = isObject(self) ? String(self["name"]) : "";
  const ids = jobs.map(({ options }) => (isObject(options) ? idOf(options) : undefined));
  const known = ids.every((id) => id !== undefined) && ids.length > 0;
  return {
    driver: "bullmq",
    kind: "enqueue",
    role: "publish",
    target: `queue ${queue}`,
    text: `add ${jobs.map(({ name }) => String(name)).join(", ")} to ${queue}`,
    body: JSON.stringify(
      jobs.length === 1 ? { name: jobs[0]?.name, data: jobs[0]?.data } : jobs.map(({ name, data }) => ({ name, data })),
    ),
    ...(known ? { key: ids.join(","), dedupes: true } : {}),
    ...(frame ? { frame } : {}),
    broken: () => new Error("Connection is closed."),
  };
}

function idOf(options: Record<string, unknown>): string | undefined {
  const deduplication = options["deduplication"];
  const id = options["jobId"] ?? (isObject(deduplication) ? deduplication["id"] : undefined);
  return typeof id === "string" || typeof id === "number" ? String(id) : undefined;
}
