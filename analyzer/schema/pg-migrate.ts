import { ts } from "ts-morph";
import type { Site } from "../trace.js";
import type { DeclaredUnique, SchemaChange } from "./change.js";
import { generatedBy } from "./generated.js";
import { bare, elementsOf, isTrue, nameOf, objectOf, propertyOf, stringOf } from "./literal.js";
import type { Column } from "./unique.js";

type SiteOf = (start: number, end: number) => Site;

/** Reads one call of node-pg-migrate's builder (`pgm.createTable`, `pgm.addConstraint` …); `undefined` for any other call. */
export function readPgMigrateCall(call: ts.CallExpression, siteOf: SiteOf): readonly SchemaChange[] | undefined {
  const callee = bare(call.expression);
  if (!ts.isPropertyAccessExpression(callee) || !isBuilder(callee.expression)) return undefined;
  const [target, second, third] = call.arguments;
  const table = named(target);
  if (table === undefined) return undefined;
  const site = siteOf(callee.name.getStart(), target?.end ?? call.end);
  switch (callee.name.text) {
    case "createTable": {
      const declared = columnsOf(table, second, site);
      return [
        {
          kind: "create-table",
          table,
          columns: declared.map(({ column }) => column),
          uniques: [...declared.flatMap(({ uniques }) => uniques), ...constraintsOf(table, third, site)],
          ifNotExists: isTrue(propertyOf(third, "ifNotExists")),
          site,
        },
      ];
    }
    case "addColumn":
    case "addColumns":
      return columnsOf(table, second, site).flatMap(({ column, uniques }) => [
        { kind: "add-column", table, column, site } as const,
        ...uniques.map((unique) => ({ kind: "add-unique", table, unique, site }) as const),
      ]);
    case "addConstraint":
    case "createConstraint":
      return constraintsOf(table, third, site, stringOf(second)).map(
        (unique) => ({ kind: "add-unique", table, unique, site }) as const,
      );
    case "addIndex":
    case "createIndex":
      return indexOf(table, second, third, site);
    case "dropConstraint": {
      const name = stringOf(second);
      return name === undefined ? undefined : [{ kind: "drop-unique", table, name }];
    }
    case "dropIndex": {
      const name = stringOf(propertyOf(third, "name"));
      if (name !== undefined) return [{ kind: "drop-unique", table, name }];
      return [{ kind: "drop-unique-columns", table, columns: texts(second) }];
    }
    case "dropTable":
      return [{ kind: "drop-table", table }];
    case "renameTable": {
      const to = named(second);
      return to === undefined ? undefined : [{ kind: "rename-table", table, to }];
    }
    default:
      return ofColumn(callee.name.text, table, second, third);
  }
}

/** `pgm`, as every migration of the library calls it, or what is declared as its `MigrationBuilder`. */
function isBuilder(receiver: ts.Expression): boolean {
  const name = bare(receiver);
  if (!ts.isIdentifier(name)) return false;
  return (
    name.text === "pgm" || new RegExp(`\\b${name.text}\\s*:\\s*MigrationBuilder\\b`).test(name.getSourceFile().text)
  );
}

function ofColumn(
  method: string,
  table: string,
  second: ts.Expression | undefined,
  third: ts.Expression | undefined,
): readonly SchemaChange[] | undefined {
  if (method === "dropColumn" || method === "dropColumns")
    return texts(second).map((column) => ({ kind: "drop-column", table, column, keepsIndexes: false }) as const);
  const column = stringOf(second);
  if (column === undefined) return undefined;
  if (method === "renameColumn") {
    const to = stringOf(third);
    return to === undefined ? undefined : [{ kind: "rename-column", table, column, to }];
  }
  if (method !== "alterColumn") return undefined;
  const notNull = propertyOf(third, "notNull");
  return notNull ? [{ kind: "alter-column", table, column, nullable: !isTrue(notNull) }] : [];
}

interface Declared {
  readonly column: Column;
  readonly uniques: readonly DeclaredUnique[];
}

