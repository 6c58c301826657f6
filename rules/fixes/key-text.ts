import type { Effect, Trace } from "../../analyzer/trace.js";
import { spanOf } from "./compose-key.js";
import type { StableIdentity } from "./entry-identity.js";
import { operationOf } from "./operation.js";

/** One key per operation; two calls of one operation under one identity are told apart by their number. */
export function keyText(identity: Pick<StableIdentity, "expression">, trace: Trace, effect: Effect): string {
  // BullMQ and Step Functions refuse a colon.
  const separator = effect.library.startsWith("Bull") || effect.kind === "start" ? "-" : ":";
  const operation = operationOf(effect);
  const same = trace.effects.filter(
    (other) => other.kind === effect.kind && other.key !== undefined && operationOf(other) === operation,
  );
  const places = [...new Set(same.map((other) => `${other.sink.file}:${other.sink.start}`))];
  const number = places.indexOf(`${effect.sink.file}:${effect.sink.start}`);
  return `\`${spanOf(identity.expression)}${separator}${operation}${number > 0 ? `-${number + 1}` : ""}\``;
}
