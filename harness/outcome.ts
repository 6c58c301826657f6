import { faultOf } from "./gate.js";
import { isObject } from "./recorders/patch.js";

/** How one attempt ended, as its caller saw it. */
export interface Outcome {
  readonly attempt: number;
  readonly ok: boolean;
  /** For people: `201`, `409 {"error":"in progress"}`, `Error: connection lost`. */
  readonly text: string;
  readonly status?: number;
  /** The caller never learned how it ended. */
  readonly lost?: boolean;
}

const LONGEST = 120;

/** Calls the entry point once and tells how it went; a rejection is an outcome, not a crash. */
export async function outcomeOf(
  attempt: number,
  call: (signal: AbortSignal) => unknown,
  limitMs: number,
): Promise<Outcome> {
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => {
      abort.abort();
      resolve({ attempt, ok: false, text: `no answer within ${limitMs} ms` });
    }, limitMs);
  });
  const answered = (async () => {
    try {
      return await describe(attempt, await call(abort.signal));
    } catch (error) {
      return failed(attempt, error);
    }
  })();
  const outcome = await Promise.race([answered, late]);
  clearTimeout(timer);
  return outcome;
}

async function describe(attempt: number, value: unknown): Promise<Outcome> {
  if (value instanceof Response) {
    const body = value.bodyUsed ? "" : await value.text();
    return byStatus(attempt, value.status, body);
  }
  if (isObject(value)) {
    const status = value["statusCode"] ?? value["status"];
    if (typeof status === "number" && status >= 100 && status < 600) {
      const body = value["body"] ?? value["data"] ?? "";
      return byStatus(attempt, status, typeof body === "string" ? body : textOf(body));
    }
    const failures = value["batchItemFailures"];
    if (Array.isArray(failures) && failures.length > 0)
      return { attempt, ok: false, text: `${failures.length} batch item failures` };
  }
  return { attempt, ok: true, text: value === undefined ? "done" : short(textOf(value)) };
}

/** A value that JSON cannot hold (a function, a circle, a bigint) is text too. */
function textOf(value: unknown): string {
  try {
    const text = JSON.stringify(value, (_name, inner: unknown) =>
      typeof inner === "bigint" ? String(inner) : inner,
    ) as string | undefined;
    return text ?? "done";
  } catch {
    return "done";
  }
}

function byStatus(attempt: number, status: number, body: string): Outcome {
  return { attempt, ok: status < 400, status, text: body === "" ? String(status) : `${status} ${short(body)}` };
}

function failed(attempt: number, error: unknown): Outcome {
  const fault = faultOf(error);
  const message = error instanceof Error ? `${error.name}: ${causeOf(error)}` : String(error);
  const status = fault ? undefined : statusOf(error);
  return {
    attempt,
    ok: false,
    text: fault ? `${short(message)} (injected)` : short(message),
    ...(status === undefined ? {} : { status }),
  };
}

/** The HTTP status that an error of the handler's framework stands for. */
function statusOf(error: unknown): number | undefined {
  if (!isObject(error)) return undefined;
  const given = error["getStatus"];
  const status: unknown = typeof given === "function" ? given.call(error) : (error["statusCode"] ?? error["status"]);
  return typeof status === "number" && status >= 400 && status < 600 ? status : undefined;
}

function causeOf(error: Error): string {
  return error.cause instanceof Error && error.cause.message !== ""
    ? `${error.message} (${error.cause.message})`
    : error.message;
}

function short(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}
