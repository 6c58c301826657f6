import type { Site } from "../trace.js";
import { generatedBy } from "./generated.js";
import { sitesIn } from "./lines.js";
import { attributesOf, listItems, parsePrisma } from "./prisma-syntax.js";
import type { PrismaAttribute, PrismaBlock, PrismaLine, PrismaToken } from "./prisma-syntax.js";
import type { Column, Relation, Table, UniqueSet } from "./unique.js";

/** One file of a Prisma schema, parsed. */
export interface PrismaFile {
  readonly file: string;
  readonly text: string;
  readonly blocks: readonly PrismaBlock[];
}

/** Parses one file; models may refer to blocks of other files, so tables come from `prismaTables`. */
export function readPrisma(file: string, text: string): PrismaFile {
  return { file, text, blocks: parsePrisma(text) };
}

/** The tables of a Prisma schema, of one file or of many. */
export function prismaTables(files: readonly PrismaFile[]): readonly Table[] {
  const models = new Set<string>();
  for (const { blocks } of files) for (const block of blocks) if (isModel(block)) models.add(block.name);
  return files.flatMap((file) => {
    const siteOf = sitesIn(file.file, file.text);
    return file.blocks.filter(isModel).map((block) => readModel(block, models, file.text, siteOf));
  });
}

function isModel(block: PrismaBlock): boolean {
  return block.keyword === "model" || block.keyword === "view";
}

type SiteOf = (start: number, end: number) => Site;

function readModel(block: PrismaBlock, models: ReadonlySet<string>, text: string, siteOf: SiteOf): Table {
  const columns: Column[] = [];
  const uniques: UniqueSet[] = [];
  const relations: Relation[] = [];
  const held: Record<string, { target: string; list: boolean }> = {};
  const declared: { readonly attribute: PrismaAttribute; readonly fields: readonly string[] }[] = [];
  let name = block.name;
  let schema: string | undefined;

  for (const line of block.lines) {
    const attributes = attributesOf(line);
    const first = line.tokens[0];
    if (attributes[0]?.block && first?.text === "@@") {
      for (const attribute of attributes) {
        if (attribute.name === "map") name = stringArgument(attribute, "name") ?? name;
        if (attribute.name === "schema") schema = stringArgument(attribute, "name");
        if (attribute.name === "id" || attribute.name === "unique")
          declared.push({ attribute, fields: fieldsOf(attribute) });
      }
      continue;
    }
    const field = readField(line, attributes);
    if (!field) continue;
    if (models.has(field.type)) {
      const relation = attributes.find((attribute) => attribute.name === "relation");
      const own = relation && wordList(relation, "fields");
      if (own)
        relations.push({
          property: field.name,
          columns: own,
          target: field.type,
          references: wordList(relation, "references") ?? [],
        });
      else held[field.name] = { target: field.type, list: field.list };
      continue;
    }
    const generated = generatedOf(attributes, text);
    columns.push({
      name: mapped(attributes) ?? field.name,
      property: field.name,
      nullable: field.optional,
      ...(generated ? { generated } : {}),
      type: field.type,
    });
    for (const attribute of attributes)
      if (attribute.name === "id" || attribute.name === "unique") declared.push({ attribute, fields: [field.name] });
  }

  const column = (property: string): Column | undefined => columns.find((each) => each.property === property);
  const nameOf = (property: string): string => column(property)?.name ?? property;
  for (const { attribute, fields } of declared) {
    if (fields.length === 0) continue;
    const where = argument(attribute, "where");
    const map = stringArgument(attribute, "map");
    uniques.push({
      columns: fields.map(nameOf),
      kind: attribute.name === "id" ? "primary" : "unique",
      site: siteOf(attribute.start, attribute.end),
      nullable: fields.filter((field) => column(field)?.nullable).map(nameOf),
      expressions: [],
      ...(map === undefined ? {} : { name: map }),
      ...(where ? { where: text.slice(where[0]?.start, where.at(-1)?.end) } : {}),
      key: (attribute.block ? stringArgument(attribute, "name", true) : undefined) ?? fields.join("_"),
    });
  }
  return {
    name: schema === undefined || schema === "public" || schema === "dbo" ? name : `${schema}.${name}`,
    aliases: [...new Set([block.name, block.name.charAt(0).toLowerCase() + block.name.slice(1)])],
    columns,
    uniques,
    relations: relations.map((relation) => ({ ...relation, columns: relation.columns.map(nameOf) })),
    held,
    source: "prisma",
    site: siteOf(block.start, block.end),
  };
}

