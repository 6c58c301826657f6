import type { SqlRoutine, SqlRoutineChange } from "../sql/routine.js";
import type { Site } from "../trace.js";

/** A routine of the database, and where it is written. */
export interface Routine extends SqlRoutine {
  /** The place of a statement in it, by offsets in its body. */
  siteOf(start: number, end: number): Site;
}

export type RoutineChange =
  { readonly kind: "create"; readonly routine: Routine } | Extract<SqlRoutineChange, { readonly kind: "drop" }>;

/** The changes that an SQL text makes, with the places of what it creates. */
export function placed(
  changes: readonly SqlRoutineChange[],
  siteOf: (start: number, end: number) => Site,
): readonly RoutineChange[] {
  return changes.map((change) => {
    if (change.kind === "drop") return change;
    const { routine } = change;
    const { offset } = routine;
    return { kind: "create", routine: { ...routine, siteOf: (start, end) => siteOf(start + offset, end + offset) } };
  });
}

/**
 * Finds routines by name; those of one name differ in what they take. Each list is a schema of its own: where two of them define
 * the same routine in different ways, nobody can say which one runs, and neither is known.
 */
export function routinesOf(schemas: readonly (readonly RoutineChange[])[]): (name: string) => readonly Routine[] {
  const found = new Map<string, Routine | undefined>();
  for (const changes of schemas)
    for (const [key, routine] of applied(changes)) {
      const other = found.get(key);
      found.set(key, found.has(key) && !(other && isSame(other, routine)) ? undefined : routine);
    }
  const byName = new Map<string, Routine[]>();
  const bases = new Map<string, Set<string>>();
  for (const [key, routine] of found) {
    const name = key.slice(0, key.indexOf("("));
    const base = name.slice(name.lastIndexOf(".") + 1);
    byName.set(name, [...(byName.get(name) ?? []), ...(routine ? [routine] : [])]);
    bases.set(base, (bases.get(base) ?? new Set()).add(name));
  }
  return (written) => {
    const name = written
      .replace(/["'`[\]]/g, "")
      .replace(/^(?:public|dbo|main)\./i, "")
      .toLowerCase();
    const [only = name, ...others] = name.includes(".") ? [] : (bases.get(name) ?? []);
    return byName.get(name) ?? (others.length === 0 ? (byName.get(only) ?? []) : []);
  };
}

/** The routines that are left in the end, by name and types. */
function applied(changes: readonly RoutineChange[]): ReadonlyMap<string, Routine> {
  const routines = new Map<string, Routine>();
  for (const change of changes)
    if (change.kind === "create") {
      const { name, parameters } = change.routine;
      routines.set(
        signature(
          name,
          parameters.map(({ type }) => type),
        ),
        change.routine,
      );
    } else if (change.types) routines.delete(signature(change.name, change.types));
    else for (const key of routines.keys()) if (key.startsWith(`${change.name.toLowerCase()}(`)) routines.delete(key);
  return routines;
}

function signature(name: string, types: readonly string[]): string {
  return `${name.toLowerCase()}(${types.map((type) => SYNONYMS[type] ?? type).join()})`;
}

/** Types that PostgreSQL takes for one. */
const SYNONYMS: Readonly<Record<string, string>> = {
  int: "integer",
  int4: "integer",
  int8: "bigint",
  int2: "smallint",
  bool: "boolean",
  varchar: "character varying",
  float8: "double precision",
  decimal: "numeric",
  timestamptz: "timestamp with time zone",
};

function isSame(left: Routine, right: Routine): boolean {
  const textOf = ({ steps }: Routine): string =>
    JSON.stringify(steps, (key, value: unknown) => (key === "start" ? undefined : value));
  return textOf(left) === textOf(right);
}
