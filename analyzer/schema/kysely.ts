import { ts } from "ts-morph";
import type { Site } from "../trace.js";
import type { DeclaredUnique, SchemaChange } from "./change.js";
import { generatedBy } from "./generated.js";
import { chainOf, elementsOf, returnedBy, stringOf, type Link } from "./literal.js";
import type { Column } from "./unique.js";

/** Reads a statement of Kysely's schema builder, `db.schema.createTable("t").addColumn(…).execute()`; nothing for any other call. */
export function readKyselyCall(
  node: ts.CallExpression,
  siteOf: (start: number, end: number) => Site,
): readonly SchemaChange[] | undefined {
  if (!ts.isPropertyAccessExpression(node.expression) || node.expression.name.text !== "execute") return undefined;
  const chain = chainOf(node);
  const opener = chain.find(({ name, arguments: args }) => OPENERS.has(name) && stringOf(args[0]) !== undefined);
  const name = stringOf(opener?.arguments[0]);
  if (!opener || name === undefined) return undefined;
  const at = ({ node: call }: Link): Site => siteOf((call.arguments[0] ?? call).getStart(), call.end);
  switch (opener.name) {
    case "createTable":
      return [
        {
          kind: "create-table",
          table: name,
          columns: chain.flatMap((link) => columnOf(link) ?? []),
          uniques: chain.flatMap((link) => uniquesOf(link, at(link))),
          ifNotExists: chain.some((link) => link.name === "ifNotExists"),
          site: siteOf(opener.node.getStart(), opener.node.end),
        },
      ];
    case "alterTable":
      return chain.flatMap((link) => alteration(name, link, at(link)));
    case "createIndex":
      return indexOf(name, chain, at(opener));
    case "dropTable":
      return [{ kind: "drop-table", table: name }];
    default:
      return [{ kind: "drop-unique", name }];
  }
}

const OPENERS = new Set(["createTable", "alterTable", "createIndex", "dropTable", "dropIndex"]);

function alteration(table: string, link: Link, site: Site): readonly SchemaChange[] {
  const name = stringOf(link.arguments[0]);
  if (link.name === "dropColumn" && name !== undefined)
    return [{ kind: "drop-column", table, column: name, keepsIndexes: false }];
  if (link.name === "dropConstraint" && name !== undefined) return [{ kind: "drop-unique", table, name }];
  if (link.name === "renameTo" && name !== undefined) return [{ kind: "rename-table", table, to: name }];
  const to = stringOf(link.arguments[1]);
  if (link.name === "renameColumn" && name !== undefined && to !== undefined)
    return [{ kind: "rename-column", table, column: name, to }];
  const column = columnOf(link);
  return [
    ...(column ? [{ kind: "add-column" as const, table, column, site }] : []),
    ...uniquesOf(link, site).map((unique) => ({ kind: "add-unique" as const, table, unique, site })),
  ];
}

/** `.addColumn("id", "serial", (col) => col.primaryKey())`. */
function columnOf(link: Link): Column | undefined {
  const name = link.name === "addColumn" ? stringOf(link.arguments[0]) : undefined;
  if (name === undefined) return undefined;
  const type = stringOf(link.arguments[1]);
  const options = optionsOf(link);
  const has = (option: string): boolean => options.some((each) => each.name === option);
  const made = options.find((each) => each.name === "defaultTo")?.arguments[0];
  const counted = /serial/i.test(type ?? "") || has("autoIncrement") || has("generatedAlwaysAsIdentity");
  const generated =
    counted || has("generatedByDefaultAsIdentity")
      ? "sequence"
      : made
        ? (generatedBy(stringOf(made) ?? made.getText()) ?? "constant")
        : undefined;
  return {
    name,
    property: name,
    nullable: !has("notNull") && !has("primaryKey"),
    ...(generated ? { generated } : {}),
    ...(type === undefined ? {} : { type }),
  };
}

/** Unique sets that a link declares: of its own column, or over several. */
function uniquesOf(link: Link, site: Site): readonly DeclaredUnique[] {
  const set = (kind: DeclaredUnique["kind"], columns: readonly string[], name?: string): DeclaredUnique => ({
    kind,
    columns,
    site,
    expressions: [],
    ...(name === undefined ? {} : { name }),
  });
  const name = stringOf(link.arguments[0]);
  if (link.name === "addColumn" && name !== undefined) {
    const options = optionsOf(link).map((option) => option.name);
    return [
      ...(options.includes("primaryKey") ? [set("primary", [name])] : []),
      ...(options.includes("unique") ? [set("unique", [name])] : []),
    ];
  }
  const kind =
    link.name === "addPrimaryKeyConstraint" ? "primary" : link.name === "addUniqueConstraint" ? "unique" : undefined;
  return kind ? [set(kind, textsOf(link.arguments[1]), name)] : [];
}

/** `createIndex("n").on("t").columns(["a", "b"]).unique()`. */
function indexOf(name: string, chain: readonly Link[], site: Site): readonly SchemaChange[] {
  const argument = (link: string): ts.Expression | undefined => chain.find((each) => each.name === link)?.arguments[0];
  const table = stringOf(argument("on"));
  if (table === undefined || !chain.some((link) => link.name === "unique")) return [];
  const single = chain.filter((link) => link.name === "column").flatMap((link) => stringOf(link.arguments[0]) ?? []);
  const expression = argument("expression");
  const where = chain.find((link) => link.name === "where");
  const unique: DeclaredUnique = {
    kind: "unique",
    columns: [...single, ...textsOf(argument("columns"))],
    site,
    name,
    expressions: expression ? [expression.getText()] : [],
    ...(where ? { where: where.arguments.map((part) => stringOf(part) ?? part.getText()).join(" ") } : {}),
  };
  return [{ kind: "add-unique", table, unique, site }];
}

function optionsOf(link: Link): readonly Link[] {
  const returned = returnedBy(link.arguments[2]);
  return returned ? chainOf(returned) : [];
}

/** Names in a list; `"a desc"` is the column `a`. */
function textsOf(list: ts.Expression | undefined): readonly string[] {
  return (elementsOf(list) ?? []).flatMap((element) => stringOf(element)?.split(/\s+/)[0] ?? []);
}
