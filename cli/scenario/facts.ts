import type { Effect, Provenance, Trace } from "../../analyzer/trace.js";

/** What a scenario puts where the entry point reads a value. */
export type Given =
  /** Something new for each intent. */
  | { readonly kind: "new" }
  | { readonly kind: "number" }
  /** The column of a row that is there: `order.id`, in one of these states. */
  | { readonly kind: "existing"; readonly place: string; readonly states: States };

/** Columns and the values that they have there; `present` stands for any. */
export type States = Readonly<Record<string, readonly string[] | "present">>;

/** A value that the entry point reads from its caller or message: `lines.sku`. */
export interface Field {
  readonly path: string;
  readonly given: Given;
}

/** What the analyzer knows of an entry point's input. */
export interface Facts {
  readonly body: readonly Field[];
  readonly headers: readonly Field[];
  /** By the route's parameter. */
  readonly params: readonly Field[];
  /** Of a message, a job or an event. */
  readonly data: readonly Field[];
}

/** Collects what these effects of a trace read from outside. Headers that others of the program read come along: who signs in does so everywhere. */
export function factsOf(
  trace: Trace,
  effects: readonly Effect[],
  all: readonly Trace[],
  tableOf: (target: string) => boolean,
): Facts {
  const uses = effects.flatMap(usesOf);
  const body = new Map<string, Use[]>();
  const headers = new Map<string, Use[]>();
  const data = new Map<string, Use[]>();
  for (const use of all.flatMap((other) => other.effects).flatMap(usesOf)) {
    const header = headerOf(use);
    if (header !== undefined) add(headers, header, use);
  }
  for (const use of uses) {
    const [, bodyPath] = /(?:^|\.)body\.([\w.]+)$/.exec(use.what) ?? [];
    const [, dataPath] = /(?:job\.data|Records\.body|(?:^|\.)message)\.([\w.]+)$/.exec(use.what) ?? [];
    if (dataPath !== undefined) add(data, dataPath, use);
    else if (bodyPath !== undefined) add(body, bodyPath, use);
  }
  const fields = (found: ReadonlyMap<string, readonly Use[]>): readonly Field[] =>
    [...found].map(([path, own]) => ({ path, given: givenFor(path, own, effects, tableOf) }));
  return {
    body: fields(body),
    headers: fields(headers),
    params: paramsOf(trace, uses, effects, tableOf),
    data: fields(data),
  };
}

/** One column that is made of, or selected by, something from outside. */
interface Use {
  readonly what: string;
  readonly effect: Effect;
  readonly column: string;
  readonly role: "where" | "value" | "key";
}

function headerOf({ what }: Use): string | undefined {
  return /\.(?:get|header)\("([^"]+)"\)$/.exec(what)?.[1];
}

function usesOf(effect: Effect): readonly Use[] {
  const of = (role: Use["role"], columns: Readonly<Record<string, Provenance>>): readonly Use[] =>
    Object.entries(columns).flatMap(([column, { sources }]) =>
      sources.filter(({ kind }) => kind !== "constant").map(({ what }) => ({ what, effect, column, role })),
    );
  return [
    ...of("where", effect.where),
    ...of("value", effect.values),
    ...of("key", effect.key?.value ? { key: effect.key.value } : {}),
  ];
}

function add(found: Map<string, Use[]>, path: string, use: Use): void {
  found.set(path, [...(found.get(path) ?? []), use]);
}

/** `:id` of the route is what selects by `req.params.id`, by `id`, or by what is known of the request alone. */
function paramsOf(
  { entry }: Trace,
  uses: readonly Use[],
  effects: readonly Effect[],
  tableOf: (target: string) => boolean,
): readonly Field[] {
  return [...entry.name.matchAll(/:(\w+)/g)].map(([, name = ""]) => {
    const own = uses.filter(
      ({ what, role, column }) =>
        what.endsWith(`params.${name}`) ||
        what === name ||
        (what === "req" && (role === "where" || column.toLowerCase().endsWith(name))),
    );
    const given = givenFor(name, own, effects, tableOf);
    if (given.kind === "existing") return { path: name, given };
    // `/orders/:id`: the collection before it names the table.
    const [, collection = ""] = new RegExp(`/([\\w-]+)/:${name}\\b`).exec(entry.name) ?? [];
    const table = collection.replace(/ies$/, "y").replace(/s$/, "");
    return { path: name, given: tableOf(table) ? existing(table, name, effects) : given };
  });
}

const NUMBER = /(cents|amount|quantity|count|total|price|rating|size|points)$/i;

function givenFor(
  path: string,
  uses: readonly Use[],
  effects: readonly Effect[],
  tableOf: (target: string) => boolean,
): Given {
  const name = path.split(".").at(-1) ?? path;
  if (NUMBER.test(name) && uses.some(({ role }) => role === "value")) return { kind: "number" };
  const selecting = uses.find(
    ({ role, effect, column }) => role === "where" && tableOf(effect.target) && !isMade(uses, effect.target, column),
  );
  if (selecting) return existing(selecting.effect.target, selecting.column, effects);
  const [, owner] = /^(?:x-)?(\w+?)[-_]?id$/i.exec(name) ?? [];
  if (owner !== undefined && tableOf(owner.toLowerCase())) return existing(owner.toLowerCase(), "id", effects);
  const catalogue = effects.find(
    ({ where, target }) => tableOf(target) && Object.keys(where).some((column) => column === name),
  );
  if (catalogue && !isMade(uses, catalogue.target, name)) return existing(catalogue.target, name, effects);
  return NUMBER.test(name) ? { kind: "number" } : { kind: "new" };
}

/** The entry point itself makes the row that has this value. */
function isMade(uses: readonly Use[], target: string, column: string): boolean {
  return uses.some(
    ({ effect, role, column: written }) =>
      role === "value" &&
      (effect.kind === "insert" || effect.kind === "upsert") &&
      effect.target === target &&
      written === column,
  );
}

/** The states that the code looks for before it goes on. */
function existing(table: string, column: string, effects: readonly Effect[]): Given {
  const states: Record<string, readonly string[] | "present"> = {};
  for (const check of effects
    .flatMap(({ checks }) => checks)
    .filter(({ kind, target }) => kind === "state" && target === table))
    for (const tested of check.tests) if (tested !== column) states[tested] = "present";
  for (const { target, where } of effects.filter((effect) => effect.target === table && effect.kind !== "read"))
    for (const [name, { sources }] of Object.entries(where)) {
      const constants = sources.filter(({ kind }) => kind === "constant").map(({ what }) => what.replaceAll('"', ""));
      if (name !== column && constants.length > 0 && constants.length === sources.length && target === table)
        states[name] = constants;
    }
  return { kind: "existing", place: `${table}.${column}`, states };
}
