import type { Effect } from "../../trace.js";

/** What an effect is before anything is known of it: nothing written, nothing asked for, nothing in force. */
export const plainEffect = {
  values: {},
  where: {},
  relative: [],
  constants: {},
  path: [],
  guards: [],
  shortfalls: [],
  checks: [],
  conflict: "none",
  ignoresConflict: false,
  countTested: false,
  inLoop: false,
} satisfies Partial<Effect>;
