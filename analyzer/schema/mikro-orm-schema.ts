import { ts } from "ts-morph";
import type { EntityClass, EntityColumn } from "./entities.js";
import {
  chainOf,
  elementsOf,
  isTrue,
  nameOf,
  objectOf,
  propertyOf,
  returnedBy,
  stringOf,
  type Link,
} from "./literal.js";
import { generatedOf, madeBy, named, ownUnique, uniqueOf, type SiteOf } from "./mikro-orm-parts.js";
import type { Column } from "./unique.js";

/** Reads `new EntitySchema({ … })` and `defineEntity({ … })`. */
export function readMikroSchemas(source: ts.SourceFile, siteOf: SiteOf): readonly EntityClass[] {
  if (!/\b(?:EntitySchema|defineEntity)\b/.test(source.text)) return [];
  const found: EntityClass[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && ts.isIdentifier(node.expression)) {
      const { text } = node.expression;
      if (text === "EntitySchema" || text === "defineEntity") {
        const read = readSchema(node.arguments?.[0], variableOf(node), siteOf);
        if (read) found.push(read);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function readSchema(
  options: ts.Expression | undefined,
  variable: string | undefined,
  siteOf: SiteOf,
): EntityClass | undefined {
  const of = propertyOf(options, "class");
  const name = of && ts.isIdentifier(of) ? of.text : (stringOf(propertyOf(options, "name")) ?? variable);
  if (!options || name === undefined) return undefined;
  const table = stringOf(propertyOf(options, "tableName")) ?? stringOf(propertyOf(options, "collection"));
  const schema = stringOf(propertyOf(options, "schema"));
  const written = propertyOf(options, "properties");
  const properties = objectOf(written) ?? objectOf(returnedBy(written));
  return {
    name,
    entity: { ...(table === undefined ? {} : { table }), ...(schema === undefined ? {} : { schema }) },
    columns: (properties?.properties ?? []).flatMap((property) =>
      ts.isPropertyAssignment(property) ? (readColumn(property, siteOf) ?? []) : [],
    ),
    uniques: (elementsOf(propertyOf(options, "uniques")) ?? []).flatMap(
      (set) => uniqueOf(set, siteOf(set.getStart(), set.end)) ?? [],
    ),
    site: siteOf(options.getStart(), options.end),
  };
}

function readColumn(assignment: ts.PropertyAssignment, siteOf: SiteOf): EntityColumn | undefined {
  const property = nameOf(assignment.name);
  if (property === undefined) return undefined;
  const site = siteOf(assignment.getStart(), assignment.end);
  const options = objectOf(assignment.initializer);
  if (!options) return built(property, chainOf(assignment.initializer), site);
  if (/^(?:1:m|m:n)$/.test(stringOf(propertyOf(options, "kind")) ?? stringOf(propertyOf(options, "reference")) ?? ""))
    return undefined;
  const primary = isTrue(propertyOf(options, "primary"));
  const type = stringOf(propertyOf(options, "type"));
  const generated = generatedOf(options) ?? counted(primary, type);
  return {
    property,
    ...named(options),
    nullable: !primary && isTrue(propertyOf(options, "nullable")),
    primary,
    ...(generated ? { generated } : {}),
    ...(type === undefined ? {} : { type }),
    uniques: ownUnique(property, options, site),
    site,
  };
}

/** `p.string().unique().nullable()`. */
function built(property: string, chain: readonly Link[], site: EntityColumn["site"]): EntityColumn | undefined {
  const has = (name: string): boolean => chain.some((link) => link.name === name);
  const type = chain[0]?.name;
  if (type === undefined || has("oneToMany") || has("manyToMany") || has("mappedBy")) return undefined;
  const primary = has("primary");
  const name = stringOf(chain.find((link) => link.name === "fieldName" || link.name === "name")?.arguments[0]);
  const made = chain.find((link) => MAKERS.has(link.name))?.arguments[0];
  const generated = made ? madeBy(made) : has("autoincrement") ? "sequence" : counted(primary, type);
  const join = has("manyToOne") || has("oneToOne") ? { join: [{ references: "id" }] } : {};
  return {
    property,
    ...(name === undefined ? {} : { name }),
    nullable: !primary && has("nullable"),
    primary,
    ...(generated ? { generated } : {}),
    type,
    uniques: has("unique") || has("oneToOne") ? [{ properties: [property], site }] : [],
    ...join,
    site,
  };
}

const MAKERS = new Set(["onCreate", "defaultRaw", "default"]);

function counted(primary: boolean, type: string | undefined): Column["generated"] {
  return primary && /^(?:number|int|integer|bigint|serial)/i.test(type ?? "") ? "sequence" : undefined;
}

function variableOf(node: ts.Node): string | undefined {
  return ts.isVariableDeclaration(node.parent) && ts.isIdentifier(node.parent.name) ? node.parent.name.text : undefined;
}
