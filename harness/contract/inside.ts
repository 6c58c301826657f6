import { deviates, grave, met, notRun, type CheckResult } from "./results.js";
import { sameResult, shown, succeeded, type Reply, type Service } from "./service.js";

/** Checks that reach into the program under test: its effects pass the gate, and its clock is the harness's. */
const NOT_SEEN = "the program's effects pass no gate: only a Node program that the harness starts is seen from inside";
const RETRIES = 3;

/** C7: the handler fails after each of its effects in turn, and is asked again. */
export async function failureAfterEffect(service: Service): Promise<CheckResult> {
  const { effects } = service;
  if (!effects) return notRun("no store is observed that would show a second effect");
  const before = await effects();
  const clean = await service.send({ key: service.key() });
  const count = service.seen();
  const once = (await effects()) - before;
  if (!succeeded(clean)) return notRun(`the request failed: ${shown(clean)}`);
  if (count === 0) return notRun(NOT_SEEN);
  for (let effect = 1; effect <= count; effect += 1) {
    await service.restore();
    const key = service.key();
    let reply = await service.send({ key, failAfter: effect });
    for (let tries = 0; tries < RETRIES && !succeeded(reply); tries += 1) reply = await service.send({ key });
    const now = (await effects()) - before;
    const where = count === 1 ? "its effect" : `effect ${effect} of ${count}`;
    if (now > once) return grave(`a failure after ${where}, then a retry: ${once} → ${now} rows and calls`);
    if (!succeeded(reply)) return deviates(`after a failure after ${where} no retry succeeds: ${shown(reply)}`);
    if (now < once) return grave(`a failure after ${where} loses the rest: ${once} → ${now} rows and calls`);
  }
  return met(`one effect, whichever of ${count} it failed after`);
}

const MINUTE_MS = 60_000;

/** C8: a key is known for as long as the service says, by its own clock. */
export async function expiredKey(service: Service): Promise<CheckResult> {
  const { keptMs } = service;
  if (keptMs === undefined) return notRun("how long a key is known is not published (keptMs)");
  const key = service.key();
  const first = await service.send({ key });
  if (service.seen() === 0) return notRun(NOT_SEEN);
  const once = await service.effects?.();
  const late = await service.send({ key, laterMs: keptMs - MINUTE_MS });
  const twice = await service.effects?.();
  const repeats = (earlier: number | undefined, later: number | undefined, reply: Reply): boolean =>
    earlier === undefined || later === undefined ? !sameResult(first, reply) : later > earlier;
  if (repeats(once, twice, late))
    return grave(`a key is forgotten before its ${hours(keptMs)} are over: ${shown(late)}`);
  const after = await service.send({ key, laterMs: keptMs + MINUTE_MS });
  const again = repeats(twice, await service.effects?.(), after);
  return met(`known for ${hours(keptMs)}; then ${again ? `a new operation: ${shown(after)}` : "still replayed"}`);
}

function hours(ms: number): string {
  return `${Math.round((ms / 3_600_000) * 10) / 10} h`;
}
