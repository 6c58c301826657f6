import { ts } from "ts-morph";
import { parametersOf } from "../interpreter/functions/parameters.js";
import { readFrom } from "../interpreter/functions/taken.js";
import type { FunctionValue } from "../interpreter/values/value.js";
import type { IdentityModel } from "../models/entry-model.js";
import type { EntryPoint, Identity } from "../trace.js";

/** The identities of a delivery as the handler reads them, and those that it takes its parameter apart without. */
export function identitiesIn(
  models: readonly IdentityModel[],
  handler: FunctionValue | undefined,
): Pick<EntryPoint, "identities" | "leftOut"> {
  const parameter = handler && parametersOf(handler.node)[0]?.name;
  const identities: Identity[] = [];
  const leftOut: Identity[] = [];
  for (const { what, expression } of models) {
    const read = expression.includes("{0}") ? parameter && readFrom(parameter, expression) : expression;
    if (read !== undefined) identities.push({ what, expression: read });
    else if (parameter && ts.isObjectBindingPattern(parameter)) leftOut.push({ what, expression });
  }
  return { identities, ...(leftOut.length > 0 ? { leftOut } : {}) };
}
