import { ts } from "ts-morph";
import type { Site } from "../trace.js";
import type { DeclaredUnique, SchemaChange } from "./change.js";
import { generatedBy } from "./generated.js";
import { bare, chainOf, elementsOf, isTrue, objectOf, propertyOf, stringOf } from "./literal.js";
import type { Link } from "./literal.js";
import type { Column } from "./unique.js";

type SiteOf = (start: number, end: number) => Site;

/** Reads one call of Knex's schema builder (`createTable`, `alterTable`, `dropTable` …); `undefined` for any other call. */
export function readKnexCall(call: ts.CallExpression, siteOf: SiteOf): readonly SchemaChange[] | undefined {
  const callee = bare(call.expression);
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const table = stringOf(call.arguments[0]);
  if (table === undefined) return undefined;
  const site = siteOf(callee.name.getStart(), call.arguments[0]?.end ?? call.end);
  switch (callee.name.text) {
    case "createTable":
    case "createTableIfNotExists":
      return createTable(table, call, callee.name.text !== "createTable", site, siteOf);
    case "alterTable":
    case "table": {
      const body = builderCalls(call.arguments[1]);
      return body?.flatMap((chain) => alterations(table, chain, siteOf));
    }
    case "dropTable":
    case "dropTableIfExists":
      return [{ kind: "drop-table", table }];
    case "renameTable": {
      const to = stringOf(call.arguments[1]);
      return to === undefined ? undefined : [{ kind: "rename-table", table, to }];
    }
    default:
      return undefined;
  }
}

function createTable(
  table: string,
  call: ts.CallExpression,
  ifNotExists: boolean,
  site: Site,
  siteOf: SiteOf,
): readonly SchemaChange[] | undefined {
  const body = builderCalls(call.arguments[1]);
  if (!body) return undefined;
  const columns: Column[] = [];
  const uniques: DeclaredUnique[] = [];
  for (const change of body.flatMap((chain) => alterations(table, chain, siteOf)))
    if (change.kind === "add-column") columns.push(change.column);
    else if (change.kind === "add-unique") uniques.push(change.unique);
  return [{ kind: "create-table", table, columns, uniques, ifNotExists, site }];
}

/** The chains on the builder parameter of a callback: `t.string("a").unique()`. */
function builderCalls(callback: ts.Expression | undefined): readonly (readonly Link[])[] | undefined {
  const fn = callback && bare(callback);
  if (!fn || (!ts.isArrowFunction(fn) && !ts.isFunctionExpression(fn))) return undefined;
  const parameter = fn.parameters[0]?.name;
  if (parameter && !ts.isIdentifier(parameter)) return undefined;
  const chains: (readonly Link[])[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && !ts.isPropertyAccessExpression(node.parent)) {
      const chain = chainOf(node);
      const root = chain[0] && bare(chain[0].node.expression);
      const owner = root && ts.isPropertyAccessExpression(root) ? bare(root.expression) : undefined;
      if (
        owner &&
        (parameter ? ts.isIdentifier(owner) && owner.text === parameter.text : owner.kind === ts.SyntaxKind.ThisKeyword)
      )
        chains.push(chain);
    }
    ts.forEachChild(node, visit);
  };
  visit(fn.body);
  return chains;
}

