import type { Site } from "../trace.js";
import type { Column, Table, UniqueSet } from "./unique.js";

/** A unique set as a migration writes it: whether its columns may be null is known only at the end. */
export type DeclaredUnique = Omit<UniqueSet, "nullable">;

/** One step of a migration, from SQL or from migration code. Tables are named as in `tableName`. */
export type SchemaChange =
  | {
      readonly kind: "create-table";
      readonly table: string;
      readonly columns: readonly Column[];
      readonly uniques: readonly DeclaredUnique[];
      readonly ifNotExists: boolean;
      /** `LIKE other INCLUDING INDEXES`, `PARTITION OF other`, MySQL `LIKE other`. */
      readonly like?: string;
      readonly site: Site;
    }
  | { readonly kind: "drop-table"; readonly table: string }
  | { readonly kind: "rename-table"; readonly table: string; readonly to: string }
  | { readonly kind: "add-column"; readonly table: string; readonly column: Column; readonly site: Site }
  | {
      readonly kind: "alter-column";
      readonly table: string;
      readonly column: string;
      readonly nullable?: boolean;
      /** `null` drops the default. */
      readonly generated?: Column["generated"] | null;
    }
  | { readonly kind: "rename-column"; readonly table: string; readonly column: string; readonly to: string }
  | { readonly kind: "drop-column"; readonly table: string; readonly column: string; readonly keepsIndexes: boolean }
  | { readonly kind: "add-unique"; readonly table: string; readonly unique: DeclaredUnique; readonly site: Site }
  /** An index that was there before becomes a constraint under a new name. */
  | {
      readonly kind: "adopt-index";
      readonly table: string;
      readonly index: string;
      readonly primary: boolean;
      readonly to?: string;
    }
  | { readonly kind: "drop-unique"; readonly table?: string; readonly name: string }
  | { readonly kind: "drop-unique-columns"; readonly table: string; readonly columns: readonly string[] }
  | { readonly kind: "drop-primary"; readonly table: string }
  | { readonly kind: "rename-unique"; readonly table?: string; readonly name: string; readonly to: string };

/** Runs changes in order and returns the tables that are left. */
export function applyChanges(changes: readonly SchemaChange[], source: Table["source"]): readonly Table[] {
  const tables = new Map<string, Draft>();
  for (const change of changes) apply(tables, change);
  return [...tables.values()].map((draft) => finish(draft, source));
}

interface Draft {
  name: string;
  readonly site: Site;
  columns: Column[];
  uniques: NamedUnique[];
}

/** `label` is the written name or the one that PostgreSQL gives; it stays when columns are renamed. */
type NamedUnique = DeclaredUnique & { readonly label: string };

function apply(tables: Map<string, Draft>, change: SchemaChange): void {
  switch (change.kind) {
    case "create-table": {
      if (change.ifNotExists && tables.has(id(change.table))) return;
      const model = change.like === undefined ? undefined : tables.get(id(change.like));
      const draft = empty(tables, change.table, change.site);
      draft.columns = [...(model?.columns ?? []), ...change.columns];
      for (const unique of [...(model?.uniques.map(unnamed) ?? []), ...withoutRepeats(change.uniques)])
        addUnique(draft, unique);
      return;
    }
    case "drop-table":
      tables.delete(id(change.table));
      return;
    case "rename-table": {
      const draft = tables.get(id(change.table));
      if (!draft) return;
      tables.delete(id(change.table));
      draft.name = change.to;
      tables.set(id(change.to), draft);
      return;
    }
    case "add-column": {
      const draft = tables.get(id(change.table)) ?? empty(tables, change.table, change.site);
      if (!draft.columns.some((column) => same(column.name, change.column.name))) draft.columns.push(change.column);
      return;
    }
    case "add-unique": {
      const draft = tables.get(id(change.table)) ?? empty(tables, change.table, change.site);
      addUnique(draft, change.unique);
      return;
    }
    case "drop-unique":
    case "rename-unique":
      onUnique(tables, change);
      return;
    default: {
      const draft = tables.get(id(change.table));
      if (draft) alter(draft, change);
    }
  }
}

type Alteration = Extract<
  SchemaChange,
  {
    readonly kind:
      "alter-column" | "rename-column" | "drop-column" | "adopt-index" | "drop-unique-columns" | "drop-primary";
  }
>;

