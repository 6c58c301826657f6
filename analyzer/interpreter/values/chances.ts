import type { ts } from "ts-morph";
import { madeOf } from "../../provenance.js";
import { siteOf } from "../../sites.js";
import { provenanceOf, type Fact, type Truth, type Value } from "./value.js";

/** The same, and that a clock or a random value decided, if one of the values is made of one. */
export function leftToChance(truth: Truth, compared: readonly Value[], condition: ts.Node): Truth {
  const source = compared.map((value) => madeOf(provenanceOf(value), "attempt")).find((made) => made !== undefined);
  if (!source) return truth;
  const fact: Fact = { kind: "chance", chance: { condition: siteOf(condition), source } };
  return { whenTrue: [...truth.whenTrue, fact], whenFalse: [...truth.whenFalse, fact] };
}
