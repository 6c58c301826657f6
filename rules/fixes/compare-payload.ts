import { ts } from "ts-morph";
import type { Effect, Fix, TextEdit, Trace } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";
import { refuse } from "./refusal.js";
import { bindingsAt } from "./scope.js";
import { callAt, functionsAround, indentAt, indentUnit, nodesAround, textOf } from "./syntax.js";

/**
 * Compares the fingerprint that is stored with a key before the stored result is used. Only where a fingerprint is stored
 * already, in the handler itself: what makes two requests the same is for people to say.
 */
export function comparePayload(read: Effect, record: Effect, trace: Trace, context: RuleContext): Fix[] {
  const source = context.source(read.sink.file);
  const handler = source && functionsAround(source, read.sink)[0];
  const column = Object.keys(record.values).find((name) => FINGERPRINT.test(name));
  if (!source || !handler || column === undefined || handler.end !== trace.entry.handler.end) return [];
  const stored = callAt(source, record.sink);
  const written = stored ? textOf(source, stored).replaceAll(/"[^"]*"|'[^']*'/g, "") : "";
  const fingerprint = bindingsAt(source, read.sink).find(
    ({ name }) => FINGERPRINT.test(name) && new RegExp(`\\b${name}\\b`).test(written),
  );
  const found = rowIn(source, read);
  const answer = refuse(trace.entry.library, source, handler, "mismatch");
  if (!fingerprint || !found || !answer) return [];
  const selected = selecting(source, found.statement, column);
  if (!selected) return [];
  const base = indentAt(source.text, found.statement.getStart(source));
  const lines = [
    `if (${found.row}.${column} !== ${fingerprint.name}) {`,
    ...answer.map((line) => `${indentUnit(source.text)}${line};`),
    "}",
  ];
  const at = found.statement.end;
  const edit = { file: source.fileName, start: at, end: at, text: lines.map((line) => `\n${base}${line}`).join("") };
  return [
    {
      title: `Refuse a request whose ${column} is not the stored one`,
      safety: "review",
      edits: [...selected, edit],
    },
  ];
}

/** The statement that reads the record, and how the row is called after it. */
function rowIn(
  source: ts.SourceFile,
  read: Effect,
): { readonly statement: ts.VariableStatement; readonly row: string } | undefined {
  const statement = nodesAround(source, read.sink.start, read.sink.end).findLast(ts.isVariableStatement);
  const [declaration, ...others] = statement?.declarationList.declarations ?? [];
  if (!statement || !declaration || others.length > 0) return undefined;
  const { name } = declaration;
  if (ts.isIdentifier(name)) return { statement, row: read.name.endsWith("Throw") ? name.text : `${name.text}?` };
  const [first] = name.elements;
  if (!first || !ts.isBindingElement(first) || !ts.isIdentifier(first.name)) return undefined;
  const isList = ts.isObjectBindingPattern(name);
  if (isList && (first.propertyName ?? first.name).getText(source) !== "rows") return undefined;
  return { statement, row: isList ? `${first.name.text}[0]?` : `${first.name.text}?` };
}

/** What brings the column along where a statement lists what it selects; nothing where it selects everything. */
function selecting(source: ts.SourceFile, statement: ts.VariableStatement, column: string): TextEdit[] | undefined {
  const start = statement.getStart(source);
  const text = source.text.slice(start, statement.end);
  const list = /\bSELECT\s+([^*]+?)\s+FROM\b/i.exec(text);
  if (!list) return /\bselect\s*:|\.select\(\s*\{/.test(text) ? undefined : [];
  if (new RegExp(`\\b${column}\\b`).test(list[1] ?? "")) return [];
  const at = start + list.index + list[0].indexOf(list[1] ?? "") + (list[1] ?? "").length;
  return [{ file: source.fileName, start: at, end: at, text: `, ${column}` }];
}

const FINGERPRINT = /fingerprint|hash|digest|checksum/i;
