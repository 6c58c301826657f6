import { ts } from "ts-morph";
import type { Site } from "../trace.js";
import type { DeclaredUnique, SchemaChange } from "./change.js";
import { attributeOf, attributesOf, indexOf, uniquesOf, type SiteOf } from "./sequelize-parts.js";
import { bare, elementsOf, nameOf, objectOf, propertyOf, stringOf } from "./literal.js";

/** Reads one call of Sequelize's query interface (`createTable`, `addIndex`, `addConstraint` …); `undefined` for any other call. */
export function readQueryInterfaceCall(call: ts.CallExpression, siteOf: SiteOf): readonly SchemaChange[] | undefined {
  const callee = bare(call.expression);
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const [target, second, third] = call.arguments;
  const table = stringOf(target) ?? stringOf(propertyOf(target, "tableName"));
  if (table === undefined) return undefined;
  const site = siteOf(callee.name.getStart(), target?.end ?? call.end);
  switch (callee.name.text) {
    case "createTable": {
      if (!objectOf(second)) return undefined;
      const attributes = attributesOf(second, false, siteOf);
      return [
        {
          kind: "create-table",
          table,
          columns: attributes.map(({ column }) => column),
          uniques: [...uniquesOf(attributes), ...keysOf(propertyOf(third, "uniqueKeys"), site)],
          ifNotExists: true,
          site,
        },
      ];
    }
    case "addColumn": {
      const column = stringOf(second);
      if (column === undefined) return undefined;
      const attribute = attributeOf(column, third, false, site);
      return [
        { kind: "add-column", table, column: attribute.column, site },
        ...uniquesOf([attribute]).map((unique) => ({ kind: "add-unique", table, unique, site }) as const),
      ];
    }
    case "changeColumn": {
      const column = stringOf(second);
      if (column === undefined || !objectOf(third)) return undefined;
      const attribute = attributeOf(column, third, false, site);
      return [
        { kind: "alter-column", table, column, nullable: attribute.column.nullable },
        ...uniquesOf([attribute]).map((unique) => ({ kind: "add-unique", table, unique, site }) as const),
      ];
    }
    case "dropTable":
      return [{ kind: "drop-table", table }];
    case "renameTable": {
      const to = stringOf(second);
      return to === undefined ? undefined : [{ kind: "rename-table", table, to }];
    }
    case "addIndex":
    case "addConstraint": {
      const listed = elementsOf(second) ? second : undefined;
      const unique = indexOf(listed ? third : second, site, listed);
      return unique ? [{ kind: "add-unique", table, unique, site }] : undefined;
    }
    case "removeIndex":
    case "removeConstraint": {
      const name = stringOf(second);
      if (name !== undefined) return [{ kind: "drop-unique", table, name }];
      const columns = elementsOf(second)?.flatMap((item) => stringOf(item) ?? []);
      return columns ? [{ kind: "drop-unique-columns", table, columns }] : undefined;
    }
    case "removeColumn": {
      const column = stringOf(second);
      return column === undefined ? undefined : [{ kind: "drop-column", table, column, keepsIndexes: false }];
    }
    case "renameColumn": {
      const [column, to] = [stringOf(second), stringOf(third)];
      return column === undefined || to === undefined ? undefined : [{ kind: "rename-column", table, column, to }];
    }
    default:
      return undefined;
  }
}

/** `uniqueKeys: { one_each: { fields: ["shop_id", "event_id"] } }`, in which a name may also be a member. */
function keysOf(keys: ts.Expression | undefined, site: Site): readonly DeclaredUnique[] {
  return (objectOf(keys)?.properties ?? []).flatMap((member) => {
    const name = member.name && nameOf(member.name);
    if (!ts.isPropertyAssignment(member) || name === undefined) return [];
    const columns = (elementsOf(propertyOf(member.initializer, "fields")) ?? []).flatMap(
      (field) => stringOf(field) ?? [],
    );
    const written = stringOf(propertyOf(member.initializer, "name")) ?? name;
    return columns.length > 0 ? [{ kind: "unique", columns, expressions: [], site, name: written } as const] : [];
  });
}