function alter(draft: Draft, change: Alteration): void {
  switch (change.kind) {
    case "alter-column":
      draft.columns = draft.columns.map((column) =>
        same(column.name, change.column) ? altered(column, change) : column,
      );
      return;
    case "rename-column": {
      const renamed = (name: string): string => (same(name, change.column) ? change.to : name);
      draft.columns = draft.columns.map((column) =>
        same(column.name, change.column) ? { ...column, name: change.to, property: change.to } : column,
      );
      draft.uniques = draft.uniques.map((unique) => ({ ...unique, columns: unique.columns.map(renamed) }));
      return;
    }
    case "drop-column": {
      draft.columns = draft.columns.filter((column) => !same(column.name, change.column));
      const without = (unique: NamedUnique): NamedUnique => ({
        ...unique,
        columns: unique.columns.filter((name) => !same(name, change.column)),
      });
      draft.uniques = change.keepsIndexes
        ? draft.uniques.map(without).filter((unique) => unique.columns.length + unique.expressions.length > 0)
        : draft.uniques.filter((unique) => !unique.columns.some((name) => same(name, change.column)));
      return;
    }
    case "adopt-index":
      draft.uniques = draft.uniques.map((unique) =>
        same(unique.label, change.index)
          ? { ...unique, kind: change.primary ? "primary" : unique.kind, ...labelled(change.to ?? change.index) }
          : unique,
      );
      return;
    case "drop-unique-columns":
      draft.uniques = draft.uniques.filter(
        (unique) => unique.kind === "primary" || !sameColumns(unique.columns, change.columns),
      );
      return;
    case "drop-primary":
      draft.uniques = draft.uniques.filter((unique) => unique.kind !== "primary");
      return;
  }
}

function altered(column: Column, change: Extract<SchemaChange, { readonly kind: "alter-column" }>): Column {
  const { generated: before, ...rest } = column;
  const generated = change.generated === undefined ? before : (change.generated ?? undefined);
  return { ...rest, nullable: change.nullable ?? column.nullable, ...(generated ? { generated } : {}) };
}

/** Constraint names are unique per table in most dialects, index names per schema: a name without a table searches all. */
function onUnique(
  tables: Map<string, Draft>,
  change: Extract<SchemaChange, { readonly kind: "drop-unique" | "rename-unique" }>,
): void {
  const named = change.table === undefined ? undefined : tables.get(id(change.table));
  for (const draft of change.table === undefined ? tables.values() : named ? [named] : [])
    draft.uniques = draft.uniques.flatMap((unique) => {
      if (!same(unique.label, change.name)) return [unique];
      return change.kind === "drop-unique" ? [] : [{ ...unique, ...labelled(change.to) }];
    });
}

function labelled(name: string): { readonly name: string; readonly label: string } {
  return { name, label: name };
}

/** `a int PRIMARY KEY, UNIQUE (a)` in one CREATE TABLE makes one index. */
function withoutRepeats(uniques: readonly DeclaredUnique[]): readonly DeclaredUnique[] {
  return uniques.filter(
    (unique, at) =>
      !uniques.some(
        (other, before) =>
          unique.kind === "unique" &&
          (other.kind === "primary" || before < at) &&
          unique.name === undefined &&
          unique.expressions.length + other.expressions.length === 0 &&
          (unique.nullsNotDistinct ?? false) === (other.nullsNotDistinct ?? false) &&
          (unique.deferrable ?? false) === (other.deferrable ?? false) &&
          unique.columns.join() === other.columns.join(),
      ),
  );
}

function addUnique(draft: Draft, unique: DeclaredUnique): void {
  const table = draft.name.slice(draft.name.lastIndexOf(".") + 1);
  const given = unique.kind === "primary" ? `${table}_pkey` : [table, ...unique.columns, "key"].join("_");
  let label = unique.name ?? given;
  for (let count = 1; unique.name === undefined && draft.uniques.some((other) => same(other.label, label)); count += 1)
    label = `${given}${count}`;
  draft.uniques.push({ ...unique, label });
}

function unnamed(unique: NamedUnique): DeclaredUnique {
  const { name: _, label: __, ...rest } = unique;
  return rest;
}

function empty(tables: Map<string, Draft>, table: string, site: Site): Draft {
  const draft: Draft = { name: table, site, columns: [], uniques: [] };
  tables.set(id(table), draft);
  return draft;
}

function finish(draft: Draft, source: Table["source"]): Table {
  const primary = draft.uniques.find((unique) => unique.kind === "primary");
  const columns = draft.columns.map((column) =>
    column.nullable && primary?.columns.some((name) => same(name, column.name))
      ? { ...column, nullable: false }
      : column,
  );
  const nullable = (name: string): boolean => columns.find((column) => same(column.name, name))?.nullable ?? false;
  return {
    name: draft.name,
    aliases: [],
    columns,
    uniques: draft.uniques.map(({ label, ...unique }) => ({ ...unique, nullable: unique.columns.filter(nullable) })),
    source,
    site: draft.site,
  };
}

function id(table: string): string {
  return table.toLowerCase();
}

function same(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

function sameColumns(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((name) => right.some((other) => same(name, other)));
}
