import type { CallModel } from "../call-model.js";
import type { KeyModel } from "../key-model.js";
import type { Place } from "../place.js";

/** Where a GraphQL client takes a document, its variables, and headers. */
export interface Operation {
  readonly match: string | readonly string[];
  readonly document: Place;
  readonly variables: Place;
  readonly key: Pick<KeyModel, "argument" | "property" | "orArgument" | "also">;
  readonly repeats?: CallModel["repeats"];
  readonly when?: CallModel["when"];
}

/** A mutation that moves money or goods, any other one, and what is left: a query. */
export function operations({ match, document, variables, key, repeats, when = [] }: Operation): readonly CallModel[] {
  const mutation = {
    match,
    effect: "call",
    target: { text: "GraphQL" },
    values: variables,
    key: { ...key, place: "the Idempotency-Key header", use: "required" },
    returns: "reply",
    ...(repeats ? { repeats } : {}),
  } as const;
  return [
    { ...mutation, risk: "critical", when: [...when, { place: document, pattern: WEIGHTY }] },
    { ...mutation, risk: "low", when: [...when, { place: document, pattern: "^\\s*mutation\\b" }] },
  ];
}

const WEIGHTY =
  "^\\s*mutation\\b[^]*(payment|charge|refund|payout|transfer|capture|invoice|subscription|order|balance)";
