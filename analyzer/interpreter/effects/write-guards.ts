import { isStable, join, madeOf } from "../../provenance.js";
import type { SchemaIndex, Table } from "../../schema/unique.js";
import type { Conflict, Guard, Provenance, Shortfall, Site } from "../../trace.js";
import { hasColumn, isConflictTarget, nextOf, uniqueness } from "../../uniqueness.js";
import type { Columns } from "./columns.js";
import type { Claim } from "../values/value.js";

/** What was found out about the guards of one write. */
export interface Judgement {
  readonly guards: readonly Guard[];
  readonly shortfalls: readonly Shortfall[];
  readonly conflict: Conflict;
  /** No schema is known for the table: whether a unique set protects it cannot be told. */
  readonly unknownSchema: boolean;
  /** What the winner's result looks like. */
  readonly claim?: Claim;
  /** A guard for whatever follows: a second attempt does not get past this write. */
  readonly claims?: Guard;
}

interface Write {
  readonly target: string;
  readonly columns: Columns;
  readonly where: Readonly<Record<string, Provenance>>;
  readonly bounds: readonly string[];
  readonly differs: readonly string[];
  readonly ignoresConflict: boolean;
  readonly conflictTarget?: readonly string[];
  readonly identityColumns?: readonly string[];
}

/** An insert is guarded by a unique set that holds for its values; who handles the conflict is found out later. */
export function judgeInsert(write: Write, site: Site, schema: SchemaIndex): Judgement {
  const found = uniqueness(schema, write.target, write.columns.values, write.conflictTarget, write.columns.constants);
  if (found.kind === "unknown-table") return withoutSchema(write, site);
  if (found.kind === "open") {
    const raised = found.shortfalls.some(({ atOnce }) => atOnce) && !write.ignoresConflict;
    const shortfalls = noted(found.shortfalls, write, site);
    return { guards: [], shortfalls, conflict: raised ? "escapes" : "none", unknownSchema: false };
  }
  if (write.ignoresConflict)
    return { guards: [found.guard], shortfalls: [], conflict: "handled", unknownSchema: false };
  const claims = claimOfInsert(write.target, site, found.guard);
  // Where the caller decides whether the index counts the row, nobody can say that there is a conflict.
  const conflict = found.sure ? "escapes" : "none";
  return { guards: [found.guard], shortfalls: [], conflict, unknownSchema: false, claims };
}

/** Whoever comes second does not get past an insert whose conflict nobody ignores. */
export function claimOfInsert(target: string, site: Site, { what }: Guard): Guard {
  return { kind: "dedupe-record", site, what: `a second attempt fails at the insert into ${target}: ${what}` };
}

/** An upsert is guarded when the columns that identify the row are the same on the next attempt. */
export function judgeUpsert(write: Write, site: Site, schema: SchemaIndex, looksFirst?: string): Judgement {
  const named = write.conflictTarget ?? declaredKey(write, schema) ?? write.identityColumns;
  const identified = named && Object.keys(write.where).length === 0 ? pick(write.columns.values, named) : write.where;
  const made = join(Object.values(identified));
  const fresh = madeOf(made, "attempt");
  if (fresh) {
    const why = `the row is looked up by a value that is new on each attempt: ${fresh.what}`;
    return { guards: [], shortfalls: [{ kind: "upsert", site, why }], conflict: "none", unknownSchema: false };
  }
  const table = schema.table(write.target);
  const next = table && nextOf(table, made, schema);
  if (next !== undefined) {
    const why = `the row is looked up by a value that is ${next}: a later attempt finds the row of this one`;
    return { guards: [], shortfalls: [{ kind: "upsert", site, why }], conflict: "none", unknownSchema: false };
  }
  const found = uniqueness(schema, write.target, { ...write.where, ...write.columns.values }, write.conflictTarget);
  if (found.kind === "open" && write.conflictTarget === undefined && Object.keys(write.where).length === 0) {
    return { guards: [], shortfalls: noted(found.shortfalls, write, site), conflict: "none", unknownSchema: false };
  }
  if (table && write.conflictTarget && aimsAtNoSet(table, write))
    return { guards: [], shortfalls: noted([], write, site), conflict: "none", unknownSchema: false };
  const unmet = table && unmetKey(write);
  if (unmet !== undefined && uniqueness(schema, write.target, write.columns.values).kind !== "protected")
    return {
      guards: [],
      shortfalls: [{ kind: "upsert", site, why: unmet }],
      conflict: "none",
      unknownSchema: false,
    };
  const relative = write.columns.relative.length > 0;
  const alone = looksFirst === undefined ? undefined : heldAlone(write, looksFirst, schema);
  const columns = Object.keys(identified);
  const guard: Guard = {
    kind: "upsert",
    site,
    what: `${write.target} is written under ${columns.join(", ") || "its key"}`,
    ...(columns.length > 0 ? { columns } : {}),
    ...(alone === undefined ? {} : { alone }),
  };
  // An upsert that adds to the old value finds the row again, and adds again.
  return {
    guards: relative ? [] : [guard],
    shortfalls: [],
    conflict: "handled",
    unknownSchema: found.kind === "unknown-table",
  };
}

