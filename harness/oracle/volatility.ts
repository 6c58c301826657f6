import type { StoreState } from "../observers/observer.js";
import { leavesOf } from "./flatten.js";
import type { Labeller } from "./labels.js";

/** What differs between two clean runs with the same input: it cannot be compared by value. */
export interface Volatility {
  /** `orders.created_at`. */
  readonly columns: ReadonlySet<string>;
  /** `POST api.stripe.com/v1/charges metadata.requested_at`, and `… key` for the idempotency key. */
  readonly fields: ReadonlySet<string>;
}

/** One clean run, with the names for its own input. */
export interface CleanRun {
  readonly state: StoreState;
  readonly label: Labeller;
}

/** Learns what is volatile from two clean runs. */
export function learnVolatility(first: CleanRun, second: CleanRun): Volatility {
  return {
    columns: differing(columnsOf(first), columnsOf(second)),
    fields: differing(fieldsOf(first), fieldsOf(second)),
  };
}

type Values = Map<string, string[]>;

function differing(first: Values, second: Values): ReadonlySet<string> {
  const names = new Set([...first.keys(), ...second.keys()]);
  const same = (name: string): boolean => {
    const left = [...(first.get(name) ?? [])].sort().join("\u0000");
    const right = [...(second.get(name) ?? [])].sort().join("\u0000");
    return left === right;
  };
  return new Set([...names].filter((name) => !same(name)));
}

function columnsOf({ state, label }: CleanRun): Values {
  const values: Values = new Map();
  for (const table of state.tables) {
    for (const row of table.rows) {
      for (const { name } of table.columns) add(values, `${table.name}.${name}`, label(row[name] ?? "null"));
    }
  }
  return values;
}

function fieldsOf({ state, label }: CleanRun): Values {
  const values: Values = new Map();
  for (const call of state.calls) {
    for (const leaf of leavesOf(call.body)) add(values, `${call.target} ${leaf.path}`, label(leaf.text));
    if (call.key !== undefined) add(values, `${call.target} key`, label(call.key));
  }
  return values;
}

function add(values: Values, name: string, value: string): void {
  const known = values.get(name);
  if (known) known.push(value);
  else values.set(name, [value]);
}
