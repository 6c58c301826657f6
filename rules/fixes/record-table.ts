import { ts } from "ts-morph";
import type { Column, Table } from "../../analyzer/schema/unique.js";
import type { Effect, TextEdit } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";
import { importNames } from "./named-import.js";
import { nodesAround, quoteStyle, textOf } from "./syntax.js";
import { columnsOf } from "./unique-insert.js";
import { nextMigration } from "./unique-schema.js";

/** The table that remembers what was done, and the edits that make it when the project has none. */
export interface RecordTable {
  readonly name: string;
  /** The Prisma client's member. */
  readonly member: string;
  readonly key: Pick<Column, "name" | "property">;
  readonly edits: readonly TextEdit[];
}

/** The project's table of records that is declared as the target is, else a new one beside it. */
export function recordTable(effect: Effect, context: RuleContext): RecordTable | undefined {
  const target = context.schema.table(effect.target);
  if (!target) return undefined;
  for (const table of context.schema.tables) {
    const isReached =
      table.source === target.source && (table.source !== "drizzle" || table.site.file === target.site.file);
    const key = isReached && RECORDS.test(table.name) ? soleKey(table) : undefined;
    if (key) return { name: table.name, member: memberOf(table), key, edits: [] };
  }
  return newRecordTable(target, context, /^(mysql|mariadb)/i.test(effect.library) ? MYSQL : POSTGRES);
}

/** The one column that a claim has to write. */
export function soleKey(table: Table): Column | undefined {
  for (const set of table.uniques) {
    const column = set.columns.length === 1 && !set.where ? columnsOf(table, set.columns)[0] : undefined;
    if (!column || column.generated || /int|uuid|serial/i.test(column.type ?? "")) continue;
    if (table.columns.every((other) => other === column || other.nullable || other.generated !== undefined))
      return column;
  }
  return undefined;
}

/** The edits that make a table of records beside another table, and its names. */
export function newRecordTable(target: Table, context: RuleContext, types: Types = POSTGRES): RecordTable | undefined {
  const key = { name: "id", property: "id" };
  if (target.source === "prisma") {
    const text = context.text(target.site.file);
    if (text === undefined) return undefined;
    const model = `\nmodel ProcessedMessage {\n  id          String   @id\n  processedAt DateTime @default(now())\n}\n`;
    const end = text.length;
    return {
      name: "ProcessedMessage",
      member: "processedMessage",
      key,
      edits: [{ file: target.site.file, start: end, end, text: text.endsWith("\n") ? model : `\n${model}` }],
    };
  }
  if (target.source === "drizzle") return newDrizzleTable(target, context);
  if (target.source !== "sql") return undefined;
  const file = nextMigration(target.site.file, "processed_messages", context);
  if (!file) return undefined;
  const text = `CREATE TABLE processed_messages (\n  id ${types.id} PRIMARY KEY,\n  processed_at ${types.time} NOT NULL DEFAULT now()\n);\n`;
  return { name: "processed_messages", member: "processedMessages", key, edits: [{ file, start: 0, end: 0, text }] };
}

/** Beside the target's own declaration; who imports that one imports this one too. */
function newDrizzleTable(target: Table, context: RuleContext): RecordTable | undefined {
  const source = context.source(target.site.file);
  const statement = source && nodesAround(source, target.site.start, target.site.end).find(ts.isVariableStatement);
  const member = "processedMessages";
  if (!source || !statement || !/\bpgTable\(/.test(textOf(source, statement)) || source.text.includes(member))
    return undefined;
  const quote = quoteStyle(source.text);
  const q = (text: string): string => quote + text + quote;
  const isExported = /^export\b/.test(textOf(source, statement));
  const text = `\n\n${isExported ? "export " : ""}const ${member} = pgTable(${q("processed_messages")}, {
  id: text(${q("id")}).primaryKey(),
  processedAt: timestamp(${q("processed_at")}).notNull().defaultNow(),
});`;
  const { fileName: file } = source;
  const made = { file, start: statement.end, end: statement.end, text };
  const imports = importNames(source, "drizzle-orm/pg-core", ["text", "timestamp"], quote);
  return { name: "processed_messages", member, key: { name: "id", property: "id" }, edits: [made, ...imports] };
}

/** The edits that import a record table's variable from where the target's is imported from; none in the file that declares both. */
export function importBeside(
  source: ts.SourceFile,
  record: RecordTable,
  target: Table,
): readonly TextEdit[] | undefined {
  if (target.source !== "drizzle" || target.site.file === source.fileName) return [];
  const from = source.statements.filter(ts.isImportDeclaration).find(({ importClause }) => {
    const named = importClause?.namedBindings;
    return named && ts.isNamedImports(named) && named.elements.some(({ name }) => target.aliases.includes(name.text));
  });
  if (!from || !ts.isStringLiteral(from.moduleSpecifier)) return undefined;
  return importNames(source, from.moduleSpecifier.text, [record.member], quoteStyle(source.text));
}

/** The member of the Prisma client for a table, or the variable that declares it. */
export function memberOf(table: Table): string {
  const model = table.aliases.find((alias) => /^[a-z]/.test(alias)) ?? table.name;
  return model.charAt(0).toLowerCase() + model.slice(1);
}

interface Types {
  readonly id: string;
  readonly time: string;
}

const POSTGRES: Types = { id: "text", time: "timestamptz" };

/** MySQL makes no key of a `text`. */
const MYSQL: Types = { id: "varchar(191)", time: "timestamp" };

const RECORDS = /processed|handled|consumed|received|dedup|idempoten|inbox/i;
