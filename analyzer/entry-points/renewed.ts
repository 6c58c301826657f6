import { ts } from "ts-morph";
import type { FunctionValue } from "../interpreter/values/value.js";
import { parametersOf } from "../interpreter/functions/parameters.js";
import type { ParameterModel } from "../models/entry-model.js";
import type { ProvenanceKind } from "../trace.js";
import type { Candidate } from "./candidate.js";
import { takenBy } from "../interpreter/functions/taken.js";

/** What a handler is given that is another on each attempt, as it is read there: `request.id`, or `id` where it is taken apart. */
export function renewedIn(candidate: Candidate, handler: FunctionValue | undefined): readonly string[] {
  const declared = handler ? parametersOf(handler.node) : [];
  return (candidate.model.parameters ?? []).flatMap((model) => {
    const name = declared[model.index]?.name;
    return name ? textsOf(model, name) : [];
  });
}

function textsOf({ kind, members }: ParameterModel, name: ts.BindingName): readonly string[] {
  const paths = Object.entries(members ?? {}).filter(([path]) => !path.includes("[]"));
  return within(name, kind === "attempt", paths);
}

/** What is another each time of a whole with these members; a member that is listed is what it is listed as. */
function within(name: ts.BindingName, isRenewed: boolean, members: readonly Member[]): readonly string[] {
  const renewed = members.flatMap(([path, kind]) => (kind === "attempt" ? [path] : []));
  if (ts.isIdentifier(name))
    return [...(isRenewed ? [name.text] : []), ...renewed.map((path) => `${name.text}.${path}`)];
  if (ts.isArrayBindingPattern(name)) return [];
  return name.elements.flatMap((element) => {
    const taken = takenBy(element);
    if (taken === undefined) return element.dotDotDotToken ? within(element.name, isRenewed, members) : [];
    const own = members.find(([path]) => path === taken)?.[1];
    const inner = members.flatMap(([path, kind]): Member[] =>
      path.startsWith(`${taken}.`) ? [[path.slice(taken.length + 1), kind]] : [],
    );
    return within(element.name, own === undefined ? isRenewed : own === "attempt", inner);
  });
}

type Member = readonly [path: string, kind: ProvenanceKind];