/** The columns on which a conflict is merged are the table's, and no unique set of it: there is no conflict on them. */
function aimsAtNoSet(table: Table, { conflictTarget = [], where, identityColumns }: Write): boolean {
  const isAside = Object.keys(where).length === 0 && identityColumns === undefined;
  return isAside && conflictTarget.every((name) => hasColumn(table, name)) && !isConflictTarget(table, conflictTarget);
}

/**
 * `where: { id: known?.id ?? -1 }`, and the row gets its id from the database: what is new is looked up under a constant that it
 * is not written with. Or it is written with a value that is new each time, which no attempt looks for. A store whose upsert
 * writes what it was looked up by (MongoDB) finds it again.
 */
function unmetKey({ where, columns, identityColumns }: Write): string | undefined {
  if (identityColumns || columns.values["*"]) return undefined;
  for (const [column, { sources }] of Object.entries(where)) {
    const written = Object.values(pick(columns.values, [column]))[0];
    const fresh = written && madeOf(written, "attempt");
    if (fresh)
      return `it is looked up by ${column}, and the row that is then made has a new one each time: ${fresh.what}`;
    const fallback = written ? undefined : sources.find(({ kind }) => kind === "constant");
    if (!fallback) continue;
    const when = sources.every(({ kind }) => kind === "constant") ? "" : " where none is known yet";
    return `it is looked up by ${column}, which is ${fallback.what}${when}, and the row that is then made has another ${column}`;
  }
  return undefined;
}

/** Why two attempts at once both make the record, in a store that looks for it first: what it looks for is in no unique set. */
function heldAlone(
  { target, where, identityColumns = [] }: Write,
  looks: string,
  schema: SchemaIndex,
): string | undefined {
  const table = schema.table(target);
  const columns = Object.keys(where);
  if (!table || columns.length === 0 || columns.some((column) => /^[*$]/.test(column))) return undefined;
  const sets = [identityColumns, ...table.uniques.map((set) => set.columns)].filter(({ length }) => length > 0);
  const isUnique = sets.some((set) => set.every((column) => columns.includes(column)));
  return isUnique ? undefined : `${looks}, and no unique index of ${table.name} covers ${columns.join(", ")}`;
}

/** A put that expects no item under a key that is new on each attempt always finds none. */
export function newKey(write: Write, schema: SchemaIndex): string | undefined {
  const declared = declaredKey(write, schema);
  const key = Object.values(pick({ ...write.where, ...write.columns.values }, declared ?? write.identityColumns ?? []));
  const fresh = madeOf(join(key), "attempt");
  // Which of the usual names is the key is not known: one that holds the same each time may be it.
  const named = declared === undefined && key.some((made) => isStable(made) && !madeOf(made, "constant"));
  return named ? undefined : fresh?.what;
}

/** The key that the schema declares, in a store whose keys are else known by what they are usually called. */
function declaredKey({ target, identityColumns }: Write, schema: SchemaIndex): readonly string[] | undefined {
  const table = identityColumns && schema.table(target);
  return table?.source === "dynamodb" ? table.uniques.find(({ kind }) => kind === "primary")?.columns : undefined;
}

/**
 * An update or delete that names the state it expects does nothing the second time: a selecting column is also set, to
 * something else. A bound (`stock >= n`) on a column that is counted down names no state.
 */