function alterations(table: string, chain: readonly Link[], siteOf: SiteOf): readonly SchemaChange[] {
  const [root, ...links] = chain;
  if (!root) return [];
  const start = root.node.expression.end - root.name.length;
  const site = siteOf(start, (chain.at(-1) ?? root).node.end);
  const listed = elementsOf(root.arguments[0])?.flatMap((each) => stringOf(each) ?? []);
  const name = stringOf(root.arguments[0]);
  const fields = listed ?? (name === undefined ? [] : [name]);
  const index =
    stringOf(root.arguments[1]) ??
    stringOf(propertyOf(root.arguments[1], "indexName")) ??
    stringOf(propertyOf(root.arguments[1], "constraintName"));
  const named = index === undefined ? {} : { name: index };
  switch (root.name) {
    case "unique":
    case "primary": {
      if (fields.length === 0) return [];
      const kind = root.name === "primary" ? "primary" : "unique";
      const predicate = propertyOf(root.arguments[1], "predicate");
      const name = kind === "primary" ? `${table}_pkey` : uniqueName(table, fields);
      const where = predicate ? { where: predicate.getText() } : {};
      return [
        {
          kind: "add-unique",
          table,
          site,
          unique: { kind, columns: fields, expressions: [], site, name, ...named, ...where },
        },
      ];
    }
    case "dropUnique":
      return [
        { kind: "drop-unique-columns", table, columns: fields },
        ...(index === undefined ? [] : [{ kind: "drop-unique", table, name: index } as const]),
      ];
    case "dropPrimary":
      return [{ kind: "drop-primary", table }];
    case "dropColumn":
    case "dropColumns": {
      const dropped = listed ?? root.arguments.flatMap((each) => stringOf(each) ?? []);
      return dropped.map((column) => ({ kind: "drop-column", table, column, keepsIndexes: false }) as const);
    }
    case "renameColumn": {
      const to = stringOf(root.arguments[1]);
      return name === undefined || to === undefined ? [] : [{ kind: "rename-column", table, column: name, to }];
    }
    case "setNullable":
    case "dropNullable":
      return name === undefined
        ? []
        : [{ kind: "alter-column", table, column: name, nullable: root.name === "setNullable" }];
    case "timestamps":
      return ["created_at", "updated_at"].map(
        (column) =>
          ({
            kind: "add-column",
            table,
            site,
            column: { name: column, property: column, nullable: true, generated: "clock" },
          }) as const,
      );
    default:
      return NOT_COLUMNS.test(root.name) ? [] : column(table, root, links, site);
  }
}

const NOT_COLUMNS =
  /^(?:index|drop\w*|foreign|comment|engine|charset|collate|inherits|queryContext|check|raw|references|onDelete)$/;

function column(table: string, root: Link, links: readonly Link[], site: Site): readonly SchemaChange[] {
  const increments = /increments$/i.test(root.name);
  const name = stringOf(root.arguments[0]) ?? (increments ? "id" : undefined);
  if (name === undefined) return [];
  const options = root.arguments.find((argument) => objectOf(argument));
  let primary =
    (increments && !isFalse(propertyOf(options, "primaryKey"))) || isTrue(propertyOf(options, "primaryKey"));
  let nullable = true;
  let generated: Column["generated"] = increments ? "sequence" : undefined;
  const uniques: DeclaredUnique[] = [];
  for (const link of links) {
    if (link.name === "primary") primary = true;
    if (link.name === "notNullable") nullable = false;
    if (link.name === "nullable") nullable = !isFalse(link.arguments[0]);
    if (link.name === "defaultTo") generated = defaultOf(link.arguments[0]);
    if (link.name === "unique") {
      const index =
        stringOf(link.arguments[0]) ??
        stringOf(propertyOf(link.arguments[0], "indexName")) ??
        uniqueName(table, [name]);
      uniques.push({ kind: "unique", columns: [name], expressions: [], site, name: index });
    }
  }
  if (primary) uniques.push({ kind: "primary", columns: [name], expressions: [], site, name: `${table}_pkey` });
  const made: Column = {
    name,
    property: name,
    nullable: nullable && !primary,
    ...(generated ? { generated } : {}),
    type: root.name,
  };
  const altered: readonly SchemaChange[] = links.some((link) => link.name === "alter")
    ? [{ kind: "alter-column", table, column: name, nullable: made.nullable }]
    : [{ kind: "add-column", table, column: made, site }];
  return [...altered, ...uniques.map((unique) => ({ kind: "add-unique", table, unique, site }) as const)];
}

function defaultOf(value: ts.Expression | undefined): Column["generated"] {
  if (!value || bare(value).kind === ts.SyntaxKind.NullKeyword) return undefined;
  return ts.isCallExpression(bare(value)) ? generatedBy(value.getText()) : "constant";
}

/** The name that Knex gives an index. */
function uniqueName(table: string, columns: readonly string[]): string {
  return `${table}_${columns.join("_")}_unique`.toLowerCase().replace(/[.-]/g, "_");
}

function isFalse(node: ts.Expression | undefined): boolean {
  return node !== undefined && bare(node).kind === ts.SyntaxKind.FalseKeyword;
}
