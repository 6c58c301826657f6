import { ts } from "ts-morph";
import { baseOf, entityTables, type EntityClass, type EntityColumn, type EntityFile } from "./entities.js";
import { decoratorsOf, importsOf, objectOf, propertyOf, stringOf, type DecoratorCall } from "./literal.js";
import { sitesIn } from "./lines.js";
import { readProperty, readRelation, readUnique, type SiteOf } from "./mikro-orm-parts.js";
import { readMikroSchemas } from "./mikro-orm-schema.js";
import type { Table } from "./unique.js";

/** Reads one source; `undefined` when it declares no MikroORM entities. */
export function readMikroOrm(source: ts.SourceFile): EntityFile | undefined {
  if (!source.text.includes("@mikro-orm/")) return undefined;
  if (importsOf(source, (specifier) => specifier.startsWith("@mikro-orm/")).size === 0) return undefined;
  const siteOf = sitesIn(source.fileName, source.text);
  const classes: EntityClass[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isClassDeclaration(node)) {
      const read = readClass(node, siteOf);
      if (read) classes.push(read);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  classes.push(...readMikroSchemas(source, siteOf));
  // Its default naming strategy writes columns and tables in snake case.
  return classes.length > 0 ? { file: source.fileName, classes, snakeCase: true } : undefined;
}

/** The tables of all sources that `readMikroOrm` understood. */
export function mikroOrmTables(files: readonly EntityFile[]): readonly Table[] {
  return entityTables(files, "mikroorm");
}

function readClass(node: ts.ClassDeclaration, siteOf: SiteOf): EntityClass | undefined {
  if (!node.name) return undefined;
  const decorators = decoratorsOf(node);
  const entity = decorators.find(({ name }) => name === "Entity");
  const columns = node.members.flatMap((member): readonly EntityColumn[] => {
    if (!ts.isPropertyDeclaration(member)) return [];
    const column =
      readProperty(member, decoratorsOf(member), siteOf) ?? readRelation(member, decoratorsOf(member), siteOf);
    return column ? [column] : [];
  });
  if (!entity && columns.length === 0) return undefined;
  const base = baseOf(node);
  return {
    name: node.name.text,
    ...(entity ? { entity: entityOf(entity) } : {}),
    ...(base ? { base } : {}),
    columns,
    uniques: decorators.flatMap((decorator) => readUnique(decorator, siteOf) ?? []),
    site: siteOf(node.name.getStart(), node.name.end),
  };
}

function entityOf({ arguments: [first] }: DecoratorCall): NonNullable<EntityClass["entity"]> {
  const options = objectOf(first);
  const table = stringOf(propertyOf(options, "tableName")) ?? stringOf(propertyOf(options, "collection"));
  const schema = stringOf(propertyOf(options, "schema"));
  return { ...(table === undefined ? {} : { table }), ...(schema === undefined ? {} : { schema }) };
}
