import { ts } from "ts-morph";
import type { Column, Table } from "../../analyzer/schema/unique.js";
import type { Effect, TextEdit } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";
import { chainAround, linkNamed, quoted, valueOf, type Chain } from "./chain.js";
import { indentAt, textOf } from "./syntax.js";

/**
 * Edits that turn an insert into one that leaves the row of an earlier attempt alone and yields what it yielded before;
 * nothing where that changes what the code around it gets.
 */
export function tolerant(
  effect: Effect,
  columns: readonly Column[],
  table: Table | undefined,
  context: RuleContext,
): readonly TextEdit[] | undefined {
  const source = context.source(effect.sink.file);
  const chain = source && chainAround(source, effect.sink);
  if (!chain || columns.length === 0) return undefined;
  const library = effect.library.toLowerCase();
  if (/\bskipDuplicates\s*:\s*true\b|\bonConflictDoNothing\(\)/.test(chain.text)) return [];
  if (library.includes("prisma") && !/\$\w+Raw/.test(chain.text)) return prismaUpsert(chain, columns);
  if (library.includes("drizzle")) return drizzleClause(chain, columns, table, context);
  if (library.includes("typeorm") && !effect.name.endsWith(".query")) return typeormUpsert(chain, columns);
  if (library.includes("knex") && linkNamed(chain, "insert")) return knexClause(chain, columns);
  return sqlClause(chain, columns, library);
}

/** `update` repeats the key itself: with nothing to update, Prisma reads first and inserts then, and two attempts race. */
function prismaUpsert(chain: Chain, columns: readonly Column[]): TextEdit[] | undefined {
  const create = linkNamed(chain, "create");
  const options = create?.call.arguments[0];
  if (!create || !options || !ts.isObjectLiteralExpression(options)) return undefined;
  const data = options.properties.find((one) => one.name && ts.isIdentifier(one.name) && one.name.text === "data");
  if (!data || !(ts.isPropertyAssignment(data) || ts.isShorthandPropertyAssignment(data))) return undefined;
  const written = ts.isPropertyAssignment(data) ? data.initializer : data.name;
  const pairs = columns.map((column) => pairOf(chain.source, written, column.property));
  const [first] = pairs;
  if (!first || pairs.some((pair) => pair === undefined)) return undefined;
  const key =
    columns.length === 1
      ? `{ ${first} }`
      : `{ ${columns.map((column) => column.property).join("_")}: { ${pairs.join(", ")} } }`;
  const { file, source } = chain;
  const separator = source.text.slice(options.getStart(source), data.getStart(source)).includes("\n")
    ? `,\n${indentAt(source.text, data.getStart(source))}`
    : ", ";
  const head = `where: ${key}${separator}update: { ${first} }${separator}create`;
  return [
    { file, start: create.name.getStart(source), end: create.name.end, text: "upsert" },
    ts.isPropertyAssignment(data)
      ? { file, start: data.name.getStart(source), end: data.name.end, text: head }
      : { file, start: data.getStart(source), end: data.end, text: `${head}: data` },
  ];
}

function pairOf(source: ts.SourceFile, written: ts.Expression, property: string): string | undefined {
  if (ts.isIdentifier(written)) return `${property}: ${written.text}.${property}`;
  const value = ts.isObjectLiteralExpression(written) ? valueOf(source, written, property) : undefined;
  return value === undefined ? undefined : value === property ? property : `${property}: ${value}`;
}

function drizzleClause(
  chain: Chain,
  columns: readonly Column[],
  table: Table | undefined,
  context: RuleContext,
): TextEdit[] | undefined {
  const values = linkNamed(chain, "values");
  const named = linkNamed(chain, "insert")?.call.arguments[0];
  const row = values?.call.arguments[0];
  if (!values || !named || !row) return undefined;
  const { file, source } = chain;
  const name = textOf(source, named);
  const [first] = columns;
  const value = first && (ts.isObjectLiteralExpression(row) ? valueOf(source, row, first.property) : undefined);
  const same =
    first && value !== undefined && `{ ${value === first.property ? value : `${first.property}: ${value}`} }`;
  const targets = columns.map((column) => `${name}.${column.property}`);
  const target = targets.length === 1 ? targets[0] : `[${targets.join(", ")}]`;
  const at = { file, start: values.call.end, end: values.call.end };
  if (table && /\bmysqlTable\b/.test(context.text(table.site.file) ?? "")) {
    return same ? [{ ...at, text: `.onDuplicateKeyUpdate({ set: ${same} })` }] : undefined;
  }
  if (!linkNamed(chain, "returning")) return [{ ...at, text: `.onConflictDoNothing({ target: ${target} })` }];
  return same ? [{ ...at, text: `.onConflictDoUpdate({ target: ${target}, set: ${same} })` }] : undefined;
}

