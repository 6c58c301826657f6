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
  const target = tableOf(effect, context);
  if (!target) return undefined;
  for (const table of context.schema.tables) {
    const isReached =
      table.source === target.source && (table.source !== "drizzle" || table.site.file === target.site.file);
    const key = isReached && RECORDS.test(table.name) ? soleKey(table) : undefined;
    if (key) return { name: table.name, member: className(table) ?? memberOf(table), key, edits: [] };
  }
  return newRecordTable(target, context, /^(mysql|mariadb)/i.test(effect.library) ? MYSQL : POSTGRES);
}

/** The table that an effect changes: an entity, when TypeORM makes the change, whatever else declares a table of that name. */
export function tableOf(effect: Effect, { schema }: RuleContext): Table | undefined {
  return effect.library === "TypeORM"
    ? schema.tables.find((table) => table.source === "typeorm" && table.aliases.includes(effect.target))
    : schema.table(effect.target);
}

/** An entity is called by its class. */
function className({ source, aliases }: Table): string | undefined {
  return source === "typeorm" ? aliases.find((alias) => /^[A-Z]/.test(alias)) : undefined;
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
  if (target.source === "typeorm") return newEntity(target, context);
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

/** Beside the target's class, and in every list of entities that names that one. */
function newEntity(target: Table, context: RuleContext): RecordTable | undefined {
  const source = context.source(target.site.file);
  const entity = source && nodesAround(source, target.site.start, target.site.end).find(ts.isClassDeclaration);
  const member = "ProcessedMessage";
  if (!source || !entity?.name || source.text.includes(member)) return undefined;
  const quote = quoteStyle(source.text);
  const { fileName: file } = source;
  const isExported = /\bexport class\b/.test(textOf(source, entity));
  const text = `\n\n@Entity(${quote}processed_messages${quote})\n${isExported ? "export " : ""}class ${member} {\n  @PrimaryColumn()\n  id!: string;\n}`;
  const listed = new RegExp(`\\bentities\\s*:\\s*\\[[^\\]]*\\b${entity.name.text}\\b`);
  const lists = context.sources().flatMap((one): readonly TextEdit[] => {
    const found = listed.exec(one.text);
    const end = found ? found.index + found[0].length : 0;
    const edit = { file: one.fileName, start: end, end, text: `, ${member}` };
    if (!found) return [];
    return one.fileName === file ? [edit] : [edit, ...(beside(one, target, member) ?? [])];
  });
  const edits = [
    { file, start: entity.end, end: entity.end, text },
    ...lists,
    ...importNames(source, "typeorm", ["Entity", "PrimaryColumn"], quote),
  ];
  return { name: "processed_messages", member, key: { name: "id", property: "id" }, edits };
}

/** The edits that import a record table's variable from where the target's is imported from; none in the file that declares both. */
export function importBeside(
  source: ts.SourceFile,
  record: RecordTable,
  target: Table,
): readonly TextEdit[] | undefined {
  const isInCode = target.source === "drizzle" || target.source === "typeorm";
  return !isInCode || target.site.file === source.fileName ? [] : beside(source, target, record.member);
}

/** One more name in the import of the target's. */
function beside(source: ts.SourceFile, target: Table, member: string): readonly TextEdit[] | undefined {
  const from = source.statements.filter(ts.isImportDeclaration).find(({ importClause }) => {
    const named = importClause?.namedBindings;
    return named && ts.isNamedImports(named) && named.elements.some(({ name }) => target.aliases.includes(name.text));
  });
  if (!from || !ts.isStringLiteral(from.moduleSpecifier)) return undefined;
  return importNames(source, from.moduleSpecifier.text, [member], quoteStyle(source.text));
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
