import type { Column, SchemaIndex, Table, UniqueSet } from "./unique.js";

/** Makes one index of the tables of all sources; a table that several declare has the union of their unique sets. */
export function mergeTables(
  tables: readonly Table[],
  files: readonly string[],
  problems: readonly string[],
): Omit<SchemaIndex, "routines" | "text"> {
  const groups = new Map<string, Table[]>();
  for (const table of tables) groups.set(lower(table.name), [...(groups.get(lower(table.name)) ?? []), table]);
  joinQualified(groups);
  // A model of Objection only says what its table is called: without a migration nothing is known of it.
  const declared = [...groups.values()].filter((group) => group.some(({ source }) => source !== "objection"));
  const merged = declared.map(mergeOne);
  return { table: lookupIn(merged), tables: merged, files, problems };
}

/** `billing.orders` and a bare `orders` are one table when no other schema has an `orders`. */
function joinQualified(groups: Map<string, Table[]>): void {
  const qualified = new Map<string, string[]>();
  for (const name of groups.keys())
    if (name.includes(".")) qualified.set(baseName(name), [...(qualified.get(baseName(name)) ?? []), name]);
  for (const [base, names] of qualified) {
    const bare = groups.get(base);
    const [only] = names;
    if (!bare || only === undefined || names.length > 1) continue;
    groups.set(only, [...(groups.get(only) ?? []), ...bare]);
    groups.delete(base);
  }
}

function mergeOne(sources: readonly Table[]): Table {
  const rank = ({ source }: Table): number => (source === "objection" ? 2 : Number(source === "sql"));
  const ordered = [...sources].sort((left, right) => rank(left) - rank(right));
  const [first, ...rest] = ordered;
  if (!first) throw new Error("a group of tables has at least one member");
  return rest.reduce(mergeTwo, first);
}

function mergeTwo(left: Table, right: Table): Table {
  const rename = columnNames(left, right);
  const columns = mergeColumns(left.columns, right.columns, rename);
  const isNullable = (name: string): boolean | undefined => columns.find((column) => same(column.name, name))?.nullable;
  const renamed = (unique: UniqueSet): UniqueSet => ({
    ...unique,
    columns: unique.columns.map(rename),
    nullable: unique.nullable.map(rename),
  });
  const uniques = [...left.uniques.map(renamed), ...right.uniques.map(renamed)].map((unique) => ({
    ...unique,
    nullable: unique.columns.filter((name) => isNullable(name) ?? unique.nullable.includes(name)),
  }));
  const relations = [...(left.relations ?? []), ...(right.relations ?? [])];
  return {
    ...left,
    aliases: [...new Set([...left.aliases, ...right.aliases, ...(left.name === right.name ? [] : [right.name])])],
    columns,
    uniques: [...uniques.reduce(addUnique, new Map<string, UniqueSet>()).values()],
    ...(relations.length > 0 ? { relations } : {}),
    ...(left.held || right.held ? { held: { ...right.held, ...left.held } } : {}),
  };
}

/**
 * Both sources mean one column by `orderId` and `order_id` when only one spelling is in each: a naming strategy stands
 * between them. The spelling in the database wins.
 */
function columnNames(left: Table, right: Table): (name: string) => string {
  const [code, database] = right.source === "sql" ? [left, right] : [right, left];
  if (database.source !== "sql") return (name) => name;
  const written = new Set(database.columns.map((column) => lower(column.name)));
  const bySound = new Map(database.columns.map((column) => [sound(column.name), column.name]));
  const ours = new Set(code.columns.map((column) => lower(column.name)));
  return (name) => {
    const other = written.has(lower(name)) ? undefined : bySound.get(sound(name));
    return other === undefined || ours.has(lower(other)) ? name : other;
  };
}

function mergeColumns(
  left: readonly Column[],
  right: readonly Column[],
  rename: (name: string) => string,
): readonly Column[] {
  const merged = new Map<string, Column>();
  for (const column of [...left, ...right]) {
    const name = rename(column.name);
    const before = merged.get(lower(name));
    if (!before) {
      merged.set(lower(name), { ...column, name });
      continue;
    }
    const generated = before.generated ?? column.generated;
    const type = before.type ?? column.type;
    merged.set(lower(name), {
      ...before,
      property: before.property === before.name ? column.property : before.property,
      nullable: before.nullable && column.nullable,
      ...(generated ? { generated } : {}),
      ...(type === undefined ? {} : { type }),
    });
  }
  return [...merged.values()];
}

function addUnique(uniques: Map<string, UniqueSet>, unique: UniqueSet): Map<string, UniqueSet> {
  const members = unique.columns.map(lower).sort();
  const texts = [unique.where ?? "", ...unique.expressions].map((text) => lower(text.replace(/[\s"'`()]/g, "")));
  const key = JSON.stringify([members, texts, unique.nullsNotDistinct ?? false]);
  const before = uniques.get(key);
  const kind = before?.kind === "primary" || unique.kind === "primary" ? "primary" : "unique";
  return uniques.set(key, { ...unique, ...before, kind });
}

function lookupIn(tables: readonly Table[]): (name: string) => Table | undefined {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const byAlias = new Ambiguous();
  const byLowerName = new Ambiguous();
  const byLowerAlias = new Ambiguous();
  const byBase = new Ambiguous();
  for (const table of tables) {
    byLowerName.add(lower(table.name), table);
    byBase.add(lower(baseName(table.name)), table);
    for (const alias of table.aliases) {
      byAlias.add(alias, table);
      byLowerAlias.add(lower(alias), table);
    }
  }
  return (written) => {
    const name = written.replace(/["'`[\]]/g, "").replace(/^(?:public|dbo|main)\./i, "");
    return (
      byName.get(name) ??
      byAlias.get(name) ??
      byLowerName.get(lower(name)) ??
      byLowerAlias.get(lower(name)) ??
      (name.includes(".") ? undefined : byBase.get(lower(name)))
    );
  };
}

/** A name that two tables share means neither: a guess would take one table's unique set for the other's. */
class Ambiguous {
  readonly #tables = new Map<string, Table | undefined>();

  add(name: string, table: Table): void {
    const known = this.#tables.has(name) && this.#tables.get(name) !== table;
    this.#tables.set(name, known ? undefined : table);
  }

  get(name: string): Table | undefined {
    return this.#tables.get(name);
  }
}

function baseName(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

function sound(name: string): string {
  return lower(name).replaceAll("_", "");
}

function same(left: string, right: string): boolean {
  return lower(left) === lower(right);
}

function lower(name: string): string {
  return name.toLowerCase();
}
