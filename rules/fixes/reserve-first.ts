import { ts } from "ts-morph";
import type { Effect, Fix, Trace } from "../../analyzer/trace.js";
import { sameTarget } from "../facts/repeats.js";
import type { RuleContext } from "../rule.js";
import { chainAround, quoted } from "./chain.js";
import { freeName } from "./claim.js";
import { memberOf, newRecordTable, soleKey } from "./record-table.js";
import { keyText } from "./key-text.js";
import { findIdentity } from "./identity.js";
import { storeAt } from "./store.js";
import { indentAt, indentUnit, textOf } from "./syntax.js";

/**
 * Writes a record under a unique key before the call and calls only when this attempt wrote it. With the client and the
 * table of records at hand: which database to write to is not for a fix to choose.
 */
export function reserveFirst(trace: Trace, effect: Effect, context: RuleContext): Fix[] {
  const source = context.source(effect.sink.file);
  const chain = source && chainAround(source, effect.sink);
  const store = source && storeAt(trace, effect, source, context);
  const record = store && recordTable(context, effect.sink.file, store.prisma);
  const identity = record && findIdentity(trace, effect, context);
  if (!source || !chain?.unused || !store || !record || !identity || identity.optional) return [];
  // Whoever writes the record after the call has to move that write.
  if (trace.effects.some((other) => other.kind === "insert" && sameTarget(other.target, record.table))) return [];
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
  const text = inBlock(
    `const ${name} = ${insert};\n${base}if (${won}) {\n${base}${unit}${moved}\n${base}}`,
    chain.unused,
    base,
    unit,
  );
  return [
    {
      title: `Record ${identity.what} in ${record.table} first, and call only when it was not there`,
      safety: "review",
      edits: [
        ...store.edits,
        ...identity.edits,
        ...record.edits,
        { file: source.fileName, start, end: chain.unused.end, text },
      ],
    },
  ];
}

/** Two statements in the place of one that stands alone (`if (isNew) await send();`) need braces around them. */
function inBlock(text: string, { parent }: ts.Statement, base: string, unit: string): string {
  if (ts.isBlock(parent) || ts.isSourceFile(parent) || ts.isCaseOrDefaultClause(parent)) return text;
  return `{\n${base}${unit}${text.replaceAll("\n", `\n${unit}`)}\n${base}}`;
}

/** A table that remembers what was done by one text key and needs nothing else; the one that is declared nearest. */
function recordTable(context: RuleContext, file: string, prisma: boolean) {
  const records = context.schema.tables.flatMap((table) => {
    const isReached = prisma ? table.source === "prisma" : table.source !== "prisma";
    const key = isReached && RECORDS.test(table.name) ? soleKey(table) : undefined;
    const { name, site } = table;
    return key
      ? [{ table: name, member: memberOf(table), column: key.name, property: key.property, site, edits: [] }]
      : [];
  });
  return records.sort((a, b) => shared(b.site.file, file) - shared(a.site.file, file))[0] ?? newTable(context, prisma);
}

/** The table is made beside the others, as this project makes its tables. */
function newTable(context: RuleContext, prisma: boolean) {
  const beside = context.schema.tables.find(({ source }) => source === (prisma ? "prisma" : "sql"));
  const made = beside && newRecordTable(beside, context);
  return (
    made && {
      table: made.name,
      member: made.member,
      column: made.key.name,
      property: made.key.property,
      edits: made.edits,
    }
  );
}

function shared(a: string, b: string): number {
  const other = b.split("/");
  return a.split("/").findIndex((segment, index) => segment !== other[index]);
}

const RECORDS = /processed|handled|consumed|received|dedup|idempoten|inbox|dispatched|sent|mails?$|notifications?$/i;