function columnsOf(table: string, columns: ts.Expression | undefined, site: Site): readonly Declared[] {
  return (objectOf(columns)?.properties ?? []).flatMap((property) => {
    const name = property.name && nameOf(property.name);
    if (!ts.isPropertyAssignment(property) || name === undefined) return [];
    return [columnOf(table, name, property.initializer, site)];
  });
}

/** `{ type: "text", notNull: true, unique: true }`, its type alone, or `"id"`, which stands for a serial primary key. */
function columnOf(table: string, name: string, definition: ts.Expression, site: Site): Declared {
  const short = stringOf(definition);
  const type = short ?? stringOf(propertyOf(definition, "type")) ?? "";
  const primary = short === "id" || isTrue(propertyOf(definition, "primaryKey"));
  const generated = /serial$/i.test(type) || short === "id" ? "sequence" : defaultOf(definition);
  const set = { columns: [name], expressions: [], site } as const;
  return {
    column: {
      name,
      property: name,
      nullable: !primary && !isTrue(propertyOf(definition, "notNull")),
      ...(generated ? { generated } : {}),
      type: short === "id" ? "serial" : type,
    },
    uniques: [
      ...(primary ? [{ kind: "primary" as const, ...set, name: `${table}_pkey` }] : []),
      ...(isTrue(propertyOf(definition, "unique"))
        ? [{ kind: "unique" as const, ...set, name: `${table}_${name}_key` }]
        : []),
    ],
  };
}

/** `pgm.func("gen_random_uuid()")` is SQL, a text is a text. */
function defaultOf(definition: ts.Expression): Column["generated"] {
  if (propertyOf(definition, "sequenceGenerated")) return "sequence";
  const value = propertyOf(definition, "default");
  if (!value || bare(value).kind === ts.SyntaxKind.NullKeyword) return undefined;
  const call = bare(value);
  return ts.isCallExpression(call) ? generatedBy(call.arguments[0]?.getText().slice(1, -1) ?? "") : "constant";
}

/** `{ unique: "a" }`, `{ unique: ["a", "b"] }`, `{ unique: [["a", "b"], ["c"]] }`, `{ primaryKey: [...] }`. */
function constraintsOf(
  table: string,
  options: ts.Expression | undefined,
  site: Site,
  name?: string,
): readonly DeclaredUnique[] {
  const constraints = objectOf(propertyOf(options, "constraints")) ?? options;
  const unique = propertyOf(constraints, "unique");
  const several = elementsOf(unique)?.filter((item) => elementsOf(item)) ?? [];
  const sets = several.length > 0 ? several.map(texts) : [texts(unique)];
  const primary = texts(propertyOf(constraints, "primaryKey"));
  const of = (kind: "unique" | "primary", columns: readonly string[], suffix: string): readonly DeclaredUnique[] =>
    columns.length === 0 ? [] : [{ kind, columns, expressions: [], site, name: name ?? `${table}_${suffix}` }];
  return [
    ...of("primary", primary, "pkey"),
    ...sets.flatMap((columns) => of("unique", columns, `uniq_${columns.join("_")}`)),
  ];
}

function indexOf(
  table: string,
  on: ts.Expression | undefined,
  options: ts.Expression | undefined,
  site: Site,
): readonly SchemaChange[] {
  if (!isTrue(propertyOf(options, "unique"))) return [];
  const written = texts(on);
  const columns = written.filter((text) => /^\w+$/.test(text));
  const where = stringOf(propertyOf(options, "where"));
  const unique: DeclaredUnique = {
    kind: "unique",
    columns,
    expressions: written.filter((text) => !/^\w+$/.test(text)),
    site,
    name: stringOf(propertyOf(options, "name")) ?? `${table}_${columns.join("_")}_unique_index`,
    ...(where === undefined ? {} : { where }),
  };
  return [{ kind: "add-unique", table, unique, site }];
}

/** A text, or a list of texts or of objects with names. */
function texts(node: ts.Expression | undefined): readonly string[] {
  const one = named(node);
  return one === undefined ? (elementsOf(node) ?? []).flatMap((item) => named(item) ?? []) : [one];
}

/** `"payments"`, `{ schema: "billing", name: "payments" }` */
function named(node: ts.Expression | undefined): string | undefined {
  return stringOf(node) ?? stringOf(propertyOf(node, "name"));
}
