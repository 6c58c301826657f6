import type { CallItem } from "../../models/patterns.js";
import type { SqlStatement } from "../../sql/statement.js";
import type { Resolve } from "../effects/sql-parameters.js";
import { countOpaque } from "../expressions/opaque.js";
import { at, type Called } from "../libraries/places.js";
import { optionsOf, provenanceOf, textOf, unknown, type LibraryValue, type Value } from "../values/value.js";
import type { Frame, Machine } from "../walk/machine.js";
import { givenBy, runRoutine, type Given, type Ran, type RoutineCall } from "./call.js";

/** What a call of the code runs that names a routine (`rpc("charge", { amount })`); nothing where the routine is not known. */
export function routineAt(
  model: CallItem,
  called: Called,
  base: LibraryValue,
  frame: Frame,
  machine: Machine,
): Ran | undefined {
  const name = model.routine && textOf(at(model.routine.name, called));
  if (!model.routine || name === undefined) return undefined;
  const given = givenAt(at(model.routine.given, called));
  const ran = seen({ model, called, base, frame, machine }, (call) => runRoutine(name, given, call));
  if (ran?.unseen) countUnseen(name, { called, frame, machine });
  return ran;
}

/** What the routines do that a statement calls; the answer is the last one's. */
export function routinesIn(statement: SqlStatement, resolve: Resolve, call: RoutineCall): Value | undefined {
  let answer: Value | undefined;
  for (const invocation of statement.invoked) {
    const label = invocation.label ?? invocation.name;
    const ran = seen({ ...call, property: [`0.${label}`, label] }, (own) =>
      runRoutine(invocation.name, givenBy(invocation, resolve), own),
    );
    if (ran?.writes) answer = ran.value;
    if (ran ? ran.unseen : statement.kind === "call") countUnseen(invocation.name, call);
  }
  return answer;
}

/** What a routine does is not known, or not all of it. */
function countUnseen(
  name: string,
  { called, frame, machine }: Pick<RoutineCall, "called" | "frame" | "machine">,
): void {
  frame.output.opaque++;
  countOpaque(`${name}() in SQL`, called.link.node, frame, machine);
}

/** What only reads leaves no trace. */
function seen(call: RoutineCall, run: (call: RoutineCall) => Ran | undefined): Ran | undefined {
  const { frame } = call;
  const { state, output } = frame;
  const { length } = output.effects;
  const ran = run(call);
  if (ran?.writes) return ran;
  frame.state = state;
  output.effects = output.effects.slice(0, length);
  return ran;
}

/** An object of arguments by their names, or a list. */
function givenAt(value: Value | undefined): Given {
  const [first] = value ? optionsOf(value) : [];
  if (!first) return { listed: [], named: new Map() };
  if (first.kind === "array") return { listed: first.items, named: new Map() };
  if (first.kind !== "object") return { listed: [], named: new Map(), rest: unknown(provenanceOf(first)) };
  const named = new Map([...first.properties].map(([name, member]) => [name.toLowerCase(), member] as const));
  return { listed: [], named, ...(first.rest ? { rest: first.rest } : {}) };
}
