import { ts } from "ts-morph";
import type { Effect, Fix, Trace } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";
import { chainAround, quoted, receiverOf } from "./chain.js";
import { freeName } from "./claim.js";
import { memberOf, soleKey } from "./claim-first.js";
import { keyText } from "./key-text.js";
import { findIdentity } from "./identity.js";
import { indentAt, indentUnit, textOf } from "./syntax.js";

/**
 * Writes a record under a unique key before the call and calls only when this attempt wrote it. With the client and the
 * table of records at hand: which database to write to is not for a fix to choose.
 */
export function reserveFirst(trace: Trace, effect: Effect, context: RuleContext): Fix[] {
  const source = context.source(effect.sink.file);
  const chain = source && chainAround(source, effect.sink);
  const store = source && storeAt(trace, effect, source);
  const record = store && recordTable(context, effect.sink.file);
  const identity = record && findIdentity(trace, effect, context);
  if (!source || !chain?.unused || !store || !record || !identity || identity.optional) return [];
  const key = keyText(identity, trace, effect);
  const name = freeName(source.text);
  const insert = store.prisma
    ? `await ${store.client}.${record.member}.createMany({ data: { ${record.property}: ${key} }, skipDuplicates: true })`
    : `await ${store.client}.query(${quoted(`INSERT INTO ${record.table} (${record.column}) VALUES ($1) ON CONFLICT DO NOTHING`, source)}, [${key}])`;
  const won = store.prisma ? `${name}.count === 1` : `${name}.rowCount === 1`;
  const start = chain.unused.getStart(source);
  const base = indentAt(source.text, start);
  const unit = indentUnit(source.text);
  const moved = textOf(source, chain.unused).replaceAll("\n", `\n${unit}`);
  const text = `const ${name} = ${insert};\n${base}if (${won}) {\n${base}${unit}${moved}\n${base}}`;
  return [
    {
      title: `Record ${identity.what} in ${record.table} first, and call only when it was not there`,
      safety: "review",
      edits: [...identity.edits, { file: source.fileName, start, end: chain.unused.end, text }],
    },
  ];
}

interface Store {
  readonly client: string;
  readonly prisma: boolean;
}

/** The database client that this file reads or writes with outside a transaction, under a name of the module. */
function storeAt(trace: Trace, effect: Effect, source: ts.SourceFile): Store | undefined {
  for (const other of trace.effects) {
    const prisma = other.library === "Prisma";
    if (other.sink.file !== effect.sink.file || other.transaction || !(prisma || other.library === "node-postgres"))
      continue;
    const chain = chainAround(source, other.sink);
    const client = chain && receiverOf(chain);
    if (client && ts.isIdentifier(client) && isOfModule(source, client.text)) return { client: client.text, prisma };
  }
  return undefined;
}

function isOfModule(source: ts.SourceFile, name: string): boolean {
  return source.statements.some((statement) => {
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.some((one) => one.name.getText(source) === name);
    if (!ts.isImportDeclaration(statement)) return false;
    const clause = statement.importClause;
    const named = clause?.namedBindings;
    return (
      clause?.name?.text === name ||
      (named !== undefined && ts.isNamedImports(named) && named.elements.some((one) => one.name.text === name))
    );
  });
}

/** A table that remembers what was done by one text key and needs nothing else; the one that is declared nearest. */
function recordTable(context: RuleContext, file: string) {
  const records = context.schema.tables.flatMap((table) => {
    const key = RECORDS.test(table.name) ? soleKey(table) : undefined;
    return key
      ? [{ table: table.name, member: memberOf(table), column: key.name, property: key.property, site: table.site }]
      : [];
  });
  return records.sort((a, b) => shared(b.site.file, file) - shared(a.site.file, file))[0];
}

function shared(a: string, b: string): number {
  const other = b.split("/");
  return a.split("/").findIndex((segment, index) => segment !== other[index]);
}

const RECORDS = /processed|handled|consumed|received|dedup|idempoten|inbox|dispatched|sent|mails?$|notifications?$/i;
