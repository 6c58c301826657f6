import type { Operation } from "../gate.js";
import type { Frame } from "../place.js";
import { gateMethod } from "./gated-method.js";
import { silently } from "../context.js";
import { carriedInvocation, inCarried, INVOCATION_HEADER } from "./carried.js";
import { isObject, patchMethod } from "./patch.js";

/**
 * Records jobs that BullMQ (or Bull) is given; a job id that is known already is dropped by the queue. Workers of BullMQ run in the
 * attempt that their job comes from.
 */
export function recordBullmq(module: unknown): void {
  carryAttempts(module);
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

function carryAttempts(module: unknown): void {
  if (!isObject(module)) return;
  const { Job: job, Worker: worker, QueueEvents: events } = module;
  if (typeof job === "function") patchMethod(job.prototype, "asJSON", keepAttempt);
  if (typeof worker === "function") {
    patchMethod(worker.prototype, "callProcessJob", runInAttempt);
    for (const name of ["run", "startStalledCheckTimer"]) patchMethod(worker.prototype, name, keepOut);
  }
  if (typeof events === "function") patchMethod(events.prototype, "consumeEvents", keepOut);
}

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** The queue's own bookkeeping in Redis is no effect of the program. */
function keepOut(original: Method): Method {
  return function bookkeeping(this: unknown, ...args: unknown[]): unknown {
    return silently(() => original.apply(this, args));
  };
}

function keepAttempt(original: Method): Method {
  return function asJSON(this: unknown, ...args: unknown[]): unknown {
    const stored = original.apply(this, args);
    const carried = carriedInvocation();
    if (carried === undefined || !isObject(stored)) return stored;
    const options = isObject(stored["opts"]) ? stored["opts"] : {};
    return { ...stored, opts: { [INVOCATION_HEADER]: carried, ...options } };
  };
}

function runInAttempt(original: Method): Method {
  return function callProcessJob(this: unknown, ...args: unknown[]): unknown {
    const [job] = args;
    const options = isObject(job) ? job["opts"] : undefined;
    const packed = isObject(options) ? options[INVOCATION_HEADER] : undefined;
    return inCarried(packed, () => original.apply(this, args));
  };
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
