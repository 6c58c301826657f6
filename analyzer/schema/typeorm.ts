import { ts } from "ts-morph";
import {
  baseOf,
  entityTables,
  type EntityClass,
  type EntityColumn,
  type EntityFile,
  type EntityUnique,
} from "./entities.js";
import { decoratorsOf, importsOf, objectOf, propertyOf, stringOf } from "./literal.js";
import type { DecoratorCall } from "./literal.js";
import { sitesIn } from "./lines.js";
import { readIndex, readTypeormColumn, readUnique } from "./typeorm-parts.js";
import type { SiteOf } from "./typeorm-parts.js";
import { readEntitySchemas } from "./typeorm-schema.js";
import type { Table } from "./unique.js";

/** Reads one source; `undefined` when it has nothing to do with TypeORM. */
export function readTypeorm(source: ts.SourceFile): EntityFile | undefined {
  if (!source.text.includes("typeorm")) return undefined;
  const library = importsOf(source, (specifier) => specifier === "typeorm");
  const snakeCase = source.text.includes("SnakeNamingStrategy");
  const siteOf = sitesIn(source.fileName, source.text);
  const classes: EntityClass[] = [];
  if (library.size > 0) {
    const visit = (node: ts.Node): void => {
      if (ts.isClassDeclaration(node)) {
        const read = readClass(node, siteOf);
        if (read) classes.push(read);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    if (source.text.includes("EntitySchema")) classes.push(...readEntitySchemas(source, siteOf));
  }
  return classes.length > 0 || snakeCase ? { file: source.fileName, classes, snakeCase } : undefined;
}

/** The tables of all sources that `readTypeorm` understood. */
export function typeormTables(files: readonly EntityFile[]): readonly Table[] {
  return entityTables(files, "typeorm");
}

function readClass(node: ts.ClassDeclaration, siteOf: SiteOf): EntityClass | undefined {
  if (!node.name) return undefined;
  const decorators = decoratorsOf(node);
  const entity = decorators.find((decorator) => ENTITY.has(decorator.name));
  const columns: EntityColumn[] = [];
  for (const member of node.members) {
    if (!ts.isPropertyDeclaration(member)) continue;
    const column = readTypeormColumn(member, decoratorsOf(member), siteOf);
    if (column) columns.push(column);
  }
  if (!entity && columns.length === 0) return undefined;
  const uniques = decorators.flatMap((decorator): readonly EntityUnique[] => {
    const unique =
      decorator.name === "Unique"
        ? readUnique(decorator, siteOf)
        : decorator.name === "Index"
          ? readIndex(decorator, siteOf)
          : undefined;
    return unique ? [unique] : [];
  });
  const base = baseOf(node);
  return {
    name: node.name.text,
    ...(entity ? { entity: entityOf(entity) } : {}),
    ...(base ? { base } : {}),
    columns,
    uniques,
    site: siteOf(node.name.getStart(), node.name.end),
  };
}

const ENTITY = new Set(["Entity", "ChildEntity", "ViewEntity"]);

function entityOf(decorator: DecoratorCall): { readonly table?: string; readonly schema?: string } {
  const options = decorator.arguments.find((argument) => objectOf(argument));
  const table = stringOf(decorator.arguments[0]) ?? stringOf(propertyOf(options, "name"));
  const schema = stringOf(propertyOf(options, "schema"));
  return { ...(table === undefined ? {} : { table }), ...(schema === undefined ? {} : { schema }) };
}
