import type { Site } from "../trace.js";
import { isVariable, type DynamodbFile, type DynamodbTable } from "./dynamodb.js";

/** Whether a path is a configuration of Terraform. */
export function isTerraform(path: string): boolean {
  return path.endsWith(".tf");
}

/** Reads the tables that Terraform declares, and what environment variables are named after them. */
export function readTerraform(
  file: string,
  text: string,
  siteOf: (start: number, end: number) => Site,
): DynamodbFile & { readonly problems: readonly string[] } {
  const tables = [...text.matchAll(BLOCK)].flatMap(({ 0: opening, 1: id = "", index }): readonly DynamodbTable[] => {
    const end = endOf(text, index + opening.length);
    const declared = tableOf(id, opening, flat(text.slice(index + opening.length, end)));
    return declared ? [{ ...declared, site: siteOf(index, end) }] : [];
  });
  const variables = [...text.matchAll(HELD)].flatMap(({ 1: variable = "", 2: table = "" }) =>
    isVariable(variable) ? [[variable, table] as const] : [],
  );
  return { file, tables, variables, problems: [] };
}

/** A table itself, or a module that makes one. */
const BLOCK = /\b(?:resource\s+"aws_dynamodb_table"|module)\s+"([\w-]+)"\s*\{/g;
const MODULE = /^\s*source\s*=\s*"[^"]*dynamodb[^"]*"/m;
/** `ORDERS_TABLE = aws_dynamodb_table.orders.name` */
const HELD = /\b(\w+)\s*[=:]\s*(?:aws_dynamodb_table|module)\.([\w-]+)\.(?:name|id|dynamodb_table_id)\b/g;

function tableOf(id: string, opening: string, body: string): Omit<DynamodbTable, "site"> | undefined {
  if (opening.startsWith("module") && !MODULE.test(body)) return undefined;
  const [hash, range, name] = ["hash_key", "range_key", "name"].map((attribute) => valueOf(attribute, body));
  const keys = [hash, range].filter((key) => key !== undefined);
  // A key that is not written out says nothing about the whole.
  if (hash === undefined || keys.some((key) => !/^[\w.-]+$/.test(key))) return undefined;
  return { names: name === undefined ? [id] : name.includes("${") ? [id, name] : [name, id], keys };
}

/** A text, or the empty one of what only a run can tell. */
function valueOf(attribute: string, body: string): string | undefined {
  const written = new RegExp(`^\\s*${attribute}\\s*=\\s*(?:"([^"]*)"|(\\S.*))$`, "m").exec(body);
  return written?.[1] ?? (written && attribute !== "name" ? "" : undefined);
}

/** The offset behind the brace that closes a block. */
function endOf(text: string, from: number): number {
  let depth = 1;
  for (const { 0: token, index } of text.slice(from).matchAll(TOKEN)) {
    if (token === "{") depth += 1;
    if (token === "}") depth -= 1;
    if (depth === 0) return from + index + 1;
  }
  return text.length;
}

/** What stands in the block itself, without comments and the blocks inside. */
function flat(body: string): string {
  let depth = 0;
  let kept = "";
  let at = 0;
  for (const { 0: token, index } of body.matchAll(TOKEN)) {
    if (depth === 0) kept += body.slice(at, index);
    if (depth === 0 && token.startsWith('"')) kept += token;
    if (token === "{") depth += 1;
    if (token === "}") depth -= 1;
    at = index + token.length;
  }
  return kept;
}

/** Braces, and what braces mean nothing in: texts and comments. */
const TOKEN = /"(?:\\.|[^"\\])*"|#[^\n]*|\/\/[^\n]*|\/\*[^]*?\*\/|[{}]/g;
