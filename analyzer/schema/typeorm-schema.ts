import { ts } from "ts-morph";
import { elementsOf, isTrue, nameOf, objectOf, propertyOf, stringOf } from "./literal.js";
import type { EntityClass, EntityColumn, EntityUnique } from "./entities.js";
import type { SiteOf } from "./typeorm-parts.js";

/** Reads `new EntitySchema({ name, columns, uniques, indices })`. */
export function readEntitySchemas(source: ts.SourceFile, siteOf: SiteOf): readonly EntityClass[] {
  const found: EntityClass[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === "EntitySchema") {
      const read = readSchema(node.arguments?.[0], siteOf);
      if (read) found.push(read);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function readSchema(options: ts.Expression | undefined, siteOf: SiteOf): EntityClass | undefined {
  const target = propertyOf(options, "target");
  const name = target && ts.isIdentifier(target) ? target.text : stringOf(propertyOf(options, "name"));
  if (!options || name === undefined) return undefined;
  const table = stringOf(propertyOf(options, "tableName"));
  const schema = stringOf(propertyOf(options, "schema"));
  const columns = objectOf(propertyOf(options, "columns"))?.properties ?? [];
  const relations = objectOf(propertyOf(options, "relations"))?.properties ?? [];
  const sets = [
    ...(elementsOf(propertyOf(options, "uniques")) ?? []),
    ...(elementsOf(propertyOf(options, "indices")) ?? []).filter((index) => isTrue(propertyOf(index, "unique"))),
  ];
  return {
    name,
    entity: { ...(table === undefined ? {} : { table }), ...(schema === undefined ? {} : { schema }) },
    columns: [
      ...columns.flatMap((property) => (ts.isPropertyAssignment(property) ? (readColumn(property, siteOf) ?? []) : [])),
      ...relations.flatMap((property) =>
        ts.isPropertyAssignment(property) ? (readRelation(property, siteOf) ?? []) : [],
      ),
    ],
    uniques: sets.flatMap((set) => {
      const unique = readSet(set, siteOf);
      return unique ? [unique] : [];
    }),
    site: siteOf(options.getStart(), options.end),
  };
}

function readColumn(assignment: ts.PropertyAssignment, siteOf: SiteOf): EntityColumn | undefined {
  const property = nameOf(assignment.name);
  const options = assignment.initializer;
  if (property === undefined) return undefined;
  const site = siteOf(assignment.getStart(), assignment.end);
  const name = stringOf(propertyOf(options, "name"));
  const type = stringOf(propertyOf(options, "type"));
  const primary = isTrue(propertyOf(options, "primary"));
  const given = propertyOf(options, "generated");
  const dated = isTrue(propertyOf(options, "createDate")) || isTrue(propertyOf(options, "updateDate"));
  const generated = given ? (stringOf(given) === "uuid" ? "random" : "sequence") : dated ? "clock" : undefined;
  return {
    property,
    ...(name === undefined ? {} : { name }),
    nullable: !primary && isTrue(propertyOf(options, "nullable")),
    primary,
    ...(generated ? { generated } : {}),
    ...(type === undefined ? {} : { type }),
    uniques: isTrue(propertyOf(options, "unique")) ? [{ properties: [property], site }] : [],
    site,
  };
}

/** A relation that owns its columns: `{ type: "one-to-one", target: "Order", joinColumn: true }`. */
function readRelation(assignment: ts.PropertyAssignment, siteOf: SiteOf): EntityColumn | undefined {
  const property = nameOf(assignment.name);
  const options = assignment.initializer;
  const type = stringOf(propertyOf(options, "type"));
  const joined = propertyOf(options, "joinColumn");
  const isOwner =
    type === "many-to-one" || (type === "one-to-one" && (isTrue(joined) || objectOf(joined) !== undefined));
  if (property === undefined || !isOwner) return undefined;
  const site = siteOf(assignment.getStart(), assignment.end);
  const target = propertyOf(options, "target");
  const named = target && (stringOf(target) ?? (ts.isIdentifier(target) ? target.text : undefined));
  const name = stringOf(propertyOf(joined, "name"));
  const references = stringOf(propertyOf(joined, "referencedColumnName")) ?? "id";
  const primary = isTrue(propertyOf(options, "primary"));
  return {
    property,
    nullable: !primary && propertyOf(options, "nullable")?.kind !== ts.SyntaxKind.FalseKeyword,
    primary,
    uniques: type === "one-to-one" ? [{ properties: [property], site }] : [],
    join: [{ ...(name === undefined ? {} : { name }), references }],
    ...(named === undefined ? {} : { target: named }),
    site,
  };
}

function readSet(set: ts.Expression, siteOf: SiteOf): EntityUnique | undefined {
  const properties = elementsOf(propertyOf(set, "columns"))?.flatMap((element) => stringOf(element) ?? []);
  if (!properties) return undefined;
  const name = stringOf(propertyOf(set, "name"));
  const where = stringOf(propertyOf(set, "where"));
  return {
    properties,
    site: siteOf(set.getStart(), set.end),
    ...(name === undefined ? {} : { name }),
    ...(where === undefined ? {} : { where }),
  };
}