function typeormUpsert(chain: Chain, columns: readonly Column[]): TextEdit[] | undefined {
  const write = linkNamed(chain, "insert") ?? linkNamed(chain, "save");
  const last = write?.call.arguments.at(-1);
  if (!write || !last || (write.name.text === "save" && !chain.unused)) return undefined;
  const { file, source } = chain;
  const target = `[${columns.map((column) => quoted(column.property, source)).join(", ")}]`;
  return [
    { file, start: write.name.getStart(source), end: write.name.end, text: "upsert" },
    { file, start: last.end, end: last.end, text: `, ${target}` },
  ];
}

function knexClause(chain: Chain, columns: readonly Column[]): TextEdit[] | undefined {
  const insert = linkNamed(chain, "insert");
  const [first] = columns;
  if (!insert || !first) return undefined;
  const names = columns.map((column) => quoted(column.name, chain.source));
  const target = names.length === 1 ? names[0] : `[${names.join(", ")}]`;
  const keep =
    linkNamed(chain, "returning") || insert.call.arguments.length > 1
      ? `merge([${quoted(first.name, chain.source)}])`
      : "ignore()";
  return [{ file: chain.file, start: insert.call.end, end: insert.call.end, text: `.onConflict(${target}).${keep}` }];
}

function sqlClause(chain: Chain, columns: readonly Column[], library: string): TextEdit[] | undefined {
  const text = sqlTextIn(chain);
  const [first] = columns;
  if (!text || !first) return undefined;
  const written = chain.source.text.slice(text.start, text.end);
  if (!/^\W*insert\s+into\b/i.test(written)) return undefined;
  if (/\bon\s+(conflict|duplicate)\b/i.test(written)) return otherTarget(chain, text.start, written, columns);
  const returning = /\s+returning\b/i.exec(written);
  const at = text.start + (returning ? returning.index : written.search(/\s*;?\s*$/));
  const names = columns.map((column) => column.name).join(", ");
  const clause =
    library.includes("mysql") || library.includes("maria")
      ? `ON DUPLICATE KEY UPDATE ${first.name} = ${first.name}`
      : `ON CONFLICT (${names}) ${returning ? `DO UPDATE SET ${first.name} = EXCLUDED.${first.name}` : "DO NOTHING"}`;
  const gap = written.includes("\n") ? `\n${indentAt(chain.source.text, at)}` : " ";
  return [{ file: chain.file, start: at, end: at, text: cased(clause, written, gap) }];
}

/** A clause that is there ignores any conflict, or gets the columns that make one. */
function otherTarget(
  { file }: Chain,
  start: number,
  written: string,
  columns: readonly Column[],
): TextEdit[] | undefined {
  if (/\bon\s+conflict\s+do\s+nothing\b/i.test(written)) return [];
  const target = /\bon\s+conflict\s*\(([\w\s,"]*)\)\s*do\s+nothing\b/i.exec(written);
  if (!target) return undefined;
  const at = start + target.index + target[0].indexOf("(") + 1;
  return [{ file, start: at, end: at + (target[1] ?? "").length, text: columns.map(({ name }) => name).join(", ") }];
}

/** Keywords in the case that the statement uses. */
function cased(clause: string, written: string, gap: string): string {
  return gap + (/^\W*insert/.test(written) ? clause.replace(/\b[A-Z]{2,}\b/g, (word) => word.toLowerCase()) : clause);
}

/** The inside of the literal that holds the statement: in the call, its `text` or `sql` property, or a constant of this file. */
export function sqlTextIn(chain: Chain): { readonly start: number; readonly end: number } | undefined {
  const { source } = chain;
  const inside = (node: ts.Node): { start: number; end: number } => ({
    start: node.getStart(source) + 1,
    end: node.end - 1,
  });
  const literal = (node: ts.Node | undefined): { start: number; end: number } | undefined => {
    if (!node) return undefined;
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateExpression(node))
      return inside(node);
    if (ts.isTaggedTemplateExpression(node)) return inside(node.template);
    if (ts.isObjectLiteralExpression(node)) return literal(propertyIn(node, "text") ?? propertyIn(node, "sql"));
    if (ts.isIdentifier(node)) return literal(constantNamed(source, node.text));
    return undefined;
  };
  for (const link of chain.links) {
    const found = literal(link.call.arguments[0]);
    if (found && /^\W*(insert|update|with|select|delete)\b/i.test(source.text.slice(found.start, found.end)))
      return found;
  }
  return chain.template && inside(chain.template.template);
}

function propertyIn(node: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  const property = node.properties.find((one) => one.name && ts.isIdentifier(one.name) && one.name.text === name);
  return property && ts.isPropertyAssignment(property) ? property.initializer : undefined;
}

function constantNamed(source: ts.SourceFile, name: string): ts.Expression | undefined {
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    const found = statement.declarationList.declarations.find(
      (one) => ts.isIdentifier(one.name) && one.name.text === name,
    );
    if (found) return found.initializer;
  }
  return undefined;
}
