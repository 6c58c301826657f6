import { relative } from "node:path";
import { renderTimeline } from "./report/timeline.js";
import type { Scenario, VerifyOptions } from "./scenario.js";
import { verify, type Verification } from "./verify.js";
import type { Findings } from "./verdict.js";
import { writeVerdicts } from "./verdicts-file.js";

export { checkContract, type ContractReport, type ContractSubject } from "./contract/run.js";
export { PROFILES, type Profile } from "./contract/profiles.js";
export { embedded, type EmbeddedDatabase } from "./embedded.js";
export { existing } from "./existing.js";
export { http, type HttpObservation } from "./observers/http.js";
export { mongodb, type CollectionChoice } from "./observers/mongodb.js";
export { mysql } from "./observers/mysql.js";
export { redis, type RedisChoice } from "./observers/redis.js";
export type { Observer } from "./observers/observer.js";
export { postgres } from "./observers/postgres.js";
export { HarnessError } from "./observers/sql-access.js";
export { fakeProvider, type FakeProvider, type FakeProviderOptions } from "./provider/fake.js";
export { serveProvider, type ListeningProvider } from "./provider/server.js";
export { defineScenario } from "./scenario.js";
export type { Attempt, Command, Scenario, StartContext, Started, VerifyOptions } from "./scenario.js";
export type { Findings, SiteVerdict, VerdictKind } from "./verdict.js";

/** What `verifyIdempotency` gives: the findings, and assertions for a test. */
export interface Verdict extends Findings {
  /** The whole report as text. */
  timeline(options?: { readonly colour?: boolean }): string;
  /** Throws with the timeline unless the effect was shown to be the same as once. */
  assertIdempotent(accept?: { readonly inconclusive?: boolean }): void;
  /** Throws with the timeline unless a repeated effect was shown. */
  assertConfirmed(): void;
}

/** Runs one entry point again under every schedule that applies, and compares its effect with once. */
export async function verifyIdempotency<Payload>(
  scenario: Scenario<Payload>,
  options: VerifyOptions = {},
): Promise<Verdict> {
  const verification = await verify(scenario, options);
  if (options.verdicts !== false) writeVerdicts(options.verdicts ?? ".idemlint/verdicts.json", verification.findings);
  return verdictOf(verification);
}

function verdictOf(verification: Verification): Verdict {
  const { findings } = verification;
  const timeline: Verdict["timeline"] = (options = {}) =>
    renderTimeline(verification, { colour: options.colour ?? false, base: process.cwd(), relative });
  const fail = (expected: string): never => {
    throw new IdempotencyError(`${findings.scenario}: expected ${expected}\n\n${timeline()}`);
  };
  return {
    ...findings,
    timeline,
    assertIdempotent(accept = {}) {
      if (findings.verdict === "refuted" || (accept.inconclusive === true && findings.verdict === "inconclusive"))
        return;
      fail("the same effect as once");
    },
    assertConfirmed() {
      if (findings.verdict !== "confirmed") fail("a repeated effect");
    },
  };
}

/** A handler that did not pass; the message is the timeline. */
export class IdempotencyError extends Error {
  override readonly name = "IdempotencyError";
}
