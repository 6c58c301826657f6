import { meansSome, type SqlDecision } from "../../sql/decision.js";
import type { SqlStatement } from "../../sql/statement.js";
import type { SqlValue } from "../../sql/value.js";
import type { Guard } from "../../trace.js";
import { isNullish, type Value } from "../values/value.js";
import type { Ask } from "./settled.js";

/** What a variable of a routine holds. */
export interface Variable {
  readonly value: Value;
  /** The statement that it comes from. */
  readonly answer?: Answer;
  /** The column that it is of the row that was found. */
  readonly column?: string;
  /** It is the number of rows. */
  readonly counts?: boolean;
  /** It was computed from what it is made of. */
  readonly computed?: boolean;
  /** It is what a question was answered with. */
  readonly sides?: Sides;
}

/** What a statement told about its rows. */
export type Answer =
  | ({ readonly kind: "read" } & Pick<Ask, "query" | "stable" | "locked">)
  | {
      readonly kind: "write";
      /** What it means for whoever follows that there was a row. */
      readonly guard?: Guard;
      /** Which effect it is, of those that were found so far. */
      readonly effect: number;
    };

/** What is known on either way. */
export interface Sides {
  readonly whenTrue: readonly Known[];
  readonly whenFalse: readonly Known[];
  /** Writes of which the number of rows was looked at. */
  readonly tested: readonly number[];
  /** Which way it is, where that is certain. */
  readonly certain?: boolean;
}

export type Known = { readonly kind: "won"; readonly guard: Guard } | { readonly kind: "asked"; readonly ask: Ask };

/** What is known where a decision is made. */
export interface Knowledge {
  readonly last?: Answer | undefined;
  variable(name: string): Variable | undefined;
  asked(query: SqlStatement): Answer;
}

/** What a decision tells on either way. */
export function sidesOf(decision: SqlDecision, known: Knowledge): Sides {
  switch (decision.kind) {
    case "found":
      return known.last ? someOrNone(known.last) : NOTHING;
    case "asked": {
      const answer = known.asked(decision.query);
      if (decision.operator === "exists") return someOrNone(answer);
      return compared(answerOf(decision.query, answer), decision.operator, decision.with);
    }
    case "compared": {
      const variable = decision.value.kind === "named" ? known.variable(decision.value.name) : undefined;
      return variable ? compared(variable, decision.operator, decision.with) : NOTHING;
    }
    case "not":
      return turned(sidesOf(decision.of, known));
    case "or":
      return turned(allOf(decision.of.map((one) => turned(sidesOf(one, known)))));
    case "and":
      return allOf(decision.of.map((one) => sidesOf(one, known)));
  }
}

export const NOTHING: Sides = { whenTrue: [], whenFalse: [], tested: [] };

/** What the answer of a query is by itself. */
export function answerOf(query: SqlStatement, answer: Answer, at = 0): Omit<Variable, "value"> {
  const counts = at === 0 && query.calls.some((name) => /^count$/i.test(name));
  const column = query.selects?.[at];
  return { answer, counts, ...(counts || column === undefined || /^\d+$/.test(column) ? {} : { column }) };
}

function turned({ whenTrue, whenFalse, tested, certain }: Sides): Sides {
  return {
    whenTrue: whenFalse,
    whenFalse: whenTrue,
    tested,
    ...(certain === undefined ? {} : { certain: !certain }),
  };
}

/** There are rows, or there are none. */
export function someOrNone(answer: Answer, column?: string): Sides {
  if (answer.kind === "write")
    return {
      whenTrue: answer.guard ? [{ kind: "won", guard: answer.guard }] : [],
      whenFalse: [],
      tested: [answer.effect],
    };
  return { whenTrue: [asked("present", answer, column)], whenFalse: [asked("absent", answer, column)], tested: [] };
}

function asked(is: Ask["is"], answer: Extract<Answer, { readonly kind: "read" }>, column?: string): Known {
  const { query, stable, locked } = answer;
  return { kind: "asked", ask: { is, query, stable, locked, ...(column === undefined ? {} : { column }) } };
}

/** Both hold on the one way; on the other, either of those that are not known to hold may be what failed. */
function allOf(all: readonly Sides[]): Sides {
  const open = all.filter(({ certain }) => certain !== true);
  const tested = all.flatMap((one) => one.tested);
  if (all.some(({ certain }) => certain === false)) return { ...NOTHING, tested, certain: false };
  if (open.length === 0) return { ...NOTHING, tested, certain: true };
  const [only, ...others] = open;
  const all_asked = open.every(({ whenFalse }) => whenFalse.some(({ kind }) => kind === "asked"));
  return {
    whenTrue: open.flatMap(({ whenTrue }) => whenTrue),
    whenFalse: others.length === 0 ? (only?.whenFalse ?? []) : all_asked ? open.flatMap(onlyAsked) : [],
    tested,
  };
}

function onlyAsked({ whenFalse }: Sides): readonly Known[] {
  return whenFalse.filter(({ kind }) => kind === "asked");
}

type Operator = Extract<SqlDecision, { readonly kind: "compared" }>["operator"];

function compared(variable: Partial<Variable>, operator: Operator, other: SqlValue | undefined): Sides {
  const { answer, column, counts, sides, value } = variable;
  const isTrue = other?.kind === "literal" && other.text.toLowerCase() === "true";
  const isFalse = other?.kind === "literal" && other.text.toLowerCase() === "false";
  if (sides && (isTrue || isFalse)) return isTrue === (operator === "=") ? sides : turned(sides);
  if (operator === "is null" || operator === "is not null") {
    const there = answer ? someOrNone(answer, column) : value ? given(value) : NOTHING;
    return operator === "is null" ? turned(there) : there;
  }
  if (!answer) return NOTHING;
  if (counts) {
    const some = meansSome(operator, other);
    return some === undefined ? NOTHING : some ? someOrNone(answer) : turned(someOrNone(answer));
  }
  if (answer.kind === "write" || !STATES.has(operator)) return NOTHING;
  if (column === undefined) return someOrNone(answer);
  const state = [asked("state", answer, column)];
  return { whenTrue: state, whenFalse: state, tested: [] };
}

const STATES: ReadonlySet<Operator> = new Set(["=", "<>", "in", "not in"]);

/** Whether the caller gave something. */
function given(value: Value): Sides {
  if (isNullish(value)) return { ...NOTHING, certain: false };
  return value.provenance.maybeNull ? NOTHING : { ...NOTHING, certain: true };
}
