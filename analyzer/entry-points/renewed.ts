import { ts } from "ts-morph";
import type { FunctionValue } from "../interpreter/values/value.js";
import { parametersOf } from "../interpreter/functions/parameters.js";
import type { ParameterModel } from "../models/entry-model.js";
import type { Candidate } from "./candidate.js";

/** What a handler is given that is another on each attempt, as it is read there: `request.id`, or `id` where it is taken apart. */
export function renewedIn(candidate: Candidate, handler: FunctionValue | undefined): readonly string[] {
  const declared = handler ? parametersOf(handler.node) : [];
  return (candidate.model.parameters ?? []).flatMap((model) => {
    const name = declared[model.index]?.name;
    return name ? textsOf(model, name) : [];
  });
}

function textsOf(model: ParameterModel, name: ts.BindingName): readonly string[] {
  const members = Object.entries(model.members ?? {}).flatMap(([path, kind]) =>
    kind === "attempt" && !path.includes("[]") ? [path] : [],
  );
  if (ts.isIdentifier(name))
    return [...(model.kind === "attempt" ? [name.text] : []), ...members.map((path) => `${name.text}.${path}`)];
  if (ts.isArrayBindingPattern(name)) return [];
  return name.elements.flatMap(({ name: local, propertyName }) => {
    if (!ts.isIdentifier(local)) return [];
    const property = propertyName?.getText() ?? local.text;
    if (model.kind === "attempt" && model.members?.[property] === undefined) return [local.text];
    return members.flatMap((path) => {
      if (path === property) return [local.text];
      return path.startsWith(`${property}.`) ? [local.text + path.slice(property.length)] : [];
    });
  });
}
