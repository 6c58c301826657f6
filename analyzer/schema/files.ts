import { readdirSync, readFileSync } from "node:fs";
import { isCloudformation } from "./cloudformation.js";
import { isTerraform } from "./terraform.js";

/** How the schema files are reached; an editor lays its unsaved text over the disk. */
export interface SchemaFiles {
  /** What is in a folder; empty when it cannot be read. */
  entries(folder: string): readonly { readonly name: string; readonly folder: boolean }[];
  read(file: string): string | undefined;
}

/** The files on disk. */
const diskFiles: SchemaFiles = {
  entries(folder) {
    try {
      return readdirSync(folder, { withFileTypes: true }).map((entry) => ({
        name: entry.name,
        folder: entry.isDirectory(),
      }));
    } catch {
      return [];
    }
  },
  read(file) {
    try {
      return readFileSync(file, "utf8");
    } catch {
      return undefined;
    }
  },
};

/** What is in a folder, with the files that exist as texts of an editor alone. */
export function entriesWith(folder: string, overlaid: ReadonlySet<string>): ReturnType<SchemaFiles["entries"]> {
  const onDisk = diskFiles.entries(folder);
  const known = new Set(onDisk.map(({ name }) => name));
  const inside = [...overlaid].filter((file) => file.startsWith(`${folder}/`));
  const added = new Map(
    inside
      .map((file) => file.slice(folder.length + 1).split("/"))
      .map(([name = "", ...rest]) => [name, rest.length > 0]),
  );
  return [
    ...onDisk,
    ...[...added].filter(([name]) => !known.has(name)).map(([name, isFolder]) => ({ name, folder: isFolder })),
  ];
}

/** The schema files under the roots, in the order in which migrations run. */
export function findSchemaFiles(roots: readonly string[], files: SchemaFiles): readonly string[] {
  const found = new Set<string>();
  const walk = (folder: string): void => {
    for (const entry of files.entries(folder)) {
      const path = `${folder}/${entry.name}`;
      if (entry.folder) {
        if (!SKIPPED.has(entry.name) && !entry.name.startsWith(".")) walk(path);
      } else if (isSchemaFile(path)) found.add(path);
    }
  };
  for (const root of roots) walk(root.replaceAll("\\", "/").replace(/\/$/, ""));
  return [...found].sort(inMigrationOrder);
}

/** Whether a path is a Prisma schema, or one of ZenStack, whose language is Prisma's and more. */
export function isPrismaSchema(path: string): boolean {
  return path.endsWith(".prisma") || path.endsWith(".zmodel");
}

/** Whether a path is a schema of Prisma or ZenStack, SQL that goes forward, a migration in JavaScript, a template of CloudFormation, or Terraform. */
export function isSchemaFile(path: string): boolean {
  if (isPrismaSchema(path) || /\/migrations?\/[^/]+\.[cm]?js$/.test(path)) return true;
  if (isCloudformation(path) || isTerraform(path)) return true;
  if (!path.endsWith(".sql")) return false;
  const parts = path.split("/");
  return !BACKWARD_FILE.test(parts.at(-1) ?? "") && !BACKWARD_FOLDER.has(parts.at(-2) ?? "");
}

/** Whether code may declare tables: it names a library that the readers of this folder know, or makes tables itself. */
export function mayDeclareTables(text: string): boolean {
  return DECLARES.test(text);
}

/** Migrations of one folder build one schema: `prisma/migrations` for `prisma/migrations/1_init/migration.sql`. */
export function migrationGroup(file: string): string {
  const folders = file.split("/").slice(0, -1);
  const at = folders.findLastIndex((folder) => MIGRATION_FOLDER.test(folder));
  return (at < 0 ? folders : folders.slice(0, at + 1)).join("/");
}

/** By path with numbers by value: `V2__a.sql` before `V10__b.sql`; Flyway's repeatable ones last. */
export function inMigrationOrder(left: string, right: string): number {
  const [last, other] = [left, right].map((path) => Number(/\/R__[^/]*$/.test(path)));
  return (last ?? 0) - (other ?? 0) || collator.compare(left, right);
}

const collator = new Intl.Collator("en", { numeric: true });

const SKIPPED = new Set(
  ["node_modules", "bower_components", "dist", "build", "out", "cdk.out", "coverage", "vendor", "target", "tmp"].concat(
    ["test", "tests", "__tests__", "__fixtures__", "fixtures", "e2e", "seeds", "seed"],
  ),
);
const BACKWARD_FILE = /(?:^|[._-])down\.sql$|\.(?:rollback|undo|revert)\.sql$|^U\d[\d._]*__/i;
const BACKWARD_FOLDER = new Set(["down", "revert", "rollback", "verify"]);
const DECLARES =
  /["'](?:drizzle-orm|typeorm|@mikro-orm|mongoose|@typegoose|sequelize|objection|knex|kysely|dynamoose|electrodb)\b|createTable|createIndex|ensureIndex/;
const MIGRATION_FOLDER = /^(?:migrations?|migrate|drizzle|changes?|changelogs?|versions|flyway|deploy)$/i;
