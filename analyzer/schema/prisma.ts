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

/** The tables of a Prisma schema, of one file or of many. What ZenStack generated of its own is the same once more. */
export function prismaTables(files: readonly PrismaFile[]): readonly Table[] {
  const parts = files.flatMap(({ file, text, blocks }) => {
    const siteOf = sitesIn(file, text);
    return blocks.map((block): Part => ({ block, text, siteOf, isOwn: file.endsWith(".prisma") }));
  });
  const generated = new Set(parts.filter(({ isOwn }) => isOwn).map(({ block }) => block.name));
  const models = parts.filter(({ block, isOwn }) => isModel(block) && (isOwn || !generated.has(block.name)));
  const names = new Set(models.map(({ block }) => block.name));
  return models.map((part) => readModel(part, lineage(part, parts), names));
}

/** A block with the file that it stands in. */
interface Part {
  readonly block: PrismaBlock;
  readonly text: string;
  readonly siteOf: SiteOf;
  readonly isOwn: boolean;
}

/** A block after those whose lines it has, too. */
function lineage(part: Part, parts: readonly Part[], depth = 8): readonly Part[] {
  const bases =
    depth === 0 ? [] : part.block.bases.flatMap((name) => parts.find(({ block }) => block.name === name) ?? []);
  return [...bases.flatMap((base) => lineage(base, parts, depth - 1)), part];
}

function isModel({ keyword, isAbstract }: PrismaBlock): boolean {
  return (keyword === "model" && !isAbstract) || keyword === "view";
}

type SiteOf = (start: number, end: number) => Site;

function readModel({ block, siteOf: ownSite }: Part, parts: readonly Part[], models: ReadonlySet<string>): Table {
  const columns: Column[] = [];
  const uniques: UniqueSet[] = [];
  const relations: Relation[] = [];
  const held: Record<string, { target: string; list: boolean }> = {};
  const declared: { readonly attribute: PrismaAttribute; readonly fields: readonly string[]; readonly part: Part }[] =
    [];
  let name = block.name;
  let schema: string | undefined;

  for (const { part, line } of parts.flatMap((part) => part.block.lines.map((line) => ({ part, line })))) {
    const attributes = attributesOf(line);
    const first = line.tokens[0];
    if (attributes[0]?.block && first?.text === "@@") {
      for (const attribute of attributes) {
        if (attribute.name === "map") name = stringArgument(attribute, "name") ?? name;
        if (attribute.name === "schema") schema = stringArgument(attribute, "name");
        if (attribute.name === "id" || attribute.name === "unique")
          declared.push({ attribute, fields: fieldsOf(attribute), part });
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
    const generated = generatedOf(attributes, part.text);
    columns.push({
      name: mapped(attributes) ?? field.name,
      property: field.name,
      nullable: field.optional,
      ...(generated ? { generated } : {}),
      type: field.type,
    });
    for (const attribute of attributes)
      if (attribute.name === "id" || attribute.name === "unique")
        declared.push({ attribute, fields: [field.name], part });
  }

  const column = (property: string): Column | undefined => columns.find((each) => each.property === property);
  const nameOf = (property: string): string => column(property)?.name ?? property;
  for (const { attribute, fields, part } of declared) {
    if (fields.length === 0) continue;
    const where = argument(attribute, "where");
    const map = stringArgument(attribute, "map");
    uniques.push({
      columns: fields.map(nameOf),
      kind: attribute.name === "id" ? "primary" : "unique",
      site: part.siteOf(attribute.start, attribute.end),
      nullable: fields.filter((field) => column(field)?.nullable).map(nameOf),
      expressions: [],
      ...(map === undefined ? {} : { name: map }),
      ...(where ? { where: part.text.slice(where[0]?.start, where.at(-1)?.end) } : {}),
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
    site: ownSite(block.start, block.end),
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
