import coarseKey from "./coarse-key.js";
import blindUpsert from "./blind-upsert.js";
import detachedDedupe from "./detached-dedupe.js";
import dualWrite from "./dual-write.js";
import effectInTransaction from "./effect-in-transaction.js";
import effectOutsideStep from "./effect-outside-step.js";
import inertGuard from "./inert-guard.js";
import inertKey from "./inert-key.js";
import keyPerClick from "./key-per-click.js";
import nonatomicReservation from "./nonatomic-reservation.js";
import payloadHashKey from "./payload-hash-key.js";
import processLocalDedupe from "./process-local-dedupe.js";
import restartGap from "./restart-gap.js";
import retentionGap from "./retention-gap.js";
import type { Rule } from "./rule.js";
import blindRetry from "./blind-retry.js";
import checkThenAct from "./check-then-act.js";
import missingIdempotencyKey from "./missing-idempotency-key.js";
import missingMessageId from "./missing-message-id.js";
import missingWorkflowId from "./missing-workflow-id.js";
import relativeUpdate from "./relative-update.js";
import sensitiveRecord from "./sensitive-record.js";
import silentDuplicate from "./silent-duplicate.js";
import stuckReservation from "./stuck-reservation.js";
import uncheckedPayload from "./unchecked-payload.js";
import unguardedCall from "./unguarded-call.js";
import unguardedInsert from "./unguarded-insert.js";
import unguardedTransition from "./unguarded-transition.js";
import unhandledConflict from "./unhandled-conflict.js";
import unscopedKey from "./unscoped-key.js";
import unstableKey from "./unstable-key.js";
import volatileDedupe from "./volatile-dedupe.js";
import wholeBatchRedelivery from "./whole-batch-redelivery.js";

/** Every rule, the most specific first: where several match one effect, the first of them speaks. */
export const rules: readonly Rule[] = [
  unstableKey,
  payloadHashKey,
  coarseKey,
  inertKey,
  unscopedKey,
  blindRetry,
  missingIdempotencyKey,
  missingMessageId,
  missingWorkflowId,
  effectOutsideStep,
  processLocalDedupe,
  inertGuard,
  nonatomicReservation,
  unguardedTransition,
  checkThenAct,
  effectInTransaction,
  stuckReservation,
  uncheckedPayload,
  retentionGap,
  restartGap,
  unhandledConflict,
  relativeUpdate,
  unguardedInsert,
  unguardedCall,
  detachedDedupe,
  dualWrite,
  wholeBatchRedelivery,
  volatileDedupe,
  silentDuplicate,
  sensitiveRecord,
  blindUpsert,
  keyPerClick,
];

/** Rules by id. */
export const rulesById: ReadonlyMap<string, Rule> = new Map(rules.map((rule) => [rule.id, rule]));

/** What each preset turns on. */
export const presets: Readonly<Record<"recommended" | "strict", readonly Rule[]>> = {
  recommended: rules.filter((rule) => rule.recommended),
  strict: rules,
};
