import type { ClaimModel } from "../../models/call-model.js";
import { isStable, madeOf, nothing } from "../../provenance.js";
import { siteOf } from "../../sites.js";
import type { Effect, Guard, Shortfall } from "../../trace.js";
import type { Draft } from "./drafts.js";
import { enclosing, releasesLock } from "./locks.js";
import { at, type Called } from "../libraries/places.js";
import { provenanceOf, type Claim } from "../values/value.js";
import type { Judgement } from "./write-guards.js";

/** The call names what it expects to find: a second attempt finds something else, and gets an error. */
export function expecting(draft: Draft, site: Effect["site"], judged: Judgement): Judgement {
  if (draft.kind === "call") return refused(draft, site, judged);
  const what = `the write into ${draft.target} names what it expects to find`;
  const guard: Guard = { kind: "conditional-write", site, what };
  const claims: Guard = { kind: "dedupe-record", site, what: `a second attempt fails here: ${what}` };
  return {
    ...judged,
    guards: [...judged.guards, guard],
    shortfalls: [],
    conflict: draft.kind === "delete" ? "none" : "escapes",
    unknownSchema: false,
    claims,
  };
}

/** The provider refuses it the second time. What follows is on its own: how the refusal is told differs between providers. */
function refused(draft: Draft, site: Effect["site"], judged: Judgement): Judgement {
  const guard: Guard = { kind: "conditional-write", site, what: `${draft.target} is refused once it was done` };
  return { ...judged, guards: [...judged.guards, guard] };
}

/** The provider answers a second one with an error: whoever comes again does not reach what follows. */
export function refusedAgain({ target }: Draft, site: Effect["site"]): Guard {
  return { kind: "dedupe-record", site, what: `a second attempt fails here: ${target} is refused once it was done` };
}

/** An atomic claim: what its winner sees guards whatever only the winner does. */
export function claimOf(
  model: ClaimModel,
  draft: Draft,
  called: Called,
  judged: Judgement,
): { claim?: Claim; shortfall?: Shortfall } | undefined {
  const site = siteOf(called.link.node);
  const key = model.key ? at(model.key, called) : undefined;
  if (model.by === "insert") {
    // A counter's first number is given out once, too.
    const isCommand = draft.kind === "reserve" || (draft.kind === "increment" && !draft.ignoresConflict);
    const made = key ? provenanceOf(key) : nothing;
    if (isCommand && !isStable(made)) {
      return {
        shortfall: {
          kind: "dedupe-record",
          site,
          why: `the claimed key is new on each attempt: ${madeOf(made, "attempt")?.what ?? "made anew"}`,
        },
      };
    }
    if (!isCommand && !judged.guards.some((guard) => guard.kind === "unique-constraint" || guard.kind === "upsert"))
      return undefined;
  } else if (
    draft.kind !== "delete" &&
    draft.kind !== "reserve" &&
    !judged.guards.some((guard) => guard.kind === "conditional-write")
  )
    return undefined;
  const guard: Guard = { kind: "dedupe-record", site, what: `only the attempt that wins ${draft.target} here goes on` };
  const lock =
    draft.kind === "reserve" &&
    (/\b(lock|mutex|semaphore)\b/i.test(draft.target) || releasesLock(enclosing(called.link.node)));
  return {
    claim: { guard, lock, won: model.won, ...(model.property === undefined ? {} : { property: model.property }) },
  };
}
