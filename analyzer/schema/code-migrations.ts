import { ts } from "ts-morph";
import type { SchemaChange } from "./change.js";
import { readKnexCall } from "./knex.js";
import { readKyselyCall } from "./kysely.js";
import { bare, nameOf } from "./literal.js";
import { sitesIn } from "./lines.js";
import { readQueryInterfaceCall } from "./sequelize-migrations.js";
import { readPgMigrateCall } from "./pg-migrate.js";
import type { RoutineChange } from "./routines.js";
import { readSql } from "./sql.js";
import { readQueryRunnerCall } from "./typeorm-migrations.js";

/** What a source changes in the schema, in the order of its calls: a migration, or a program that makes its own tables. */
export function codeMigrations(source: ts.SourceFile):
  | {
      readonly file: string;
      readonly changes: readonly SchemaChange[];
      readonly routines: readonly RoutineChange[];
    }
  | undefined {
  if (TEST.test(source.fileName) || (!MIGRATION.test(source.fileName) && !DEFINES.test(source.text))) return undefined;
  const changes: SchemaChange[] = [];
  const routines: RoutineChange[] = [];
  const siteOf = sitesIn(source.fileName, source.text);
  const visit = (node: ts.Node): void => {
    if (isDown(node)) return;
    const built = ts.isCallExpression(node) ? readKyselyCall(node, siteOf) : undefined;
    if (built) return void changes.push(...built);
    if (ts.isCallExpression(node)) {
      const before = changes.length;
      const read = readers.reduce<readonly SchemaChange[] | undefined>(
        (found, each) => found ?? each(node, siteOf),
        undefined,
      );
      changes.push(...(read ?? []));
      if (changes.length > before) {
        // The earlier links of the chain come first; the callback has been read with the call.
        const links: SchemaChange[] = changes.splice(before);
        visit(node.expression);
        changes.push(...links);
        return;
      }
    }
    const sql = ts.isExpression(node) ? sqlIn(node) : undefined;
    if (sql) {
      const read = readSql(sql.text, (start, end) => siteOf(sql.offset + start, sql.offset + end));
      changes.push(...read.changes);
      routines.push(...read.routines);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return changes.length + routines.length > 0 ? { file: source.fileName, changes, routines } : undefined;
}

/** Those that read one call each, the most particular about what it is called on first. */
const readers = [readPgMigrateCall, readQueryRunnerCall, readKnexCall, readQueryInterfaceCall];

const MIGRATION = /\/(?:migrations?|migrate)\//i;
const TEST = /\.(?:test|spec)\.[cm]?[jt]sx?$/;

/** A program may also make its tables when it starts: `db.exec("CREATE TABLE …")`, `knex.schema.createTable(…)`. */
const DEFINES = /MigrationInterface|queryInterface|\.createTable\(|\bcreate\s+(?:table|unique\s+index)\b/i;

/** `down` undoes what `up` does. */
export function isDown(node: ts.Node): boolean {
  if (
    ts.isMethodDeclaration(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isPropertyDeclaration(node)
  )
    return node.name !== undefined && nameOf(node.name) === "down";
  if (ts.isVariableDeclaration(node)) return nameOf(node.name) === "down";
  return ts.isBinaryExpression(node) && ts.isPropertyAccessExpression(node.left) && node.left.name.text === "down";
}

/** A literal that is SQL about the schema; a hole in a template reads as blanks of the same length. */
function sqlIn(node: ts.Expression): { readonly text: string; readonly offset: number } | undefined {
  const literal = bare(node);
  if (literal !== node) return undefined;
  if (ts.isStringLiteralLike(node))
    return SCHEMA_SQL.test(node.text) ? { text: node.text, offset: node.getStart() + 1 } : undefined;
  if (!ts.isTemplateExpression(node)) return undefined;
  const offset = node.getStart() + 1;
  const holes = node.templateSpans.map(
    (span) => [span.expression.pos - 2 - offset, span.expression.end + 1 - offset] as const,
  );
  const raw = node.getSourceFile().text.slice(offset, node.end - 1);
  const text = holes.reduce((at, [from, to]) => at.slice(0, from) + " ".repeat(to - from) + at.slice(to), raw);
  return SCHEMA_SQL.test(text) ? { text, offset } : undefined;
}

const SCHEMA_SQL = /^\s*(?:create|alter|drop|rename|do)\s/i;