export function conditional(write: Write, site: Site): Judgement {
  const expected = Object.keys(write.where).filter(
    (column) =>
      column !== "*" &&
      !write.bounds.includes(column) &&
      write.columns.values[column] !== undefined &&
      (write.differs.includes(column)
        ? excludesWritten(column, write)
        : !IDENTITY.test(column) && !sameConstant(column, write)),
  );
  const guards: Guard[] =
    expected.length > 0
      ? [
          {
            kind: "conditional-write",
            site,
            what: `the update applies only while ${expected.join(", ")} has the value it expects`,
          },
        ]
      : [];
  const shortfalls = write.differs.flatMap((column): Shortfall[] => {
    const isOne = (write.where[column]?.sources.length ?? 0) <= 1 && write.columns.values[column] !== undefined;
    if (!isOne || write.bounds.includes(column) || expected.includes(column)) return [];
    const why = `the condition keeps out one value of ${column} alone`;
    return [{ kind: "conditional-write", site, why, columns: [column] }];
  });
  return { guards, shortfalls, conflict: "none", unknownSchema: false };
}

/**
 * An update that puts a row of this attempt's own (`WHERE id = <new>`) under a unique set: a second attempt, whose row is
 * another one, fails there. A row that is found again by what is the same each time just keeps its values.
 */
export function judgeUpdate(write: Write, site: Site, schema: SchemaIndex): Judgement {
  const judged = conditional(write, site);
  if (judged.guards.length > 0 || !madeOf(join(Object.values(write.where)), "attempt")) return judged;
  const found = uniqueness(schema, write.target, write.columns.values, undefined, write.columns.constants);
  if (found.kind !== "protected" || found.set.kind === "primary") return judged;
  const what = `a second attempt fails at the update of ${write.target}: ${found.guard.what}`;
  const claims: Guard = { kind: "dedupe-record", site, what };
  return { ...judged, guards: [found.guard], conflict: found.sure ? "escapes" : "none", claims };
}

/** A row that is written as a whole keeps the id by which it is found. */
const IDENTITY = /^_?(id|uuid)$/i;

/** `status <> "paid"` beside `status = "paid"`, `$ne` beside `$push` of the same value: it is written where it is not yet. */
function excludesWritten(column: string, write: Write): boolean {
  const written = new Set(write.columns.values[column]?.sources.map((source) => source.what));
  const excluded = write.where[column]?.sources ?? [];
  return excluded.length > 0 && excluded.every((source) => written.has(source.what));
}

function sameConstant(column: string, write: Write): boolean {
  const constant = write.columns.constants[column];
  const source = write.where[column]?.sources[0];
  return (
    constant !== undefined && source?.kind === "constant" && source.what.replace(/^["'`]|["'`]$/g, "") === constant
  );
}

function withoutSchema(write: Write, site: Site): Judgement {
  const made = join(Object.values(pick(write.columns.values, write.conflictTarget ?? [])));
  if (write.ignoresConflict && write.conflictTarget && isStable(made)) {
    const guard: Guard = {
      kind: "unique-constraint",
      site,
      what: `conflicts on ${write.conflictTarget.join(", ")} are ignored; the schema was not found`,
    };
    return { guards: [guard], shortfalls: [], conflict: "handled", unknownSchema: true };
  }
  const identity = join(Object.values(pick(write.columns.values, write.identityColumns ?? [])));
  if (identity.sources.length > 0 && isStable(identity) && !identity.maybeNull) {
    const what = `the primary key of ${write.target} is the same on each attempt`;
    const guards: Guard[] = [{ kind: "unique-constraint", site, what }];
    if (write.ignoresConflict) return { guards, shortfalls: [], conflict: "handled", unknownSchema: true };
    const claims: Guard = { kind: "dedupe-record", site, what: `a second attempt fails here: ${what}` };
    return {
      guards,
      shortfalls: [],
      conflict: "escapes",
      unknownSchema: true,
      claims,
    };
  }
  return { guards: [], shortfalls: [], conflict: "none", unknownSchema: true };
}

function noted(shortfalls: readonly Shortfall[], write: Write, site: Site): readonly Shortfall[] {
  if (!write.ignoresConflict) return shortfalls;
  const why = write.conflictTarget
    ? `(${write.conflictTarget.join(", ")}) is no unique set of ${write.target}`
    : `${write.target} has no unique set over what is written, so there is no conflict to ignore`;
  return [...shortfalls, { kind: "unique-constraint", site, why }];
}

function pick(
  values: Readonly<Record<string, Provenance>>,
  names: readonly string[],
): Readonly<Record<string, Provenance>> {
  const wanted = new Set(names.map((name) => name.replaceAll("_", "").toLowerCase()));
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => wanted.has(name.replaceAll("_", "").toLowerCase())),
  );
}