function readField(
  line: PrismaLine,
  attributes: readonly PrismaAttribute[],
): { readonly name: string; readonly type: string; readonly optional: boolean; readonly list: boolean } | undefined {
  const [name, type] = line.tokens;
  if (name?.kind !== "word" || type?.kind !== "word") return undefined;
  const end = attributes[0]?.start ?? line.end;
  const has = (symbol: string): boolean =>
    line.tokens.some((token) => token.kind === "symbol" && token.text === symbol && token.start < end);
  return { name: name.text, type: type.text, optional: has("?"), list: has("[") };
}

function mapped(attributes: readonly PrismaAttribute[]): string | undefined {
  const map = attributes.find((attribute) => attribute.name === "map");
  return map && stringArgument(map, "name");
}

function generatedOf(attributes: readonly PrismaAttribute[], text: string): Column["generated"] {
  if (attributes.some((attribute) => attribute.name === "updatedAt")) return "clock";
  const value = attributes.find((attribute) => attribute.name === "default");
  const tokens = value && (argument(value, "value") ?? value.arguments[0]?.tokens);
  const first = tokens?.[0];
  if (!tokens || !first) return undefined;
  if (first.kind !== "word" || tokens[1]?.text !== "(") return "constant";
  const inner = tokens.find((token) => token.kind === "string");
  if (first.text === "dbgenerated") return inner ? generatedBy(inner.text) : "constant";
  return FUNCTIONS[first.text] ?? generatedBy(text.slice(first.start, tokens.at(-1)?.end));
}

const FUNCTIONS: Readonly<Record<string, Column["generated"]>> = {
  autoincrement: "sequence",
  sequence: "sequence",
  uuid: "random",
  cuid: "random",
  ulid: "random",
  nanoid: "random",
  auto: "random",
  now: "clock",
};

/** The fields of `@@unique([a, b(sort: Desc)])` or `@@unique(fields: [a.b])`. */
function fieldsOf(attribute: PrismaAttribute): readonly string[] {
  return (
    wordList(attribute, "fields") ?? words(attribute.arguments.find((each) => each.name === undefined)?.tokens ?? [])
  );
}

function wordList(attribute: PrismaAttribute, name: string): readonly string[] | undefined {
  const tokens = argument(attribute, name);
  return tokens && words(tokens);
}

function words(tokens: readonly PrismaToken[]): readonly string[] {
  return listItems(tokens).flatMap((item) => (item[0]?.kind === "word" ? [pathOf(item)] : []));
}

/** `address.street` of a composite type in MongoDB. */
function pathOf(item: readonly PrismaToken[]): string {
  let path = item[0]?.text ?? "";
  for (let at = 1; item[at]?.text === "." && item[at + 1]?.kind === "word"; at += 2) path += `.${item[at + 1]?.text}`;
  return path;
}

function argument(attribute: PrismaAttribute, name: string): readonly PrismaToken[] | undefined {
  return attribute.arguments.find((each) => each.name === name)?.tokens;
}

/** A string given by name, or as the only unnamed argument. */
function stringArgument(attribute: PrismaAttribute, name: string, named = false): string | undefined {
  const tokens = argument(attribute, name) ?? (named ? undefined : unnamed(attribute));
  return tokens?.[0]?.kind === "string" ? tokens[0].text : undefined;
}

function unnamed(attribute: PrismaAttribute): readonly PrismaToken[] | undefined {
  return attribute.arguments.find((each) => each.name === undefined)?.tokens;
}
