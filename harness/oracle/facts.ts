import type { CallState, Row, StoreState, TableState } from "../observers/observer.js";
import { leavesOf } from "./flatten.js";
import type { Labeller } from "./labels.js";
import type { Volatility } from "./volatility.js";

/** One row or call in a form that can be compared between runs. */
export interface Fact {
  /** The table, or `POST api.stripe.com/v1/charges`. */
  readonly group: string;
  /** For people, and for comparison: `amount=4200 customer→customers`. */
  readonly text: string;
  /** The text with what refers to it: tells two items at one order from one item at each of two. */
  readonly related: string;
}

interface Surrogate {
  readonly table: TableState;
  readonly row: Row;
}

/** The effect that a state holds: excluded tables left out, volatile values blanked, surrogate ids turned into relations. */
export function factsOf(state: StoreState, label: Labeller, volatile: Volatility): readonly Fact[] {
  const tables = state.tables.filter((table) => table.excluded === undefined);
  const surrogates = surrogatesOf(tables, volatile);
  const callIds = new Map(
    state.calls.flatMap((call) => (call.id === undefined ? [] : [[call.id, call.target] as const])),
  );
  const context: Context = { label, volatile, surrogates, callIds };
  const rows = tables.flatMap((table) => table.rows.map((row) => ({ table, row, text: rowText(context, table, row) })));
  const children = new Map<Row, string[]>();
  for (const { table, row, text } of rows) {
    for (const parent of parentsOf(context, table, row))
      children.set(parent, [...(children.get(parent) ?? []), `${table.name}(${text})`]);
  }
  return [
    ...rows.map(({ table, row, text }) => ({ group: table.name, text, related: related(text, children.get(row)) })),
    ...state.calls.map((call) => callFact(context, call)),
  ];
}

interface Context {
  readonly label: Labeller;
  readonly volatile: Volatility;
  readonly surrogates: ReadonlyMap<string, readonly Surrogate[]>;
  readonly callIds: ReadonlyMap<string, string>;
}

function related(text: string, children: readonly string[] | undefined): string {
  return children ? `${text} with ${[...children].sort().join(", ")}` : text;
}

/** Ids that mean nothing by themselves: a generated or volatile single-column primary key. */
function surrogatesOf(tables: readonly TableState[], volatile: Volatility): ReadonlyMap<string, readonly Surrogate[]> {
  const found = new Map<string, Surrogate[]>();
  const add = (name: string, surrogate: Surrogate): void =>
    void found.set(name, [...(found.get(name) ?? []), surrogate]);
  for (const table of tables) {
    const [key, ...more] = table.key;
    if (key === undefined || more.length > 0 || !isBlank(table, key, volatile)) continue;
    for (const row of table.rows) {
      const value = row[key];
      if (value !== null && value !== undefined) {
        add(`${table.name}.${key}=${value}`, { table, row });
        add(value, { table, row });
      }
    }
  }
  return found;
}

function isBlank(table: TableState, column: string, volatile: Volatility): boolean {
  return (
    volatile.columns.has(`${table.name}.${column}`) ||
    table.columns.some(({ name, generated }) => name === column && generated)
  );
}

function rowText(context: Context, table: TableState, row: Row, depth = 0): string {
  const parts: string[] = [];
  for (const { name, excluded } of table.columns) {
    if (excluded !== undefined) continue;
    const value = row[name];
    if (value === null || value === undefined) {
      parts.push(`${name}=null`);
      continue;
    }
    if (table.key.length === 1 && table.key[0] === name && isBlank(table, name, context.volatile)) continue;
    const target = targetOf(context, table, name, value);
    if (target)
      parts.push(
        `${name}→${target.table.name}${depth < 2 ? `(${rowText(context, target.table, target.row, depth + 1)})` : ""}`,
      );
    else if (isBlank(table, name, context.volatile))
      parts.push(`${name}=${context.callIds.has(value) ? `→${context.callIds.get(value) ?? ""}` : "*"}`);
    else parts.push(`${name}=${context.label(value)}`);
  }
  return parts.join(" ");
}

function parentsOf(context: Context, table: TableState, row: Row): readonly Row[] {
  return table.columns.flatMap(({ name }) => {
    if (table.key.length === 1 && table.key[0] === name) return [];
    const value = row[name];
    const target = value === null || value === undefined ? undefined : targetOf(context, table, name, value);
    return target ? [target.row] : [];
  });
}

/** The row that a column refers to: by its foreign key, or, where values change from run to run, by value. */
function targetOf(context: Context, table: TableState, column: string, value: string): Surrogate | undefined {
  const reference = table.references.find((candidate) => candidate.column === column);
  if (reference) return context.surrogates.get(`${reference.table}.${reference.to}=${value}`)?.[0];
  return context.volatile.columns.has(`${table.name}.${column}`) ? byValue(context, column, value) : undefined;
}

/** The row with this id; where ids of several tables are the same number, the one that the name points to (`order_id`, `orderId` → `orders`). */
function byValue(context: Context, name: string, value: string): Surrogate | undefined {
  const found = context.surrogates.get(value) ?? [];
  if (found.length < 2) return found[0];
  const stem = (name.split(".").at(-1) ?? name).replace(/_?id$/i, "").toLowerCase();
  return stem === "" ? undefined : found.find(({ table }) => table.name.toLowerCase().startsWith(stem.slice(0, -1)));
}

function callFact(context: Context, call: CallState): Fact {
  const leaves = leavesOf(call.body).map(({ path, text }) => {
    if (!context.volatile.fields.has(`${call.target} ${path}`)) return `${path}=${context.label(text)}`;
    const target = byValue(context, path, text);
    return `${path}${target ? `→${target.table.name}` : "=*"}`;
  });
  const key =
    call.key === undefined
      ? "no key"
      : context.volatile.fields.has(`${call.target} key`)
        ? "key=*"
        : `key=${context.label(call.key)}`;
  const text = [...leaves, key].filter((part) => part !== "=").join(" ");
  return { group: call.target, text, related: text };
}
